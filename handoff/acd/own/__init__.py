"""The built-in queue."""
