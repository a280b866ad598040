"""Here are the values of an index and who knows organisations; give me what a name in a query can mean.

Names count only where an article carries them, so that understanding a query never empties its answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from index.text.fold import fold_batch, fold_text

if TYPE_CHECKING:
    from corpus.entities import Recognizer

LONGEST = 40
INSIDE = range(4, 17)
"""Characters of a run in which a name is looked for; longer ones are headlines."""

_MOST_VALUES = 200
_DOT = re.compile(r"(?<=[\u3400-\u9fff])[·•・‧∙⋅.-](?=[\u3400-\u9fff])")
"""The dot within a foreign or minority name, which is printed in many ways or left out."""
_MONTH = re.compile(r"(\d{4})\D{0,2}?(\d{1,2})月?")


class Values(Protocol):
    """What is needed of one generation of the index; every `search.engine.searcher.Searcher` is one."""

    def values(self, field: str) -> Iterable[str]: ...


class Vocabulary:
    """The values of the keyword fields in one generation.  Read when first asked for; safe under threads."""

    def __init__(
        self, index: Values, recognizer: Callable[[], Recognizer], before: Vocabulary | None = None
    ) -> None:
        """before: that of an earlier generation, of which most is still so."""
        self._index = index
        self._make_recognizer = recognizer
        self.known = lru_cache(maxsize=None)(self._known)
        self._forms: dict[str, FieldForms] = {}
        self._former: dict[str, FieldForms] = {} if before is None else {**before._former, **before._forms}

    @cached_property
    def recognizer(self) -> Recognizer:
        """Who knows organisations, by the gazetteer as it stood when first asked."""
        return self._make_recognizer()

    def organization(self, name: str) -> str | None:
        """The canonical name of the organisation of this name, where any article carries it."""
        if not 2 <= len(name) <= LONGEST:
            return None
        found = self.recognizer.resolve(name)
        known = self.known("organization")
        if found is not None and found.name in known:
            return found.name
        return next(iter(self.exact("organization", name)), None) if len(name) > 3 else None

    def inside(self, run: str) -> tuple[int, int, str] | None:
        """(start, end, canonical name) of the organisation that a longer run begins or ends with."""
        if len(run) not in INSIDE:
            return None
        known = self.known("organization")
        ends = [
            (span.start, span.end, span.name)
            for span in self.recognizer.find(run)
            if span.name in known and (span.start == 0 or span.end == len(run))
        ]
        for length in range(INSIDE[0], len(run) - 1):
            ends += [(0, length, run[:length])] * (run[:length] in known)
            ends += [(len(run) - length, len(run), run[-length:])] * (run[-length:] in known)
        rest = [span for span in ends if len(run) - (span[1] - span[0]) >= 2]
        return max(rest, key=lambda span: span[1] - span[0], default=None)

    def person(self, name: str) -> bool:
        """Whether somebody of this name, in any equal form, is mentioned or writes."""
        return 2 <= len(name) <= LONGEST and any(self.exact(field, name) for field in ("person", "author"))

    def exact(self, field: str, typed: str) -> tuple[str, ...]:
        """The values of a keyword field that are `typed` in an equal form: spaced, traditional, wide."""
        return self._folded(field).get(equal_form(fold_text(typed)), ())

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        """The values of a keyword field that `typed` can mean: its equal forms, else patterns (王*), else the
        values that contain it.  Empty where there are none."""
        if field == "month" and (match := _MONTH.fullmatch(typed)):
            typed = f"{match[1]}-{int(match[2]):02d}"
        if field == "year":
            typed = typed.rstrip("年度")
        wanted = equal_form(fold_text(typed))
        folded = self._folded(field)
        if wanted in folded:
            return folded[wanted]
        pattern = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
        wild = "*" in wanted or "?" in wanted
        match_all = re.compile(pattern).fullmatch if wild else re.compile(pattern).search
        if not wanted.strip("*?"):
            return ()
        matching = (values for form, values in folded.items() if match_all(form))
        return tuple(sorted({value for values in matching for value in values}))[:_MOST_VALUES]

    def _known(self, field: str) -> frozenset[str]:
        return frozenset(self._index.values(field))

    def _folded(self, field: str) -> Forms:
        """The values of a field by their equal forms; what an earlier generation had is not folded again."""
        held = self._forms.get(field)
        if held is None:
            values = self.known(field)
            former, forms = self._former.get(field, NOTHING)
            self._forms[field] = held = values, refolded(former, forms, values)
            self._former.pop(field, None)
        return held[1]


Forms = Mapping[str, tuple[str, ...]]
"""Equal form → the values that have it, sorted."""
FieldForms = tuple[frozenset[str], Forms]
"""All values of a field, and their forms."""
NOTHING: FieldForms = frozenset(), {}


def refolded(former: frozenset[str], forms: Forms, values: frozenset[str]) -> Forms:
    """The forms of these values, made of those of the former ones.  Pure; what is given stays as it is."""
    changed = sorted(former ^ values)
    if not changed:
        return forms
    batch, touched = fold_batch(changed), dict[str, set[str]]()
    for number, value in enumerate(changed):
        form = equal_form(batch.text(number))
        held = touched.setdefault(form, set(forms.get(form, ())))
        (held.add if value in values else held.discard)(value)
    made = {**forms, **{form: tuple(sorted(held)) for form, held in touched.items()}}
    return {form: held for form, held in made.items() if held}


def equal_form(folded: str) -> str:
    """What equal values have in common."""
    return folded if folded.isalnum() else _DOT.sub("", folded)


class Plain:
    """Nobody knows anything: names are text.  Values are still found in their equal forms."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.values = vocabulary.values
        self.exact = vocabulary.exact

    def organization(self, name: str) -> str | None:
        return None

    def inside(self, run: str) -> tuple[int, int, str] | None:
        return None

    def person(self, name: str) -> bool:
        return False
