"""The sample issues' source form: here is a text with `%%` marks, give me the issue.

A source is a text of paragraphs, one a line, with marks between them:

    %% style extracted|indented|word|headings|page|columns     how it is printed
    %% issue YEAR MONTH                                         what the issue is, for the gold
    %% masthead LINE        %% section NAME        %% footer LINE
    %% title A|B ^ C        a line break of the print is |; a kicker or sub-title is set off by ^
    %% under LINE           the author under the title
    %% byline inline|line|tight TEXT                            at the end of the last paragraph, or below
    %% gold date=…; authors=…; credit=…; orgs=…; persons=…       what a reader finds; names joined by 、
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Piece:
    """One article as it is printed."""

    section: str | None
    title: list[str]
    full_title: str
    under: str = ""
    paragraphs: list[str] = field(default_factory=list)
    byline: str = ""
    place: str = "inline"
    gold: dict[str, str] = field(default_factory=dict)

    def printed(self) -> list[str]:
        """The paragraphs with the byline where it stands."""
        if not self.byline:
            return self.paragraphs
        if self.place == "line":
            return [*self.paragraphs, self.byline]
        gap = " " if self.place == "inline" else ""
        return [*self.paragraphs[:-1], self.paragraphs[-1] + gap + self.byline]


@dataclass
class SampleIssue:
    """One issue."""

    name: str
    style: str = "extracted"
    year: int = 0
    month: int = 0
    masthead: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)


def load(path: Path) -> SampleIssue:
    """Read one source."""
    issue = SampleIssue(path.stem)
    section: str | None = None
    for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
        if not line.startswith("%%"):
            issue.pieces[-1].paragraphs.append(line.strip())
            continue
        mark, _, value = line[2:].strip().partition(" ")
        if mark == "style":
            issue.style = value
        elif mark == "issue":
            issue.year, issue.month = map(int, value.split())
        elif mark == "section":
            section = value
        elif mark in ("masthead", "footer"):
            getattr(issue, mark).append(value)
        elif mark == "title":
            lines = [part.strip() for part in value.replace("^", "|").split("|")]
            full = " ".join(part.replace("|", "").strip() for part in value.split("^"))
            issue.pieces.append(Piece(section, lines, full))
        else:
            _attribute(issue.pieces[-1], mark, value)
    return issue


def _attribute(piece: Piece, mark: str, value: str) -> None:
    if mark == "under":
        piece.under = value
    elif mark == "byline":
        piece.place, _, piece.byline = value.partition(" ")
    elif mark == "gold":
        pairs = (part.partition("=") for part in value.split(";"))
        piece.gold = {key.strip(): text.strip() for key, _, text in pairs}
    else:
        raise ValueError(f"unknown mark %% {mark}")
