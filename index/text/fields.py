"""The names that everything in the index goes by; imports nothing, so that reading stays quick to start."""

from __future__ import annotations

TEXT_FIELDS = ("title", "body", "about")
KEYWORD_FIELDS = (
    "section",
    "organization",
    "subject",
    "author",
    "person",
    "source",
    "issue",
    "tag",
    "year",
    "month",
)
SCHEMA_VERSION = 2
"""1: places for every 64th list.  2: for every 16th, so that a cold term costs a quarter."""

INDEX_NAME = "MAIN"
"""Whoosh's name for the index in a directory."""

EXTENSION = ".xzs"
"""Of packed segment files."""
