"""The telephone side: SIP, audio, recognisers and synthesisers. Knows nothing of intents, CRM or Rasa."""
