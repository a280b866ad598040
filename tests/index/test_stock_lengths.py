"""A document without a field has no length in it, in stock segments too."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.model import Article
from index.opening import open_segments
from index.writing.writer import IndexWriter


def test_a_missing_field_has_length_zero(tmp_path: Path) -> None:
    articles = [Article("甲", "乙丙", id="a", section="要闻"), Article("丁", "戊己", id="b")]
    IndexWriter(tmp_path).apply(articles)
    for segment in open_segments(tmp_path).segments:
        for field in ("title", "body", "about", "about_chars", "about_bigrams"):
            lengths = segment.lengths(field)
            assert not np.isnan(lengths).any() and segment.total_length(field) == lengths.sum()
