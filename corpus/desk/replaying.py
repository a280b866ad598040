"""Here are a document, what was understood of it and what a person changed; give me the issue.  Pure.

`Reading.replay` reads anew only the articles that an edit touched; what was read once is remembered by its
lines and what is known of them, so that the tenth edit costs what the first did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from corpus.desk.blocks import PARTS_OF_LINES, Block, Inapplicable, State, after, state_of
from corpus.desk.draft_edits import DraftEdit
from corpus.model import Article, Aside, Document, Issue, Line, ParsedIssue
from corpus.splitting import Profile
from corpus.splitting.rereading import BY_HAND, Rereader, dated


class Annotator(Protocol):
    """What finds organisations and people in an article."""

    def annotate(self, article: Article, issue: Issue) -> Article: ...


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of the source and what it is.

    article: 0-based place of its article in the issue, None where it stands in none; role: "title",
    "subtitle", "byline", "body", or the aside's kind ("head", "imprint", "section", "furniture"); reason:
    why it stands in no article; by_hand: a person said so.
    """

    line: Line
    article: int | None
    role: str
    reason: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """An issue after its edits.  refused: (number of the edit, why), of those that have no meaning any more;
    lines: the source, line by line."""

    parsed: ParsedIssue
    lines: tuple[PreviewLine, ...]
    refused: tuple[tuple[int, str], ...] = ()


@dataclass
class Reading:
    """A document ready to be edited: measured and parsed once, and what was read again since."""

    document: Document
    parsed: ParsedIssue
    profiles: Sequence[Profile] | None = None
    recognizer: Annotator | None = None
    reader: Rereader = field(init=False)
    _read: dict[object, tuple[Article, tuple[Aside, ...]]] = field(init=False, default_factory=dict)
    _last: tuple[list[DraftEdit], Replayed] | None = field(init=False, default=None)
    """What was replayed last: a page is looked at more often than it is changed."""

    def __post_init__(self) -> None:
        self.reader = Rereader(self.document, self.profiles)

    def replay(self, edits: Sequence[DraftEdit]) -> Replayed:
        """The issue after these edits.  What cannot be applied is left out and said."""
        if self._last is not None and self._last[0] == list(edits):
            return self._last[1]
        state, refused = state_of(self.parsed, self.reader), []
        for number, edit in enumerate(edits):
            try:
                state = after(state, edit, self.reader)
            except Inapplicable as error:
                refused.append((number, str(error)))
        made = self._issue(state, tuple(refused))
        self._last = list(edits), made
        return made

    def _issue(self, state: State, refused: tuple[tuple[int, str], ...]) -> Replayed:
        issue = replace(self.parsed.issue, **state.issue)
        if state.issue.keys() & {"year", "month"}:
            issue = replace(issue, date_basis="by hand")
        made = [self._article(block, issue) for block in state.blocks]
        articles = self._annotated(state.blocks, tuple(article for article, _ in made), issue)
        asides = [*self._asides(state), *(aside for _, marks in made for aside in marks)]
        asides.sort(key=lambda aside: aside.lines or (0, 0))
        notices = (*self.parsed.notices, *(f"修改未能套用：{why}" for _, why in refused))
        parsed = replace(self.parsed, issue=issue, articles=articles, asides=tuple(asides), notices=notices)
        return Replayed(parsed, self._lines(state), refused)

    def _asides(self, state: State) -> list[Aside]:
        """What stands in no article: asides that no edit touched as they are, of the others what is left."""
        untouched = {n for block in state.blocks if block.base is not None for n in block.lines}
        was, now = _by_aside(state_of(self.parsed, self.reader).frame), _by_aside(state.frame)
        found = []
        for aside in self.parsed.asides:
            if aside.reason in PARTS_OF_LINES and aside.lines is not None:
                found += [aside] if aside.lines[0] in untouched else []
            elif aside not in was:  # of no line that an edit can speak of
                found.append(aside)
        for aside, numbers in now.items():
            if was.get(aside, numbers) == numbers:
                found.append(aside)
                continue
            for run in _runs(numbers, list(self.reader.lines)):
                text = "\n".join(self.reader.text(number) for number in run)
                found.append(replace(aside, text=text, lines=(run[0], run[-1])))
        return found

    def _article(self, block: Block, issue: Issue) -> tuple[Article, tuple[Aside, ...]]:
        if block.base is not None:
            marks: tuple[Aside, ...] = ()
            article = block.base
            if issue != self.parsed.issue:
                article = self._moved(article, issue)
        else:
            key = (block.lines, block.section, _frozen(block), issue.year, issue.month)
            if key not in self._read:
                read, marks = self.reader.article(block.lines, block.stated, block.section)
                self._read[key] = dated(read, issue, self._day), marks
            article, marks = self._read[key]
        article = replace(
            article, issue_title=issue.title, source=issue.publication, source_file=issue.source_file
        )
        return _valued(article, block), marks

    def _moved(self, article: Article, issue: Issue) -> Article:
        """An article nobody touched, whose date was inferred from an issue that is another now."""
        same = (issue.year, issue.month) == (self.parsed.issue.year, self.parsed.issue.month)
        return article if same or article.date_basis == "stated" else dated(article, issue, None)

    @property
    def _day(self) -> dt.date | None:
        """The day that the masthead names, where an article shows it."""
        days = [one.date for one in self.parsed.articles if one.date_basis == "issue" and one.date]
        return days[0] if days else None

    def _annotated(
        self, blocks: Sequence[Block], articles: tuple[Article, ...], issue: Issue
    ) -> tuple[Article, ...]:
        """Organisations and people of what was read again; of the rest they are known."""
        if self.recognizer is None:
            return articles
        named = []
        for block, article in zip(blocks, articles, strict=True):
            if block.base is not None:
                named.append(article)
                continue
            values = repr(sorted(block.values.items()))
            key = ("names", block.lines, block.section, _frozen(block), values, issue)
            if key not in self._read:
                whole = replace(self.parsed, issue=issue, articles=articles)
                self._read[key] = _annotate(self.recognizer, whole, len(named)), ()
            named.append(self._read[key][0])
        return tuple(named)

    def _lines(self, state: State) -> tuple[PreviewLine, ...]:
        inside = {number: (at, block) for at, block in enumerate(state.blocks) for number in block.lines}
        found = []
        for number, line in self.reader.lines.items():
            if number in inside:
                at, block = inside[number]
                role = block.stated.roles.get(number, "body")
                found.append(PreviewLine(line, at, role, by_hand=number in block.stated.by_hand))
            else:
                aside = state.frame[number]
                hand = aside.reason.endswith("by hand")
                found.append(PreviewLine(line, None, aside.kind, aside.reason, hand))
        return tuple(found)


