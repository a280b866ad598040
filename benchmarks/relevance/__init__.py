"""Here are collections with judgements; give me how well the archive ranks, beside other engines.

python -m benchmarks.relevance COLLECTION…       (see `__main__`)
"""
