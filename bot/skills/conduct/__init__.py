"""How the bot behaves: greeting, asking back, bringing a human."""
