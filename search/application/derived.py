"""Here is an archive's newest generation; give me what is made from it beside the postings.

The lexicon (completion, pinyin, spelling) and the groups of reprints.  Both are made when something is taken
in, so that no question waits for them, and made again when they are not there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ArticleNotFound, IndexMissing
from corpus.model import Article
from index.opening import open_segments
from index.segments.interface import Generation, Segment

if TYPE_CHECKING:
    from corpus.store import Store
    from search.application.reader import Reader
    from search.names.suggest import Suggester

LEXICON = "lexicon"
REPRINTS, MARKS = "reprints.json", "reprints.npz"
_BATCH = 1000

Groups = Mapping[str, tuple[str, ...]]
"""Article id → every id of its group, for articles printed more than once."""


class Derived:
    """What is derived from one archive, held for its newest generation."""

    def __init__(self, directory: Path, reader: Reader, store: Callable[[], Store]) -> None:
        self._directory = directory
        self._reader = reader
        self._store = store
        self._suggester: tuple[int, Suggester] | None = None
        self._groups: tuple[int, Groups] | None = None
        self._lock = threading.Lock()

    @property
    def suggester(self) -> Suggester:
        """Completions, pinyin and spelling.  Raises IndexMissing."""
        from search.names.suggest import Suggester

        generation = self._reader.generation
        held = self._suggester
        if held is not None and held[0] == generation:
            return held[1]
        with self._lock:  # who else asks now waits for this one, instead of building another
            if self._suggester is None or self._suggester[0] != generation:
                made = Suggester.open(
                    self._directory / LEXICON,
                    generation,
                    self._reader.vocabulary.column,
                    lambda: (article.title for article in self._store().iter_articles()),
                    self._reader.analysis.analyzer.tokenizer.tokenize,
                )
                self._suggester = generation, made
            return self._suggester[1]

    @property
    def reprints(self) -> Groups:
        """The groups of one text printed more than once; none while there is no index."""
        try:
            generation = self._reader.generation
        except IndexMissing:
            return {}
        held = self._groups
        if held is not None and held[0] == generation:
            return held[1]
        with self._lock:
            if self._groups is None or self._groups[0] != generation:
                self._groups = generation, self._read_groups(generation)
            return self._groups[1]

    def renew(self, changed: Iterable[str] = ()) -> None:
        """Make everything for the newest generation; `changed`: ids whose texts are new."""
        with self._lock:
            self._make_groups(open_segments(self._reader.directory), set(changed))
        _ = self.suggester

    def _read_groups(self, generation: int) -> Groups:
        try:
            kept = json.loads((self._directory / REPRINTS).read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        if kept.get("generation") != generation:
            return self._make_groups(open_segments(self._reader.directory), set())
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
            chunk = ids[start : start + _BATCH]
            try:
                yield from self._store().articles(chunk)
            except ArticleNotFound as error:
                yield from self._articles([each for each in chunk if each != error.article_id])


def live_ids(segment: Segment) -> list[str]:
    """The ids of the articles that are not deleted."""
    return [each for each, alive in zip(segment.ids, segment.live.tolist(), strict=True) if alive]
