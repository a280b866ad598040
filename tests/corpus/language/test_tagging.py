"""Both taggers cut every text without losing a character."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities.lexicon import NameSet
from corpus.language import tagging


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_the_words_joined_are_the_text(text: str) -> None:
    cut = tagging.tag(text)
    assert "".join(cut.words) == text
    assert cut.starts[-1] == len(text)
    assert all(text[a : a + len(word)] == word for a, word in zip(cut.starts, cut.words, strict=False))


@pytest.fixture
def without_rjieba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    tagging._tools.cache_clear()
    yield
    tagging._tools.cache_clear()


@pytest.mark.filterwarnings("ignore")
def test_jieba_serves_where_rjieba_has_no_wheel(without_rjieba: None) -> None:
    text = "总经理林见山到 山西省通信管理局\n汇报工作。"
    cut = tagging.tag(text)
    assert "".join(cut.words) == text
    assert tagging.known("通信") and not tagging.known("吕临能")


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), max_size=8), st.text("甲乙丙丁戊", max_size=20))
@settings(max_examples=100)
def test_a_lexicon_finds_the_longest_name_at_every_place(names: list[str], text: str) -> None:
    found = dict(NameSet(names).scan(text))
    for start in range(len(text)):
        here = [name for name in names if len(name) > 1 and text.startswith(name, start)]
        assert found.get(start) == max(here, key=len, default=None)
