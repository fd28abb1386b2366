"""Recordings of calls: both sides, encrypted, kept for so many days, exported, deleted."""
