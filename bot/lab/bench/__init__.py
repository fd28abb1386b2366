"""How fast a running Hatef answers, measured from outside."""
