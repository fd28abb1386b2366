"""Promised call-backs: the list of them, and how each is kept."""
