"""Here is a text as printed, give me the forms under which it is found: words and characters.

Imports nothing of the other rooms; every reader and writer of the index goes through it.
"""