def replay(
    document: Document,
    parsed: ParsedIssue,
    edits: Sequence[DraftEdit],
    *,
    profiles: Sequence[Profile] | None = None,
    recognizer: Annotator | None = None,
) -> ParsedIssue:
    """The issue after these edits; what cannot be applied is left out and said in its notices.

    document: what the reader gave; parsed: what was understood of it, with no edit; profiles,
    recognizer: as it was parsed.
    """
    return Reading(document, parsed, profiles, recognizer).replay(edits).parsed


def _annotate(recognizer: Annotator, parsed: ParsedIssue, at: int) -> Article:
    """The article at a place of an issue with its names, in the light of the whole of it."""
    from corpus.desk.registered import RegisteredRecognizer
    from corpus.entities import Recognizer

    if isinstance(recognizer, (Recognizer, RegisteredRecognizer)):
        return recognizer.annotate_issue(parsed, [at]).articles[at]
    return recognizer.annotate(parsed.articles[at], parsed.issue)


def _valued(article: Article, block: Block) -> Article:
    """With the fields that a person set."""
    if not block.values:
        return article
    values: dict[str, Any] = {}
    for name, value in block.values.items():
        values[name] = tuple(value) if isinstance(value, list) else value
        if name == "date":
            values["date"] = dt.date.fromisoformat(value) if value else None
            values["date_basis"] = "stated" if value else "issue"
    if "organizations" in values and "subjects" not in values:
        values["subjects"] = tuple(one for one in article.subjects if one in values["organizations"])
    known = {**article.provenance, **dict.fromkeys(block.values, BY_HAND)}
    return replace(article, **values, provenance=known)


def _by_aside(frame: Mapping[int, Aside]) -> dict[Aside, list[int]]:
    found: dict[Aside, list[int]] = {}
    for number in sorted(frame):
        found.setdefault(frame[number], []).append(number)
    return found


def _runs(numbers: Sequence[int], lines: Sequence[int]) -> list[list[int]]:
    """The numbers in stretches that no other line interrupts."""
    place = {number: at for at, number in enumerate(lines)}
    runs: list[list[int]] = []
    for number in numbers:
        if runs and place[number] == place[runs[-1][-1]] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _frozen(block: Block) -> object:
    return frozenset(block.stated.roles.items()), block.stated.by_hand, block.stated.cut
