"""What the bot that Hatef ships says: read once for all tests."""

from bot.prompts.load import handoff_sentences, load_prompts

PROMPTS = load_prompts()
CALL = {language: own.call for language, own in PROMPTS.items()}
SENTENCES = handoff_sentences(PROMPTS)
