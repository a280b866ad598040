"""BibTeX, UTF-8 (for biber, or bibtex with XeLaTeX), with keys that stay the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from corpus.model import Article
from search.exports.types import Context
from search.exports.work import Work

_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def write(articles: Iterator[Article], out: BinaryIO, context: Context) -> None:
    """One @article for each article."""
    used: set[str] = set()
    for article in articles:
        key = _key(article, used)
        found = _fields(article, context)
        fields = "".join(f"  {name} = {value},\n" for name, value in found)
        out.write(f"@article{{{key},\n{fields}}}\n\n".encode("utf-8", "replace"))


def _key(article: Article, used: set[str]) -> str:
    """The article's id in letters that BibTeX takes for a key."""
    base = re.sub(r"[^0-9A-Za-z:._-]", "-", article.id) or "article"
    key, number = base, 1
    while key.lower() in used:
        number += 1
        key = f"{base}-{number}"
    used.add(key.lower())
    return key


def _fields(article: Article, context: Context) -> Iterator[tuple[str, str]]:
    work = context.work(article)
    authors = " and ".join(_name(name) for name in work.authors)
    if not authors and work.organization:
        authors = f"{{{_escaped(work.organization)}}}"
    keywords = dict.fromkeys((*article.tags, *article.organizations))
    pairs = (
        ("author", authors),
        ("title", f"{{{_escaped(work.title)}}}"),
        ("journal", _escaped(work.container)),
        ("year", str(work.year or "")),
        ("month", ""),
        ("date", _iso(work)),
        ("number", _escaped(work.number)),
        ("pages", str(work.page or "")),
        ("keywords", ", ".join(_escaped(word) for word in keywords)),
        ("abstract", _escaped(article.body)),
        ("url", context.url(article)),
        ("annotation", _escaped(context.notes.get(article.id, ""))),
        ("langid", "chinese"),
        ("entrysubtype", work.kind),
    )
    for name, value in pairs:
        if name == "month" and work.month:
            yield name, _MONTHS[work.month]
        elif value:
            yield name, f"{{{value}}}"


def _iso(work: Work) -> str:
    parts = (work.year, work.month, work.day)
    return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}" if all(parts) else ""


def _name(name: str) -> str:
    """A name of several words that holds " and " or a comma would be torn apart: brace it."""
    escaped = _escaped(name)
    return f"{{{escaped}}}" if re.search(r"\band\b", name) else escaped


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
