"""Letters, words, languages: the ground floor; standard library only, safe on Python 3.10."""
