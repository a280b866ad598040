"""An issue set again as PDF, DOCX, HTML and Markdown reads the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import Article, Document, ParsedIssue
from corpus.reading import Source, read_bytes
from corpus.splitting import split
from tests.corpus.splitting import typeset
from tests.corpus.splitting.press import House, set_issue, squeeze
from tests.corpus.splitting.stories import ASSOCIATION

FORMATS = {
    "pdf": typeset.as_pdf,
    "docx": typeset.as_docx,
    "html": typeset.as_html,
    "htm": typeset.as_plain_html,
    "md": typeset.as_markdown,
}


def read_again(name: str, data: bytes) -> ParsedIssue:
    (source,) = read_bytes(name, data)
    assert isinstance(source, Source) and isinstance(source.content, Document)
    return split(source.content)


def key(article: Article) -> tuple[object, ...]:
    return (
        article.section,
        squeeze(article.title),
        article.authors,
        article.credit,
        article.date,
        squeeze(article.body),
    )


@pytest.mark.parametrize(("suffix", "typesetter"), FORMATS.items())
def test_own_stories(suffix: str, typesetter: Callable[[ParsedIssue], bytes]) -> None:
    wanted = split(set_issue(ASSOCIATION, House(byline="own")).document("2021-08.txt"))
    again = read_again(f"2021-08.{suffix}", typesetter(wanted))
    assert list(map(key, again.articles)) == list(map(key, wanted.articles))


@pytest.mark.parametrize(("suffix", "typesetter"), FORMATS.items())
def test_gold_texts(shared: Path, suffix: str, typesetter: Callable[[ParsedIssue], bytes]) -> None:
    for path in sorted((shared / "newsletters").glob("*.txt")):
        wanted = read_again(path.name, path.read_bytes())
        again = read_again(f"{path.stem}.{suffix}", typesetter(wanted))
        assert list(map(key, again.articles)) == list(map(key, wanted.articles)), path.name
        assert (again.issue.year, again.issue.month) == (wanted.issue.year, wanted.issue.month)
