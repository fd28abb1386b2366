"""The action server: skills found, asked, answered."""
