"""The state database and files that are for Hatef alone."""
