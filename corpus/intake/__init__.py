"""Here are paths, put what is in them into the store: read, parse, keep, with a report.

The only room of `corpus` that knows all the others.
"""
