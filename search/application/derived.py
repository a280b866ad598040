"""Here is an archive's newest generation; give me what is made from it beside the postings.

The lexicon (completion, pinyin, spelling) and the groups of reprints.  Both are made when something is taken
in, so that no question waits for them, and made again when they are not there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.model import Article
from index.opening import open_segments
from index.segments.interface import Generation, Segment

if TYPE_CHECKING:
    from corpus.store import Store
    from search.answer.view import Groups
    from search.engine.searcher import Searcher
    from search.names.suggest import Suggester

LEXICON = "lexicon"
REPRINTS, MARKS = "reprints.json", "reprints.npz"
_BATCH = 1000


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
        self._lock = threading.Lock()

    def suggester(self, searcher: Searcher) -> Suggester:
        """Completions, pinyin and spelling for a generation."""
        from search.names.suggest import Suggester

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
                )
                self._suggester = searcher, made
            return self._suggester[1]

    def reprints(self, searcher: Searcher) -> Groups:
        """The groups of one text printed more than once."""
        held = self._groups
        if held is not None and self._serves(held[0], searcher):
            return held[1]
        with self._lock:
            if self._groups is None or self._groups[0] is not searcher:
                self._groups = searcher, self._read_groups(searcher.number)
            return self._groups[1]

    def _serves(self, held: Searcher, asked: Searcher) -> bool:
        return held is asked or asked is not self._newest()

    def renew(self, changed: Iterable[str] = ()) -> None:
        """Make everything for the newest generation; `changed`: ids whose texts are new."""
        with self._lock:
            self._make_groups(open_segments(self._index), set(changed))
        self.suggester(self._newest())

    def _read_groups(self, generation: int) -> Groups:
        try:
            kept = json.loads((self._directory / REPRINTS).read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        if kept.get("generation") != generation:
            return self._make_groups(open_segments(self._index), set())
        return {each: tuple(group) for group in kept["groups"] for each in group}

    def _make_groups(self, generation: Generation, changed: set[str]) -> Groups:
        from search.answer.duplicates import Fingerprints

        marks = Fingerprints.open(self._directory / MARKS)
        there = [each for segment in generation.segments for each in live_ids(segment)]
        marks.keep(set(there) - changed)
        known = set(marks.ids)
        missing = [each for each in there if each not in known]
        marks.update(self._articles(missing))
        marks.save(self._directory / MARKS)
        groups = marks.groups()
        kept = {"generation": generation.number, "groups": sorted(set(groups.values()))}
        draft = self._directory / (REPRINTS + ".new")
        draft.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        draft.replace(self._directory / REPRINTS)
        return groups

    def _articles(self, ids: list[str]) -> Iterator[Article]:
        """The articles, without those that were deleted meanwhile."""
        for start in range(0, len(ids), _BATCH):
            yield from self._store().held(ids[start : start + _BATCH]).values()


def live_ids(segment: Segment) -> list[str]:
    """The ids of the articles that are not deleted."""
    return [each for each, alive in zip(segment.ids, segment.live.tolist(), strict=True) if alive]
