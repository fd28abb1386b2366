"""Calls that Hatef makes to people who were promised one."""
