"""Here is an archive's newest generation; give me what is made from it beside the postings.

The lexicon (completion, pinyin, spelling) and the groups of reprints.  Both are made when something is taken
in, so that no question waits for them, and made again when they are not there.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.model import Article
from index.opening import open_segments
from index.segments.interface import Generation, Segment
from search.model import FacetCount, SearchRequest

if TYPE_CHECKING:
    from corpus.store import Store
    from search.answer.answering import Answering
    from search.answer.view import Groups
    from search.engine.searcher import Searcher
    from search.names.suggest import Suggester

LEXICON = "lexicon"
REPRINTS, MARKS = "reprints.json", "reprints.npz"
_BATCH = 1000
LARGE = 20_000
"""Articles from which finding the reprints takes a page's time."""
PATIENCE = 10.0
"""Seconds for which the groups of the generation before serve."""
WRITING, READING = 1, 3
"""Who writes builds the lexicon; who reads waits longer, and finds it built."""


class Derived:
    """What is derived from one archive, held for its newest generation.

    index: the index directory; newest: its newest generation.  A request that is pinned to an older one gets
    what is held for the newest: names and groups of articles it does not find do no harm.
    """

    def __init__(
        self, directory: Path, index: Path, store: Callable[[], Store], newest: Callable[[], Searcher]
    ) -> None:
        self._directory = directory
        self._index = index
        self._store = store
        self._newest = newest
        self._suggester: tuple[Searcher, Suggester] | None = None
        self._groups: tuple[Searcher, Groups] | None = None
        self._asked: tuple[int, float] | None = None
        self._counted: dict[str, tuple[Searcher, frozenset[str], tuple[FacetCount, ...]]] = {}
        self._lock = threading.Lock()

    def suggester(self, searcher: Searcher, wait: int = READING) -> Suggester:
        """Completions, pinyin and spelling for a generation.  wait: times QUIET before it is built."""
        from search.names.suggest import QUIET, Suggester

        held = self._suggester
        if held is not None and self._serves(held[0], searcher):
            return held[1]
        with self._lock:  # who else asks now waits for this one, instead of building another
            if self._suggester is None or self._suggester[0] is not searcher:
                made = Suggester.open(
                    self._directory / LEXICON,
                    searcher.number,
                    searcher.totals,
                    lambda: (article.title for article in self._store().iter_articles()),
                    searcher.analysis.analyzer.tokenizer.tokenize,
                    wait * QUIET,
                )
                if self._suggester is not None:
                    self._suggester[1].retire()
                self._suggester = searcher, made
            return self._suggester[1]

    def reprints(self, searcher: Searcher) -> Groups:
        """The groups of one text printed more than once."""
        held = self._groups
        if held is not None and self._serves(held[0], searcher):
            return held[1]
        with self._lock:
            if self._groups is None or self._groups[0] is not searcher:
                groups, exact = self._read_groups(searcher.number)
                if not exact:
                    return groups
                self._groups = searcher, groups
            return self._groups[1]

    def counted(self, answering: Answering, request: SearchRequest, field: str) -> tuple[FacetCount, ...]:
        """All values of a field with their counts; those of the whole archive are kept.

        Of exactly this generation: a number that a page gives is the one that its search gives.
        """
        view = answering.view
        if request != replace(SearchRequest(), size=request.size, facets=request.facets):
            return answering.facet(request, field)
        held = self._counted.get(field)
        if held is None or held[0] is not view.searcher or held[1] != view.gone:
            held = self._counted[field] = (view.searcher, view.gone, answering.facet(request, field))
        return held[2]

    def _serves(self, held: Searcher, asked: Searcher) -> bool:
        return held is asked or asked is not self._newest()

    def renew(self, changed: Iterable[str] = ()) -> None:
        """Make everything for the newest generation; `changed`: ids whose texts are new."""
        with self._lock:
            self._make_groups(open_segments(self._index), set(changed))
        self.suggester(self._newest(), WRITING)

    def _read_groups(self, generation: int) -> tuple[Groups, bool]:
        """(the groups, whether they are of this very generation).

        Those of a large archive that whoever writes it has not made yet are waited for `PATIENCE` seconds,
        and the ones before serve meanwhile: a page that follows a correction has no second to spare.
        """
        path = self._directory / REPRINTS
        try:
            kept, age = json.loads(path.read_text("utf-8")), time.time() - self._newest_since(generation)
        except (OSError, ValueError):
            kept, age = {}, PATIENCE
        exact = kept.get("generation") == generation
        if not exact and (age >= PATIENCE or kept.get("articles", 0) < LARGE):
            return self._make_groups(open_segments(self._index), set()), True
        return _groups_of(kept), exact

    def _newest_since(self, generation: int) -> float:
        """When this generation was first asked about here; seconds since the epoch."""
        if self._asked is None or self._asked[0] != generation:
            self._asked = generation, time.time()
        return self._asked[1]

    def _make_groups(self, generation: Generation, changed: set[str]) -> Groups:
        from search.answer.duplicates import Fingerprints

        marks = Fingerprints.open(self._directory / MARKS)
        there = [each for segment in generation.segments for each in live_ids(segment)]
        now = list(self._articles([each for each in there if each in changed]))
        if marks.agree(there, now) and (groups := self._last_groups()) is not None:
            self._keep_groups(groups, generation.number, len(there))  # a new headline makes no other groups
            return groups
        marks.keep(set(there) - changed)
        known = set(marks.ids)
        missing = [each for each in there if each not in known]
        marks.update(self._articles(missing))
        groups = marks.groups()
        self._keep_groups(groups, generation.number, len(there))
        marks.save(self._directory / MARKS)  # last: after a crash before it all is made anew
        return groups

    def _last_groups(self) -> Groups | None:
        """The groups as they were last made; None where they cannot be read."""
        try:
            return _groups_of(json.loads((self._directory / REPRINTS).read_text("utf-8")))
        except (OSError, ValueError, KeyError):
            return None

    def _keep_groups(self, groups: Groups, generation: int, articles: int) -> None:
        kept = {"generation": generation, "articles": articles, "groups": sorted(set(groups.values()))}
        draft = self._directory / (REPRINTS + ".new")
        draft.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        draft.replace(self._directory / REPRINTS)

    def _articles(self, ids: list[str]) -> Iterator[Article]:
        """The articles, without those that were deleted meanwhile."""
        for start in range(0, len(ids), _BATCH):
            yield from self._store().held(ids[start : start + _BATCH]).values()


def _groups_of(kept: Mapping[str, Any]) -> Groups:
    """The groups as the file holds them."""
    return {each: tuple(group) for group in kept["groups"] for each in group}


def live_ids(segment: Segment) -> list[str]:
    """The ids of the articles that are not deleted."""
    return [each for each, alive in zip(segment.ids, segment.live.tolist(), strict=True) if alive]
