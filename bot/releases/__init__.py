"""What is made of data/: models, graphs, voices; what of it is in use."""
