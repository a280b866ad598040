"""Bytes to text: here are bytes of unknown encoding, give me the text and what it was encoded in.

A byte-order mark settles it; else strict UTF-8 does (no other Chinese encoding passes it by accident);
else charset-normalizer proposes and we check what it says: Chinese text consists of characters in
common use, so a wrong candidate (half of all byte pairs are *some* GB18030 character) shows itself by
rare ones.  Only samples are examined, so that time does not grow with the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from charset_normalizer import from_bytes

from corpus.reading.types import problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "shift_jis", "euc_kr", "cp1252")
SAMPLE = 64 * 1024
"""Bytes examined at either end of the input."""
_ENOUGH = 64
"""Bytes below which the library's word counts for nothing."""
_GOOD = 0.9
"""Share of a sample's characters that must be in common use."""
_STRAY = 0.005
"""Share of NUL bytes that are damage in a text rather than halves of UTF-16 characters."""
_DAMAGE = 0.002
"""Share of characters that may be undecodable before a text counts as wrongly decoded."""


_MARKS_OF_TEXT = (
    "\n\r\t\f·—…“”‘’　、。〈〉《》「」『』【】〔〕！（），：；？％～－＋"
    "０１２３４５６７８９℃○●□■△▲★☆→①②③④⑤⑥⑦⑧⑨⑩"
)


