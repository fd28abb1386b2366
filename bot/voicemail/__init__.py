"""Messages that callers leave: recorded, locked, kept for so many days, written down."""
