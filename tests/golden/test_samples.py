"""The sample issues, from file to articles: every habit of the genre that they were written to show."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from corpus.entities import Gazetteer, Recognizer
from corpus.intake.parse import parse
from corpus.model import Document, ParsedIssue
from corpus.reading import Source, read
from tools.sample_source import load

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(
    path for path in (ROOT / "corpus" / "samples").iterdir() if path.suffix in (".txt", ".docx", ".pdf")
)
GOLD = sorted((ROOT / "tests" / "golden" / "samples").glob("*.json"))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@lru_cache(maxsize=1)
def recognizer() -> Recognizer:
    return Recognizer(Gazetteer.load(ROOT / "corpus" / "data" / "sample_organizations.csv"))


def parsed(path: Path, recognized: bool = False) -> ParsedIssue:
    (source,) = read(path)
    assert isinstance(source, Source)
    assert isinstance(source.content, Document)
    return parse(source.content, recognizer() if recognized else None)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_article_is_bounded_titled_and_placed(path: Path) -> None:
    wanted = load(ROOT / "tools" / "samples" / f"{path.stem}.txt")
    issue = parsed(path)
    assert (issue.issue.year, issue.issue.month) == (wanted.year, wanted.month)
    assert [(a.section, squeeze(a.title), squeeze(a.body)) for a in issue.articles] == [
        (piece.section, squeeze(piece.full_title), squeeze("".join(piece.paragraphs)))
        for piece in wanted.pieces
    ]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_attribution_as_the_gold_has_it(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    articles = parsed(ROOT / "corpus" / "samples" / gold["file"], recognized=True).articles
    tp = fp = fn = 0
    for want, got in zip(gold["articles"], articles, strict=True):
        assert list(got.authors) == want["authors"], want["title"]
        assert squeeze(got.credit or "") == squeeze(want["source_credit"] or ""), want["title"]
        assert got.lines == (want["start_line"], want["end_line"]), want["title"]
        date = got.date.isoformat() if got.date and got.date_basis != "issue" else None
        assert date == want["event_date"], want["title"]
        orgs, found = set(want["orgs"]), set(got.organizations)
        tp, fp, fn = tp + len(orgs & found), fp + len(found - orgs), fn + len(orgs - found)
    assert 2 * tp / (2 * tp + fp + fn) >= 0.8