@lru_cache(maxsize=4)
def _usual(encoding: str) -> frozenset[str]:
    """Characters that text in this encoding consists of.

    GB 2312 has 6,763 Chinese characters, Big5 5,401 in its first level.  The rest of what GB18030 and
    Big5 can write is where text lands that was decoded as the wrong one of the two.
    """
    simplified = _plane("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    traditional = _plane("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    letters = chain(map(chr, range(32, 127)), _MARKS_OF_TEXT)
    if encoding == "big5hkscs":
        return frozenset(chain(traditional, letters))
    return frozenset(chain(simplified, traditional, letters))


def _plane(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> Iterable[str]:
    trails = tuple(trails)
    for lead in leads:
        for trail in trails:
            yield from bytes((lead, trail)).decode(encoding, "ignore")


def plausible(text: str, encoding: str = "utf-8") -> float:
    """Share (0–1) of the characters that are usual in Chinese text of this encoding."""
    usual = _usual("big5hkscs" if encoding == "big5hkscs" else "utf-8")
    return sum(char in usual for char in text) / len(text) if text else 0.0


def looks_binary(data: bytes) -> bool:
    """Whether a sample holds control bytes that no encoding of text leaves there."""
    sample = data[:SAMPLE]
    return sum(sample.count(byte) for byte in (1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18)) > len(sample) * 0.01


def _samples(data: bytes) -> tuple[bytes, ...]:
    """Head and tail, each beginning at an even offset after a line break where there is one."""
    if len(data) <= 2 * SAMPLE:
        return (data,)
    start = len(data) - SAMPLE
    cut = data.find(b"\n", start, start + SAMPLE // 2)
    tail = cut + 1 if cut >= 0 else start
    return data[:SAMPLE], data[tail:]


def _score(sample: bytes, encoding: str) -> float:
    """How plausible a sample is in an encoding; both ends may be cut within a character."""
    size = len(sample) // 2 * 2 if encoding.startswith("utf-16") else len(sample)
    text = sample[:size].decode(encoding, "replace")[:-1] or sample.decode(encoding, "replace")
    return plausible(text, encoding)


def _two_byte(sample: bytes) -> tuple[str, ...]:
    """UTF-16, first in the byte order that ASCII characters in it speak for."""
    little, big = sample[1::2].count(0), sample[0::2].count(0)
    return ("utf-16-le", "utf-16-be") if little >= big else ("utf-16-be", "utf-16-le")


def _even(sample: bytes, encoding: str, offset: int) -> bytes:
    return sample[offset % 2 :] if encoding.startswith("utf-16") else sample


def detect(name: str, data: bytes) -> str:
    """The Python codec in which `data` (whole, or a long head of it) is text.

    Raises `CorpusError` where it is no text or in no encoding known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if data[:SAMPLE].count(b"\0") <= len(data[:SAMPLE]) * _STRAY and _is_utf8(data):
        return "utf-8"
    return _ranked(name, data)


def _ranked(name: str, data: bytes) -> str:
    """The codec in which the text is most plausible.  Raises `CorpusError` likewise."""
    samples = _samples(data)
    offsets = (0, len(data) - len(samples[-1]))
    ranked = [
        (min(_score(_even(s, codec, o), codec) for s, o in zip(samples, offsets, strict=False)), codec)
        for codec in (_two_byte(data[:SAMPLE]) if b"\0" in data[:SAMPLE] else _CANDIDATES[:4])
    ]
    best, codec = max(ranked, key=lambda pair: pair[0])
    proposed = _proposed(samples[0]) if len(samples[0]) >= _ENOUGH else None
    for score, candidate in ranked:  # the library's word decides between candidates that are as plausible
        if candidate == proposed and score >= best - 0.02:
            best, codec = score, candidate
    if best >= _GOOD and not (codec != "utf-16-le" and codec != "utf-16-be" and looks_binary(data)):
        return codec
    if 0 < data[:SAMPLE].count(b"\0") <= len(data[:SAMPLE]) * _STRAY:
        return _ranked(name, data.replace(b"\0", b""))
    if looks_binary(data) or b"\0" in data[:SAMPLE]:
        raise problem(
            name, "这不是文本文件，请另存为 TXT、DOCX 或 PDF", "not a text file: save it as TXT, DOCX or PDF"
        )
    if _mostly_utf8(data):
        return "utf-8"
    raise problem(
        name,
        "无法识别文字编码，请另存为 UTF-8 文本",
        "unknown character encoding: save it as UTF-8 text",
    )


def _is_utf8(data: bytes) -> bool:
    """Strictly; a character cut by the end of the data is allowed (the data may be a head)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    text = data[:SAMPLE].decode("utf-8", "replace")
    return plausible(text) >= _GOOD and text.count("�") <= max(1, len(text) * _DAMAGE)


def _proposed(sample: bytes) -> str | None:
    best = from_bytes(sample[:8192], cp_isolation=list(_CANDIDATES), preemptive_behaviour=False).best()
    if best is None:
        return None
    return {"utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be"}.get(best.encoding, best.encoding)


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text and its encoding; stray undecodable bytes (at most 2 in 1,000) become U+FFFD.

    Raises `CorpusError` for an empty file, a file that is no text and an unknown encoding.
    """
    if not data.strip(b"\0 \t\r\n\x0b\x0c"):
        raise problem(name, "文件是空的，请换一个有内容的文件", "the file is empty: give one with content")
    encoding = detect(name, data)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    if text.count("�") > max(2, len(text) * _DAMAGE):
        raise problem(
            name,
            f"按 {encoding} 解码有多处乱码，请另存为 UTF-8 文本",
            f"damaged text (tried {encoding}): save it as UTF-8 text",
        )
    return text, encoding


def guessed(text: str, encoding: str) -> tuple[str, ...]:
    """What a person should know of a text as it was decoded: a guessed encoding, lost and stray
    characters."""
    notices = []
    if encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        notices.append(
            f"文字编码按 {encoding} 推断，如有乱码请另存为 UTF-8 / "
            f"read as {encoding}, which is a guess: save it as UTF-8 if characters are wrong"
        )
    if lost := text.count("\ufffd"):
        notices.append(f"有 {lost} 个字符无法解码，显示为 � / {lost} characters could not be decoded")
    if stray := text.count("\0"):
        notices.append(f"有 {stray} 个空字节，已略去 / {stray} NUL bytes were left out")
    return tuple(notices)
