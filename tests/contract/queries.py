"""Random queries and articles, close enough to each other that they meet."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from corpus.model import Article
from search.language.tree import (
    Among,
    And,
    AtLeast,
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
    Word,
)

LETTERS = "会议南川通信基地5G8ai.- …。，\n三十百点"
FIELDS = st.sampled_from([None, None, None, "title", "body", "about"])
SECTIONS = ("要闻", "会议", "南川")
PEOPLE = ("赵小满", "钱一鸣", "孙立")
DATES = st.one_of(st.none(), st.dates(dt.date(2021, 1, 1), dt.date(2022, 12, 31)))

_RUN = st.text(alphabet=LETTERS, min_size=1, max_size=5)
_PATTERN = st.text(alphabet="会议南川通信5G。*?", min_size=1, max_size=6)


def articles(max_ids: int = 12) -> st.SearchStrategy[Article]:
    """Articles over few ids and few characters, so that they share and replace each other."""
    return st.builds(
        Article,
        id=st.integers(1, max_ids).map(lambda number: f"n{number:02d}"),
        title=st.text(alphabet=LETTERS, max_size=8),
        body=st.text(alphabet=LETTERS, max_size=60),
        section=st.sampled_from([None, *SECTIONS]),
        authors=st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
        people=st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple),
        date=DATES,
    )


def leaves() -> st.SearchStrategy[Query]:
    """Leaves that have places in text."""
    return st.one_of(
        st.builds(Text, _RUN, FIELDS, st.booleans()),
        st.builds(Phrase, _RUN, FIELDS, st.booleans()),
        st.builds(Wildcard, _PATTERN, FIELDS),
        st.builds(Fuzzy, _RUN, st.integers(1, 2), FIELDS),
    )


def _restrictions() -> st.SearchStrategy[Query]:
    return st.one_of(
        st.just(Everything()),
        st.just(Nothing()),
        st.builds(Keyword, st.just("section"), st.lists(st.sampled_from(SECTIONS), max_size=2).map(tuple)),
        st.builds(Keyword, st.just("author"), st.tuples(st.sampled_from(PEOPLE))),
        st.builds(
            Among,
            st.frozensets(st.integers(1, 12).map(lambda number: f"n{number:02d}"), max_size=4),
            st.just(Keyword("unit", ("南川公司",))),
        ),
        st.builds(DateRange, DATES, DATES),
    )


def _near() -> st.SearchStrategy[Query]:
    return st.builds(
        Near,
        st.lists(leaves(), min_size=2, max_size=3).map(tuple),
        st.integers(0, 8),
        st.booleans(),
        st.sampled_from(["chars", "sentence", "paragraph"]),
    )


def queries() -> st.SearchStrategy[Query]:
    """Trees over every node."""
    flat = st.one_of(
        leaves(),
        st.builds(Word, st.sampled_from(["会议", "南川", "通信", "基地", "5g", "ai"]), FIELDS),
        _restrictions(),
        _near(),
        st.builds(AtLeast, st.integers(1, 3), leaves()),
    )
    return st.recursive(
        flat,
        lambda inner: st.one_of(
            st.builds(And, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
            st.builds(Boost, inner, st.floats(0.5, 3.0)),
        ),
        max_leaves=4,
    )
