"""The queues that bring a human: of a PBX, and our own."""
