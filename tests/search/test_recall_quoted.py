"""The promise, kept to the end: quoted, a substring returns exactly the articles that print it uncut.

Uncut: its ends are inside no number and no Latin word.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.text.fold import fold_text
from search.application.archive import Archive
from search.model import SearchRequest
from tests.naive import Printed

LENGTHS = (1, 1, 2, 3, 5, 8, 13, 21, 34)


@pytest.mark.parametrize("seed", range(6))
def test_quoted_substrings_find_exactly_what_prints_them(sample_archive_directory: Path, seed: int) -> None:
    chance = random.Random(seed)
    with Archive.open(sample_archive_directory) as archive:
        articles = list(archive.store.iter_articles())
        printed = {one.id: (Printed(one.title), Printed(one.body)) for one in articles}
        authors = {one.id: one.authors for one in articles}
        for _ in range(40):
            article = chance.choice(articles)
            text = chance.choice((article.title, article.body, article.body))
            length = chance.choice(LENGTHS)
            start = chance.randrange(max(1, len(text) - length))
            part = text[start : start + length].strip()
            wanted = fold_text(part)
            if not wanted:
                continue
            escaped = part.replace("\\", "\\\\").replace('"', '\\"')
            page = archive.search(SearchRequest(q=f'"{escaped}"', size=200, facets=()))
            truth = {
                key
                for key, (title, body) in printed.items()
                if title.holds(wanted) or body.holds(wanted) or part in authors[key]
            }
            assert {hit.article.id for hit in page.hits} == truth, part
            assert (page.total, page.soft_total) == (len(truth), 0), part
