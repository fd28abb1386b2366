"""Changes of the state database, in order; `bot.store.database.open_database` applies what is missing."""
