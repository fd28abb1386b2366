"""Decoding graphs: what may be heard."""
