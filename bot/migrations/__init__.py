"""Changes of the state database, in order; `bot.database.open_database` applies what is missing."""
