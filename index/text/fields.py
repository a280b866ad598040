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
SCHEMA_VERSION = 3
"""1: places for every 64th list.  2: for every 16th, so that a cold term costs a quarter.  3: GLUE in the
pairs, layout between letters and digits folded away."""

INDEX_NAME = "MAIN"
"""Whoosh's name for the index in a directory."""

EXTENSION = ".xzs"
"""Of packed segment files."""

_CHARS, _BIGRAMS = "_chars", "_bigrams"


def chars_field(text_field: str) -> str:
    """The index field with every character of a text field."""
    return text_field + _CHARS


def bigrams_field(text_field: str) -> str:
    """The index field with every two neighbouring characters of a text field, and their positions."""
    return text_field + _BIGRAMS


def holds_chars(field: str) -> bool:
    """Whether an index field is one of characters."""
    return field.endswith(_CHARS)


def holds_bigrams(field: str) -> bool:
    """Whether an index field is one of bigrams."""
    return field.endswith(_BIGRAMS)


def text_field_of(field: str) -> str:
    """The text field that a field of characters or bigrams is made of."""
    return field.removesuffix(_CHARS).removesuffix(_BIGRAMS)


def channels(text_field: str) -> tuple[str, str, str]:
    """The index fields of a text field: of words, of characters, of bigrams."""
    return text_field, chars_field(text_field), bigrams_field(text_field)
