"""Whole conversations as files: typed, through the call's own rules, without a telephone (`hatef test`)."""
