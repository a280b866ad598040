"""Terms and weights; nearness against the definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.segments.interface import Generation
from search.engine.matching import terms_of
from search.engine.postings.analysis import Analysis
from search.engine.postings.cache import ArrayCache
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.passages import closeness
from search.engine.ranking.scoring import DEFAULTS, Scoring, Term
from search.language.tree import And, Keyword, Not, Or, Phrase, Query, Text

ANALYSIS = Analysis()


def weights(query: Query, scoring: Scoring = DEFAULTS) -> dict[tuple[str, str], float]:
    return {(term.channel, term.text): weight for term, weight in terms_of(query, ANALYSIS, scoring).items()}


def test_a_run_scores_in_three_channels() -> None:
    found = weights(Text("5G网"))
    assert found["words", "5g"] == found["bigrams", "5g"] == found["chars", "网"] == 1.0
    assert ("bigrams", "g网") in found


def test_wanted_twice_weighs_twice_and_alternatives_once() -> None:
    assert weights(And((Text("云岭"), Text("云岭"))))["words", "云岭"] == 2.0
    assert weights(Or((Text("云岭"), Text("云岭"))))["words", "云岭"] == 1.0
    assert weights(Not(Text("云岭"))) == {}


def test_the_subject_counts_more_than_a_mention() -> None:
    found = terms_of(Keyword("organization", ("云岭联通",)), ANALYSIS, DEFAULTS)
    assert (
        found[Term("values", "云岭联通", ("subject",))] > found[Term("values", "云岭联通", ("organization",))]
    )


def test_a_phrase_counts_whole() -> None:
    assert weights(Phrase("直联点"))["runs", "直联点"] == DEFAULTS.phrases


def test_a_channel_can_be_switched_off() -> None:
    assert {channel for channel, _ in weights(Text("云岭联通"), Scoring(words=0.0, chars=0.0))} == {"bigrams"}


class Texts:
    """A segment of plain texts, as far as nearness reads one."""

    def __init__(self, titles: list[str], bodies: list[str]) -> None:
        self.texts = {"title_bigrams": titles, "body_bigrams": bodies}
        self.doc_count = len(bodies)
        self.live = np.ones(len(bodies), np.bool_)


class Places(Snapshot):
    """A snapshot that reads `Texts`."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(Generation(1, ()), ArrayCache())
        self.held = texts.texts

    def posting(self, field: str, term: str):  # type: ignore[no-untyped-def]
        from search.engine.postings.snapshot import Posting

        docs = [i for i, text in enumerate(self.held[field]) if term in text]
        return Posting(np.array(docs, np.int32), np.ones(len(docs), np.float32))

    def keys(self, field: str, term: str, within=None):  # type: ignore[no-untyped-def]
        texts = self.held[field]
        found = [
            (doc << 32) + at
            for doc in within.tolist()
            for at in range(len(texts[doc]))
            if texts[doc].startswith(term, at)
        ]
        return np.array(found, np.int64)


SMALL = st.text(alphabet="甲乙丙", max_size=12)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=4),
    st.sets(st.text(alphabet="甲乙丙", min_size=2, max_size=2), min_size=1, max_size=4),
    st.integers(0, 6),
)
def test_nearness_is_the_best_window(texts: list[tuple[str, str]], wanted: set[str], window: int) -> None:
    pairs = sorted(wanted)
    worth = [float(2**i) for i in range(len(pairs))]
    snapshot = Places(Texts([title for title, _ in texts], [body for _, body in texts]))
    found = closeness(snapshot, pairs, worth, np.arange(len(texts)), window)
    for (title, body), value in zip(texts, found, strict=True):
        best = 0.0
        for start in range(max(1, len(body))):
            held = [p for p in pairs if p in title or 0 <= body.find(p, start) <= start + window]
            best = max(best, sum(worth[pairs.index(p)] for p in held))
        assert value == pytest.approx(best)
