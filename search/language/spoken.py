"""Here is a number as somebody wrote it, give me its value; here is a value, give me every usual writing.

1,234, １２３４, 一千二百三十四 are one number; so are 1.2万, 12000, 一万二千, 一万二, 一点二万 and 1万2千.
A writing counts only where it is one of those that its value is usually given (十三五 and 千万 are none).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from corpus.numerals import digits_han, to_han

DIGITS = "一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
LARGEST = 10**16
"""Numbers from here on are codes, not counts."""

_VALUES = {char: value for value, char in enumerate("零" + DIGITS)}
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[零一二三四五六七八九]|[十百千万亿]|点[零一二三四五六七八九]+")
_LARGE = (("万亿", Decimal(10**12)), ("亿", Decimal(10**8)), ("万", Decimal(10**4)))
_PLAIN = str.maketrans("〇○两萬億", "零零二万亿")


def plain(number: str) -> str:
    """Half-width, without commas, one character for zero and one for two."""
    return unicodedata.normalize("NFKC", number).replace(",", "").translate(_PLAIN)


@lru_cache(maxsize=1024)
def writings(number: str) -> tuple[str, ...]:
    """The other usual writings of a number in decimals, in Chinese numerals or mixed; none where it is not
    one of them itself."""
    read = plain(number)
    value = _value(read)
    if value is None or not 0 < value < LARGEST:
        return ()
    known = tuple(dict.fromkeys(_all(value)))
    if read not in map(plain, known):
        return ()
    return tuple(one for one in known if one != number)


def _value(text: str) -> Decimal | None:
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text or not tokens:
        return None
    total = section = Decimal(0)
    held: Decimal | None = None
    last, zero = 1, False
    for token in tokens:
        if token in UNITS:
            unit = UNITS[token]
            if unit >= UNITS["万"]:
                section = (section + (held or 0)) * unit
                total, section = (total * unit if unit > last >= UNITS["万"] else total) + section, Decimal(0)
            else:
                section += (Decimal(1) if held is None else held) * unit
            held, last, zero = None, unit, False
        elif token[0] == "点":
            digits = "".join(str(_VALUES[char]) for char in token[1:])
            held = (held or 0) + section + Decimal(f"0.{digits}")
            section = Decimal(0)
        elif held is not None and held:
            return None  # digit beside digit: 二三
        else:
            zero = zero or token == "零"
            held = Decimal(token if token[0].isdecimal() and token.isascii() else _VALUES[token])
    if held is not None:
        short = last >= UNITS["百"] and not zero and held < 10 and held == held.to_integral()
        section += held * last / 10 if short else held
    return total + section


def _all(value: Decimal) -> Iterator[str]:
    """Every writing, the commonest first."""
    whole = value == value.to_integral()
    yield _decimal(value)
    if not whole:
        yield from _twos(_said(value))
    else:
        yield from _counted(int(value))
    for unit, worth in _LARGE:
        parts = value / worth
        places = max(0, -int(parts.normalize().as_tuple().exponent))
        if parts >= Decimal("0.1") and places <= (4 if parts >= 1 else 2):
            yield _decimal(parts) + unit
            if 1 <= parts < UNITS["万"] and places <= 2:
                yield from _twos(_said(parts) + unit)


def _counted(number: int) -> Iterator[str]:
    full = _spoken(number)
    yield from _twos(full)
    short = re.sub(rf"([百千万亿])([{DIGITS}])([十百千万])$", _shortened, full)
    if short != full:
        yield from _twos(short)
    mixed = re.sub(rf"[{DIGITS}]", lambda digit: str(_VALUES[digit[0]]), full)
    if re.fullmatch(r"(?:\d[万千百]){1,3}", mixed):
        yield mixed
    if short != full and re.fullmatch(r"\d[万千百]\d", mixed[:3]) and len(mixed) == 4:
        yield mixed[:3]


def _shortened(match: re.Match[str]) -> str:
    """一万二千 → 一万二, where the last unit follows the one before it directly."""
    above, digit, unit = match.groups()
    return above + digit if UNITS[above] == UNITS[unit] * 10 or (above, unit) == ("亿", "千万") else match[0]


def _twos(said: str) -> Iterator[str]:
    """With 二 and with 两 before 百, 千, 万, 亿 or alone: 二千二百, 两千两百, 两千二百."""
    yield said
    if said == "二":
        yield "两"
    every = re.sub(r"(?<![十零百点])二(?=[百千万亿])", "两", said)
    if every != said:
        yield every
        yield re.sub(r"^二(?=[百千万亿])", "两", said)


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _said(value: Decimal) -> str:
    whole, _, parts = _decimal(value).partition(".")
    said = _spoken(int(whole)) if int(whole) else "零"
    return f"{said}点{digits_han(parts).replace('〇', '零')}" if parts else said


def _spoken(number: int) -> str:
    """1–10¹⁶ as it is spoken: 120012 is 十二万零一十二."""
    said, gap = "", False
    for unit, worth in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, worth)
        if not section:
            gap = bool(said)
            continue
        part = to_han(section)
        if said:
            part = ("零" if gap or section < 1000 else "") + ("一" if part[0] == "十" else "") + part
        said, gap = said + part + unit, False
    return said
