"""Messages that callers leave: offered, taken, and kept in the list of promised call-backs."""
