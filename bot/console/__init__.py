"""What people and other programs see of Hatef by HTTP: a process of its own, beside the telephone."""
