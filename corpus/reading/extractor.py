"""Here is a web page, give me what trafilatura takes for its article: a second opinion on every block.

Its text never replaces this room's: blocks that it keeps stay in the story, what it misses stays as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.reading.blocks import TextBlock
from corpus.reading.webmeta import day_in

_LARGEST = 3_000_000
"""Characters of a page beyond which no second opinion is asked for: it takes seconds."""


def extracted(page: str, blocks: Sequence[TextBlock], wanting: bool) -> tuple[str, dict[str, str]]:
    """(the article's text without white space, what it found of title, author, date and source).

    blocks: the page's own; without text among them nothing is asked.  wanting: whether its metadata is
    asked for.
    """
    if len(page) > _LARGEST or sum(block.plain for block in blocks) < 60:
        return "", {}
    import trafilatura  # takes a third of a second to import, which only pages pay

    found = trafilatura.bare_extraction(
        page,
        favor_recall=True,
        include_comments=False,
        with_metadata=wanting,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, trafilatura.settings.Document):
        return "", {}
    said = {
        "title": found.title or "",
        "author": (found.author or "").replace("; ", "、"),
        "date": day_in(found.date or ""),
        "source": found.sitename or "",
    }
    return "".join((found.text or "").split()), {key: value for key, value in said.items() if value}
