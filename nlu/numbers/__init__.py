"""Spoken numbers to digits; safe on Python 3.10."""
