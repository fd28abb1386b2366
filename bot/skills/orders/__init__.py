"""The caller's orders."""
