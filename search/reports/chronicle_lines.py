"""Here are the lines of a draft and what an office made of them; give me the chronicle.  Pure.

A change names a line by any article that tells of it; one whose article is not there (another period, an
issue that was withdrawn) does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from corpus.desk.edit_lists import Change
from corpus.model import Article
from search.reports.leading import Event


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the chronicle: an event and the articles that tell of it, the first told first."""

    event: Event
    articles: tuple[Article, ...]
    state: Literal["draft", "accepted", "dropped"] = "draft"
    edited: bool = False

    @property
    def key(self) -> str:
        """The article that names it."""
        return self.articles[0].id


def replayed(lines: Iterable[Told], changes: Iterable[Change]) -> list[Told]:
    """The lines with these changes laid over, oldest first; dropped ones among them."""
    held = list(lines)
    for change in changes:
        at = _line_of(held, change.name)
        if at is None:
            continue
        line = held[at]
        match change.action:
            case "accept":
                held[at] = replace(line, state="accepted")
            case "drop":
                held[at] = replace(line, state="dropped")
            case "reopen":
                held[at] = replace(line, state="draft")
            case "edit":
                event = replace(line.event, when=change.place, text=change.value)
                held[at] = replace(line, event=event, edited=True)
            case "merge":
                into = _line_of(held, change.value)
                if into is not None and into != at:
                    other = held[into]
                    held[into] = replace(other, articles=(*other.articles, *line.articles))
                    del held[at]
            case "before":
                target = _line_of(held, change.value) if change.value else len(held)
                if target is not None and target != at:
                    held.insert(target, line)
                    del held[at if target > at else at + 1]
    return held


def _line_of(lines: list[Told], article: str) -> int | None:
    return next(
        (at for at, line in enumerate(lines) if any(one.id == article for one in line.articles)), None
    )
