"""How the statistical tagger of names (`corpus/data/tagger.npz`) is made; see `make.py`."""
