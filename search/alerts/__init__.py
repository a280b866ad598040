"""Searches that report: what came in is held against every saved search, and mailed to whom it concerns.

`needs` says what an article must have, `percolating` what each search finds of what came in, `keeping` saves
and evaluates, `telling` says of each find what it is, `composing` makes the mails, `posting` sends them, and
`rounds` is what the worker does.
"""
