"""Characters read against characters accounted for: in an article, or in an aside with its reason."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from corpus.model import Document, ParsedIssue


def characters(texts: Iterable[str]) -> Counter[str]:
    """How often every character stands there; white space and invisible characters are left out."""
    return Counter(
        c for text in texts for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")
    )


def missing(document: Document, parsed: ParsedIssue) -> tuple[str, str]:
    """(characters that were read and stand nowhere, characters that stand somewhere and were not read)."""
    read = characters([*(line.text for line in document.lines), *(one.text for one in document.aside)])
    kept = characters(one.text for one in parsed.asides)
    for article in parsed.articles:
        made = article.provenance["title"].how in ("first words of the text", "name of the section")
        kept += characters(["" if made else article.title, article.subtitle, article.byline, article.body])
    return "".join((read - kept).elements()), "".join((kept - read).elements())


def is_whole(document: Document, parsed: ParsedIssue) -> bool:
    """Nothing was lost, nothing invented, and every aside says why."""
    return missing(document, parsed) == ("", "") and all(one.reason for one in parsed.asides)
