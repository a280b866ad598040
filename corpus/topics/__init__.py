"""Here is a list that somebody keeps; remember every change to it, tell what it is, take changes back.

A topic is searches, the articles taken in from them or put in by hand, sections, notes and a cover.  It knows
no search: what its queries find, and why, is `search.topics`.
"""
