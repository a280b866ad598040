"""Query trees for property tests, in the normal form the parser yields."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from search.language.build import all_of, any_of, negated
from search.language.tree import (
    TEXT_FIELDS,
    AtLeast,
    DateRange,
    Fuzzy,
    Keyword,
    Near,
    Phrase,
    Query,
    Text,
    Wildcard,
)

CHARACTERS = "山西移动联通或非近先或5G aA-~*?？()（）:：\"“”「」|｜\\/.,，。≥=<'至少3次ORNTEand不"
_SPACELESS = st.text(CHARACTERS.replace(" ", ""), min_size=1, max_size=8)
_WORDY = _SPACELESS.filter(lambda text: any(char.isalnum() for char in text))
_FIELD = st.none() | st.sampled_from(TEXT_FIELDS[:2])

TEXTS = st.builds(Text, _WORDY, _FIELD)
PHRASES = st.builds(
    Phrase, st.text(CHARACTERS, min_size=1, max_size=8).filter(lambda text: text.strip() != ""), _FIELD
)
FUZZIES = st.builds(Fuzzy, _WORDY, st.integers(1, 2), _FIELD)
WILDCARDS = st.builds(
    Wildcard, st.from_regex(r"\A[山西5G-]{1,3}[*?][公司移动]{1,3}\Z").map(lambda text: text), _FIELD
)
KEYWORDS = st.builds(
    Keyword,
    st.sampled_from(("author", "organization", "section", "issue", "tag", "year")),
    st.lists(
        st.text(CHARACTERS, min_size=1, max_size=6).filter(lambda text: text.strip() != ""),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(tuple),
)
_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
DATES = st.builds(
    lambda a, b, open_end: DateRange(*((min(a, b), max(a, b)), (a, None), (None, b))[open_end]),
    _DAYS,
    _DAYS,
    st.integers(0, 2),
)
NEARS = st.builds(
    lambda parts, distance, shape: (
        Near(parts, distance, shape == "before")
        if shape in ("near", "before")
        else Near(parts, within="sentence" if shape == "sentence" else "paragraph")
    ),
    st.lists(PHRASES | WILDCARDS | FUZZIES, min_size=2, max_size=3).map(tuple),
    st.integers(0, 1000),
    st.sampled_from(("near", "before", "sentence", "paragraph")),
)
AT_LEASTS = st.builds(AtLeast, st.integers(1, 1000), PHRASES | WILDCARDS | FUZZIES)
LEAVES = st.one_of(TEXTS, PHRASES, FUZZIES, WILDCARDS, KEYWORDS, DATES, NEARS, AT_LEASTS)


def _joined(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=2, max_size=4)
    return several.map(all_of) | several.map(any_of) | children.map(negated)


QUERIES: st.SearchStrategy[Query] = st.recursive(LEAVES, _joined, max_leaves=12)
