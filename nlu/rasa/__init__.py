"""Rasa components and the channel; this code runs in the Rasa environment (Python 3.10) only."""
