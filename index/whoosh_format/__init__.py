"""Here is our index, give it to Whoosh as one of its own; here is one of Whoosh's, give it to us as segments.

The adapters: codec, schema, table of contents, stock segments.  Only these and the writer import Whoosh.
"""
