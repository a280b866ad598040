"""Here are articles, give me the next generation of the index: inverted in arrays, merged, committed."""
