"""Listening: frames of a call in, events out. Recognisers run in worker processes; the media process only sends."""
