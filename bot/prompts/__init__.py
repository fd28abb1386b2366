"""What the bot says, from data/prompts/."""
