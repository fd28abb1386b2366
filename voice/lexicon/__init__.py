"""Words to sounds."""
