"""Here is a segment file, give me its terms, postings, places and columns as arrays.  The read side.

Knows our own format and what an index was built with; never imports Whoosh.
"""
