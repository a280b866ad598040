"""What was applied is what the segments hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexMissing, IndexStale
from index.opening import open_segments
from index.segments import manifest
from index.text.analyzer import END, PARAGRAPH, Analyzer
from index.text.tokenizer import Tokenizer
from index.writing.writer import IndexWriter
from tests.index.articles import SAMPLES


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    IndexWriter(tmp_path / "index").apply(SAMPLES)
    return tmp_path / "index"


def test_words_characters_and_pairs_are_found(directory: Path) -> None:
    (segment,) = open_segments(directory).segments
    assert list(segment.ids) == ["a1", "a2", "a3", "a4"]
    assert segment.postings("title", "通信").docs.tolist() == [0]
    assert segment.postings("body_chars", "会").freqs.tolist() == [7.0]
    assert segment.postings("body_bigrams", "会议").freqs.tolist() == [2.0]
    assert segment.postings("body", "不存在").docs.tolist() == []
    found = segment.positions("body_bigrams", "会议")
    assert (found.docs.tolist(), found.offsets.tolist()) == ([3], [0, 2])
    assert found.positions.tolist() == [4, 7]
    assert segment.positions("body_chars", "会").positions.tolist() == [1, 4, 7, 9, 14, 16, 20]
    assert segment.positions("title_bigrams", "题" + END).positions.tolist() == [1]
    assert segment.positions("body_bigrams", PARAGRAPH).offsets.tolist() == [0, 2, 4, 5]


def test_keywords_dates_and_lengths(directory: Path) -> None:
    generation = open_segments(directory)
    (segment,) = generation.segments
    column = segment.keyword("author")
    assert list(column.values) == ["赵小满", "钱一鸣"]
    assert column.offsets.tolist() == [0, 2, 3, 3, 3]
    assert segment.dates().tolist() == [737987, 738004, 0, 738156]
    assert segment.lengths("title_chars").dtype == np.float32
    assert generation.df("section", "要闻") == 2
    assert generation.doc_count == 4


def test_a_missing_index_says_how_to_build_it(tmp_path: Path) -> None:
    for ask in (open_segments, manifest.analyzer_for):
        with pytest.raises(IndexMissing, match="reindex"):
            ask(tmp_path / "none")


def test_another_tokenizer_is_stale(directory: Path) -> None:
    assert manifest.analyzer_for(directory).tokenizer.words == ()
    manifest.write(directory, Analyzer(Tokenizer("jieba" if Tokenizer().name == "rjieba" else "rjieba")))
    with pytest.raises(IndexStale, match="xunzhang reindex"):
        IndexWriter(directory)
