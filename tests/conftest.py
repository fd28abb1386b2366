"""What holds for every test: the same examples each time, and no verdict by the clock."""

from hypothesis import settings

settings.register_profile("hatef", derandomize=True, deadline=None)
settings.load_profile("hatef")
