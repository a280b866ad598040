"""Here is what somebody has typed so far; give me what the archive can answer.

Three services over one `Lexicon`: completion while typing, an answer for pinyin (`sxlt` → 山西联通), and the
corrections of a run that the archive does not print (see `search.names.spelling`).
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus.errors import ArchiveError
from index.text.fold import fold_text
from search.model import FieldValues
from search.names import pinyin
from search.names.lexicon import Cut, Entry, Kind, Lexicon, older_lexicon, open_lexicon, phrases

COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("organization", "organization"),
    ("person", "person"),
    ("author", "person"),
    ("section", "section"),
    ("tag", "phrase"),
)
"""Keyword fields whose values are suggested, and as what."""

LARGE = 20_000
"""Entries from which a lexicon takes seconds to build."""

QUIET = 20.0
"""Seconds without a newer generation after which a large lexicon is built anew: whoever corrects one article
after another would otherwise wait for one build behind another."""

logger = logging.getLogger(f"xunzhang.{__name__}")


def entries(
    column: Callable[[str], FieldValues], titles: Callable[[], Iterable[str]], cut: Cut
) -> Iterator[Entry]:
    """What an archive can suggest.  column: keyword field → its values (as `Searcher.totals`)."""
    for field, kind in COLUMNS:
        read = column(field)
        for value, total in zip(read.values, read.totals, strict=True):
            if int(total):
                yield Entry(value, kind, int(total))
    for title in titles():
        yield Entry(title, "title")
    yield from phrases(titles(), cut)


class Suggester:
    """Suggestions over one lexicon.  Safe under threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._retired = threading.Event()

    def retire(self) -> None:
        """A newer generation has its own: build nothing for this one any more."""
        self._retired.set()

    @classmethod
    def open(
        cls,
        directory: Path,
        generation: int,
        column: Callable[[str], FieldValues],
        titles: Callable[[], Iterable[str]],
        cut: Cut,
        quiet: float = QUIET,
    ) -> Suggester:
        """The suggester of a generation; its lexicon is built where there is none yet.

        Where building takes long and an older lexicon is there, that one serves meanwhile, and the new one
        is begun after `quiet` seconds unless `retire` was called.
        """

        def newest() -> Lexicon:
            return open_lexicon(directory, generation, lambda: entries(column, titles, cut), cut)

        older = older_lexicon(directory, generation)
        if older is None or len(older) < LARGE:
            return cls(newest())
        suggester = cls(older)

        def renew() -> None:
            if suggester._retired.wait(quiet):
                return
            try:
                suggester.lexicon = newest()
            except (ArchiveError, OSError):  # the older one goes on serving
                logger.exception("the lexicon of generation %s was not made", generation)

        threading.Thread(target=renew, name="lexicon", daemon=True).start()
        return suggester

    def complete(self, typed: str, limit: int = 10) -> list[Entry]:
        """Entries that begin, or have a word that begins, with what is typed, as text or as pinyin."""
        key = fold_text(typed)
        if not key:
            return []
        found = self.lexicon.beginning(key, limit)
        if len(found) < limit and pinyin.may_be_pinyin(typed):
            spelled = pinyin.normal(typed)
            if spelled != key:
                held = {fold_text(entry.text) for entry in found}
                more = self.lexicon.beginning(spelled, limit)
                found += [entry for entry in more if fold_text(entry.text) not in held]
        return found[:limit]

    def meant(self, typed: str) -> Entry | None:
        """What a query in pinyin or initials stands for; None where it is no pinyin or nothing fits.

        Whole names before beginnings, names before headlines; of headlines only the part that was spelled
        can be meant, so that they count when nothing else fits, and that part is the entry.
        """
        if not pinyin.may_be_pinyin(typed):
            return None
        key = pinyin.normal(typed)
        for found in (self.lexicon.equal(key, 20), self.lexicon.beginning(key, 20)):
            names = [entry for entry in found if entry.kind != "title"]
            if names or found:
                return names[0] if names else _part_of_titles(found, key)
        return None


def _part_of_titles(titles: list[Entry], key: str) -> Entry:
    """The part that most of the headlines spell by the key; the first of them whole where none does."""
    parts = Counter(part for entry in titles if (part := pinyin.spelled_part(fold_text(entry.text), key)))
    return Entry(parts.most_common(1)[0][0], "phrase") if parts else titles[0]
