"""Plain runs, exact runs and single words: where they match, what scores, what is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.engine.matching.meaning import Form, Meaning, Node, QueryReading, Terms, means
from search.engine.matching.runs import BOTH, WHOLE, Ends, fields_of, run_docs, run_places
from search.engine.matching.spans import NO_SPANS, Spans
from search.engine.postings.analysis import Analysis
from search.engine.postings.docset import DocArray, DocSet, intersect, union
from search.engine.postings.places import FieldPlaces, TextPlaces
from search.engine.postings.snapshot import Snapshot
from search.engine.ranking.scoring import Scoring, phrase_terms, text_terms, word_terms
from search.language.tree import Phrase, Text, Word

SURE = 2.0
"""Weight in a passage of what was asked for exactly."""

WORDLIKE = 4
"""Characters up to which a run is read as one word: where it is printed, its parts are not marked."""


@dataclass(frozen=True, slots=True)
class Exact(Form):
    """The run itself.  ends: what these must not cut."""

    ends: Ends = BOTH

    def find(self, text: TextPlaces) -> list[tuple[int, int]]:
        found = run_places(text, self.name, ends=self.ends).tolist()
        return [(at, at + len(self.name)) for at in found]


@dataclass(frozen=True, slots=True)
class RunPart(Form):
    """A word of the run `whole`, in which it stands at `offset`; carried on as far as text and run agree.

    lone: marked also where nothing around it agrees.
    """

    whole: str
    offset: int
    lone: bool
    ends: Ends = BOTH

    def find(self, text: TextPlaces) -> list[tuple[int, int]]:
        size = len(self.name)
        found = [
            self._grown(text.text, at, at + size)
            for at in run_places(text, self.name, ends=self.ends).tolist()
        ]
        return [(start, end) for start, end in found if self.lone or end - start > size]

    def _grown(self, text: str, start: int, end: int) -> tuple[int, int]:
        run, low, high = self.whole, start, end
        left, right = self.offset, self.offset + end - start
        while left > 0 and low > 0 and text[low - 1] == run[left - 1]:
            low, left = low - 1, left - 1
        while right < len(run) and high < len(text) and text[high] == run[right]:
            high, right = high + 1, right + 1
        while low < start and not text[low].isalnum():
            low += 1
        while high > end and not text[high - 1].isalnum():
            high -= 1
        return low, high


class _Run(Meaning[Node]):
    """A leaf that stands where its whole run does."""

    @staticmethod
    def typed(node: Node) -> str:
        return str(getattr(node, "text", None) or getattr(node, "token", ""))

    @staticmethod
    def ends(node: Node) -> Ends:
        return WHOLE if getattr(node, "whole", False) else BOTH

    def spans(
        self,
        node: Node,
        field: str,
        places: FieldPlaces,
        reading: QueryReading,
        within: DocArray | None = None,
    ) -> Spans:
        if field not in fields_of(node.field):  # type: ignore[union-attr]
            return NO_SPANS
        run = reading.fold(self.typed(node))
        return Spans.of_run(run_places(places, run, within, self.ends(node)), len(run))

    def rough(self, node: Node, field: str, snapshot: Snapshot, reading: QueryReading) -> DocSet:
        run = reading.fold(self.typed(node)) if field in fields_of(node.field) else ""  # type: ignore[union-attr]
        return run_docs(snapshot, (field,), run, self.ends(node))

    def forms(self, node: Node, reading: QueryReading) -> Iterator[Form]:
        run = reading.fold(self.typed(node))
        if run:
            yield Exact(run, SURE, node.field, self.ends(node))  # type: ignore[union-attr]


@means(Phrase)
class PhraseMeaning(_Run[Phrase]):
    def docs(self, node: Phrase, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        return run_docs(snapshot, fields_of(node.field), analysis.fold(node.text), self.ends(node))

    def terms(self, node: Phrase, analysis: Analysis, scoring: Scoring) -> Terms:
        return phrase_terms(node.text, node.field, analysis, scoring)

    def cuts(self, node: Phrase, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield node.text, (analysis.fold(node.text),)


@means(Word)
class WordMeaning(_Run[Word]):
    def docs(self, node: Word, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        run = analysis.fold(node.token)
        held = [snapshot.posting(name, run).docs for name in fields_of(node.field)]
        return union([DocSet.of(docs, snapshot.space) for docs in held], snapshot.space)

    def terms(self, node: Word, analysis: Analysis, scoring: Scoring) -> Terms:
        return word_terms(analysis.fold(node.token), node.field, scoring)

    def cuts(self, node: Word, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield node.token, (node.token,)


@means(Text)
class TextMeaning(_Run[Text]):
    """All words of the run, each wherever it is printed."""

    def docs(self, node: Text, snapshot: Snapshot, analysis: Analysis) -> DocSet:
        fields = fields_of(node.field)
        ends = self.ends(node)
        found = [run_docs(snapshot, fields, word, ends) for word in analysis.wanted(node.text)]
        return intersect(found, snapshot.space)

    def terms(self, node: Text, analysis: Analysis, scoring: Scoring) -> Terms:
        return text_terms(node.text, node.field, analysis, scoring)

    def forms(self, node: Text, reading: QueryReading) -> Iterator[Form]:
        run, words = reading.fold(node.text), reading.wanted(node.text)
        longer = any(len(word) > 1 for word in words)
        ends = self.ends(node)
        for word in words:
            if word == run:
                yield Exact(run, 1.0 + 0.5 * (len(run) > 2), node.field, ends)
                continue
            at = max(0, run.find(word))
            lone = len(word) > 1 or not longer
            weight = 1.0 + 0.5 * (len(word) > 2) if lone else 0.5
            yield RunPart(word, weight, node.field, run, at, lone, ends)

    def cuts(self, node: Text, analysis: Analysis) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield node.text, analysis.wanted(node.text)


def wordlike(form: Form) -> bool:
    """Whether a form is part of a run that people take for one word."""
    return isinstance(form, RunPart) and len(form.whole) <= WORDLIKE
