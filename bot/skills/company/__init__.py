"""What callers ask about the company."""
