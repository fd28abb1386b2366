"""Display text to wording for the ear."""
