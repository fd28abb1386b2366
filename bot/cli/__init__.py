"""The `hatef` command; nothing imports it."""
