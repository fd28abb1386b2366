"""Training data checked, turned into text for graphs, trained, evaluated."""
