"""Bytes to text: what was written is what is read, whatever the encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.reading.encoding import decode, plausible
from corpus.reading.plain import clean, read_plain

TEXT = "岚川省通信管理局部署主汛期应急通信保障，预置油机1860台。\n（林晓舟）\n【行业综合】\n"
TRADITIONAL = "嵐川省通信管理局部署主汛期應急通信保障，預置油機1860臺。\n繁體字的新聞，強調網路品質。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("times", [1, 50, 5000])
def test_every_encoding_of_simplified_text(encoding: str, times: int) -> None:
    assert decode("a.txt", (TEXT * times).encode(encoding))[0] == TEXT * times


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16-le"])
def test_traditional_text_too(encoding: str) -> None:
    assert decode("a.txt", (TRADITIONAL * 3).encode(encoding))[0] == TRADITIONAL * 3


@given(st.text(alphabet=TEXT + TRADITIONAL + "abc 5G+", min_size=12, max_size=200).filter(str.strip))
def test_any_utf_8_is_taken_as_it_is(text: str) -> None:
    assert decode("a.txt", text.encode()) == (text, "utf-8")


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        document = read_plain("a.txt", data)
    except CorpusError as error:
        assert "\n" not in str(error)
        assert str(error).startswith("a.txt")
    else:
        assert document.lines


def test_a_few_damaged_bytes_do_not_lose_a_file() -> None:
    data = bytearray((TEXT * 100).encode())
    data[1000] = 0xFF
    text, encoding = decode("a.txt", bytes(data))
    assert encoding == "utf-8"
    assert text.count("�") <= 3


def test_a_foreign_encoding_is_refused_not_garbled() -> None:
    with pytest.raises(CorpusError, match="save it as UTF-8 text"):
        decode("a.txt", "Съешь же ещё этих мягких французских булок".encode("koi8-r") * 20)


def test_plausible_tells_text_from_wrongly_decoded_text() -> None:
    assert plausible(TEXT) == 1.0
    assert plausible(TRADITIONAL.encode("big5").decode("gb18030", "replace")) < 0.8


def test_a_large_file_is_read_whole() -> None:
    data = ("岚川" * 300 + "\n").encode("gb18030") * 20_000  # 24 MB
    assert decode("a.txt", data)[0].count("岚川") == 300 * 20_000


def test_line_breaks_and_invisible_characters() -> None:
    assert clean("甲\r\n乙\r丙​丁﻿\n") == "甲\n乙\n丙丁\n"
    document = read_plain("a.txt", "甲\n\f乙\n\n丙".encode())
    assert [(line.text, line.page) for line in document.lines] == [("甲", 1), (" 乙", 2), ("", 2), ("丙", 2)]
