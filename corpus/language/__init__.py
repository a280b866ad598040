"""Here is a text or a few characters; give me what the language alone says: words, parts of speech, names.

Knows nothing of issues, articles or organisations, and imports no other room of `corpus`: splitting and
recognition both build on it.
"""
