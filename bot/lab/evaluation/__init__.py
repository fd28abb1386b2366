"""`hatef evaluate`: figures on what was not trained on, printed so that anyone can run them again."""
