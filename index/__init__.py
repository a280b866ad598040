"""Words to postings: here are articles, give me an index that a searcher can open.

The write side: analysis, schema, writers, and the manifest that says what the index was built with.
"""
