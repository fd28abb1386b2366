"""The language of one call."""
