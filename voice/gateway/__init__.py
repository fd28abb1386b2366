"""The SIP endpoint: legs in and out, admission, the media clock. See docs/sip.md."""
