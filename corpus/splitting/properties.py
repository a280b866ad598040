"""Here is the only article of a file, complete it with what the file says of itself."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.model import Article, Document, Provenance
from corpus.splitting.bylines import BylineReader
from corpus.splitting.profile import Profile
from corpus.splitting.publicationday import printed_day

_NO_TITLE = re.compile(
    r"^(?:Microsoft|Word|WPS|PowerPoint|Excel|新建|无标题|未命名|文档|演示文稿|幻灯片|工作簿)|\.\w{3,4}$|模板$",
    re.IGNORECASE,
)


def completed(article: Article, document: Document, profile: Profile) -> Article:
    """The only article of a file, with what its text leaves open taken from what the file says of itself.

    What is printed stays.  Front matter was written by a person for this text; the properties of an office
    file are often those of its template or its typist, and count half.
    """
    meta, known = document.meta, dict(article.provenance)
    written = document.format == "markdown"
    how = Provenance("front matter", 0.9) if written else Provenance("file properties", 0.5)
    said = BylineReader(profile).read(meta.get("author", ""), alone=True) if meta.get("author") else None
    day = printed_day(meta.get("date", ""))
    title = " ".join(meta.get("title", "").split())
    if not written and known["title"].how == "first words of the text" and _is_title(title):
        article, known["title"] = replace(article, title=title), how
    if not article.authors and said is not None and said.authors:
        article, known["authors"] = replace(article, authors=said.authors), how
    if day is not None and (article.date is None or (written and article.date_basis != "stated")):
        article = replace(article, date=day, date_basis="stated" if written else "inferred")
        known["date"] = how
    return replace(article, provenance=known)


def _is_title(text: str) -> bool:
    """Whether a file's own title names its text, and not its program, its template or itself."""
    return sum("\u4e00" <= char <= "\u9fff" for char in text) >= 5 and not _NO_TITLE.search(text)
