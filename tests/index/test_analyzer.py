"""Words with offsets, characters, pairs; both makes of jieba; what an article is indexed by."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.analyzer import (
    END,
    GLUE,
    ONWARD,
    PARAGRAPH,
    Analyzer,
    article_keywords,
    article_texts,
    bigrams_of,
)
from index.text.fold import fold_text
from index.text.tokenizer import Tokenizer
from index.whoosh_format.schema import document, make_schema
from tests.index.articles import SAMPLES

TEXT = "云岭聯通在南川，建成 5G＋工业互联网示范基地。\nNB IoT 覆盖３０公里"


@pytest.fixture(scope="module", params=["rjieba", "jieba"])
def analyzer(request: pytest.FixtureRequest) -> Analyzer:
    pytest.importorskip(request.param)
    return Analyzer(Tokenizer(request.param))


def test_words_slice_back_to_what_was_printed(analyzer: Analyzer) -> None:
    tokens = analyzer.words(TEXT)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    for token in tokens:
        assert fold_text(TEXT[token.start : token.end]) == token.text
    words = [token.text for token in tokens]
    assert {"南川", "5g", "工业", "互联网", "示范", "基地", "iot", "30", "公里"} <= set(words)
    assert not {"，", ",", "。", "+", "-"} & set(words)
    assert words == analyzer.word_texts(TEXT)


def test_long_words_are_found_by_their_parts_too(analyzer: Analyzer) -> None:
    assert [token.text for token in analyzer.words("互联网")] == ["互联", "联网", "互联网"]


@given(st.text(alphabet="云岭通信5Gab 。，\n聯①", max_size=30))
def test_every_character_and_every_pair_has_its_place(text: str) -> None:
    analyzer, folded = Analyzer(), fold_text(text)
    assert "".join(token.text for token in analyzer.chars(text)) == folded
    grams = [token for token in analyzer.bigrams(text) if token.text[0] not in PARAGRAPH + GLUE + ONWARD]
    assert [token.text for token in grams] == bigrams_of(folded)
    assert [token.position for token in grams] == list(range(len(folded)))
    assert not folded or grams[-1].text == folded[-1] + END


def test_numbers_and_latin_words_are_known_from_inside() -> None:
    inside = [(t.text, t.position) for t in Analyzer().bigrams("共12.5万，AB-C") if GLUE in t.text]
    assert [(text, at) for text, at in inside if text[0] == GLUE] == [
        (GLUE + "2", 2),
        (GLUE + ".", 3),
        (GLUE + "5", 4),
        (GLUE + "b", 8),
    ]
    tokens = Analyzer().bigrams("共12.5万，AB-C")
    onward = [(token.text[1], token.position + 1) for token in tokens if token.text[0] == ONWARD]
    assert onward == [("1", 2), ("2", 3), (".", 4), ("a", 8)]


def test_user_words_change_the_identity() -> None:
    plain, own = Tokenizer(), Tokenizer(words=["云岭聯通", "云岭聯通"])
    assert own.words == ("云岭聯通",)
    assert plain.identity != own.identity
    assert {**plain.identity, "user_words": ""} == {**own.identity, "user_words": ""}
    named = Tokenizer(words=["云岭通信公司"])
    assert "云岭通信公司" in named.cut("云岭通信公司开业")
    assert "云岭通信公司" not in plain.cut("云岭通信公司开业")


def test_both_makes_say_what_they_are(analyzer: Analyzer) -> None:
    identity = analyzer.tokenizer.identity
    assert identity["tokenizer"] in ("rjieba", "jieba")
    assert all(identity.values())


def test_a_schema_pickles_without_a_dictionary() -> None:
    analyzer = Analyzer(Tokenizer(words=["云岭通信"]))
    data = pickle.dumps(make_schema(analyzer))
    assert len(data) < 20_000
    assert pickle.loads(data).names() == make_schema(analyzer).names()


def test_an_article_is_read_in_three_texts_and_ten_columns() -> None:
    texts, keywords = article_texts(SAMPLES[3]), article_keywords(SAMPLES[3])
    assert texts["about"] == "——年中例会；\n办公室；\n会议"
    assert keywords["section"] == ("会议",)
    assert (keywords["year"], keywords["month"]) == (("2022",), ("2022-01",))
    assert article_keywords(replace(SAMPLES[3], date=None))["year"] == ()
    assert article_keywords(SAMPLES[0])["issue"] == ("i1", "2021年第7期")
    assert article_keywords(replace(SAMPLES[0], tags=("a", "", "a")))["tag"] == ("a",)
    assert article_keywords(SAMPLES[2])["source"] == ("x.txt",)
    assert document(SAMPLES[2]).keys() == {"id", "title", "title_chars", "title_bigrams", "source"}
