"""Asterisk's manager interface (AMI): what it says, one login, and a login that is kept."""
