"""Models from their publishers: a catalogue, fetching, checking, and which one is in use.

catalogue ──▶ download or import ──▶ unpack ──▶ shape ──▶ load ──▶ manifest ──▶ choice
"""

from voice.models.published.choice import InUse, in_use

__all__ = ["InUse", "in_use"]
