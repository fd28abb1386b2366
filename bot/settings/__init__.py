"""`config.yml`, secrets, paths."""
