"""The conversation: one call from answer to goodbye, the actions, the CRM, the journal and the command line."""

__version__ = "0.1.0"
