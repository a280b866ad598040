"""Here is a query; give me a `Marker`, and it shows in any text, in the original characters, what was found.

A marker looks at folded texts, so every equal form is found (traditional, full-width, spaced), and walks
back through the offsets of the fold.  What a node marks is said where it is matched
(`search.engine.matching`), over the same arithmetic, so that what is found is marked and nothing else, in
time that grows with the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Article
from index.text.fold import Folded, fold_each
from search.engine.matching import Form, QueryReading, forms_of
from search.engine.matching.text import SURE, Exact, RunPart, wordlike
from search.engine.postings.places import TextPlaces
from search.language.tree import Query

Folding = Callable[[str], Folded]
"""How a text is folded; `fold`, or something that remembers what it folded."""


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A marked stretch of a text: start, end in original characters; forms: numbers of what it holds."""

    start: int
    end: int
    forms: tuple[int, ...]


class Marker:
    """Finds the forms of one query.  Immutable, safe under threads.

    settled: which words of a run are marked by themselves has been decided for the texts at hand.
    """

    def __init__(self, forms: Iterable[Form], settled: bool = False) -> None:
        self.forms = tuple(dict.fromkeys(forms))
        self._settled = settled or not any(map(wordlike, self.forms))

    @classmethod
    def of(cls, query: Query, reading: QueryReading, also: Sequence[str] = ()) -> Marker:
        """The marker of what the query wants, and of the printed names `also` (an entity's aliases)."""
        names = [Exact(run, SURE, None) for name in also if (run := reading.fold(name))]
        return cls([*forms_of(query, reading), *names])

    def __bool__(self) -> bool:
        return bool(self.forms)

    def on(self, *texts: str | TextPlaces) -> Marker:
        """The marker for one article: where its texts print a run that people read as one word (雾霾), the
        words that a tokenizer makes of it are not marked by themselves."""
        return self if self._settled else self._narrowed([_places(text) for text in texts])

    def _narrowed(self, texts: Sequence[TextPlaces]) -> Marker:
        runs = {form.whole: form for form in self.forms if isinstance(form, RunPart) and wordlike(form)}
        printed = {
            run: Exact(run, form.weight + 0.5, form.field)
            for run, form in runs.items()
            if any(Exact(run, form.weight, form.field).find(text) for text in texts)
        }
        forms = (
            printed[form.whole] if isinstance(form, RunPart) and form.whole in printed else form
            for form in self.forms
        )
        return Marker(forms, settled=True)

    def marks(self, text: str | TextPlaces, field: str | None = "body") -> list[MarkedSpan]:
        """Every marked stretch, in order; stretches that touch are one."""
        if not self.forms:
            return []
        places = _places(text)
        marker = self.on(places)
        found = [
            (start, end, number)
            for number, form in enumerate(marker.forms)
            if form.field is None or form.field == field
            for start, end in form.find(places)
            if end > start
        ]
        return list(_merged(found, places.folded))

    def spans(self, text: str | TextPlaces, field: str | None = "body") -> tuple[tuple[int, int], ...]:
        """(start, end) of every marked stretch in original characters: what an article page shows."""
        return tuple((mark.start, mark.end) for mark in self.marks(text, field))


def read_together(
    articles: Sequence[Article], fold: Folding | None = None
) -> list[tuple[TextPlaces, TextPlaces]]:
    """The title and the body of each article as marks are looked for in them.  fold: of one text, where
    something remembers it; else all are folded in one array."""
    texts = [text for article in articles for text in (article.title, article.body)]
    places = map(TextPlaces, texts, fold_each(texts) if fold is None else map(fold, texts))
    return list(zip(places, places, strict=True))


def _places(text: str | TextPlaces) -> TextPlaces:
    return TextPlaces(text) if isinstance(text, str) else text


def mark(
    text: str, query: Query, reading: QueryReading, field: str | None = "body"
) -> tuple[tuple[int, int], ...]:
    """(start, end) of everything in `text` that the query looks for."""
    return Marker.of(query, reading).spans(text, field)


def _merged(found: list[tuple[int, int, int]], folded: Folded) -> Iterator[MarkedSpan]:
    """Matches in folded characters as marks in original ones, joined where they touch."""
    found.sort()
    held: list[int] = []
    begin = stop = -1
    for start, end, number in found:
        if start > stop:
            if held:
                yield MarkedSpan(*folded.original(begin, stop), tuple(held))
            begin, stop, held = start, end, [number]
        else:
            stop = max(stop, end)
            held.append(number)
    if held:
        yield MarkedSpan(*folded.original(begin, stop), tuple(held))
