"""Opens and owns what lives longer than a call."""
