"""Chinese numerals: here is 二十一, give me 21; here is 21, give me 二十一."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
_VALUES = {char: value for value, char in enumerate(DIGITS)} | {"零": 0, "○": 0, "两": 2, "Ｏ": 0}
_UNITS = (("千", 1000), ("百", 100), ("十", 10))


def from_han(text: str) -> int | None:
    """十二, 一百零三, 二〇二一 (digit by digit) or plain decimals as a number; None for anything else."""
    if text.isdecimal():
        return int(text)
    if not any(unit in text for unit, _ in _UNITS):
        digits = [_VALUES.get(char) for char in text]
        if not digits or None in digits:
            return None
        return int("".join(map(str, digits)))
    total = 0
    for unit, worth in _UNITS:
        head, found, rest = text.partition(unit)
        if not found:
            continue
        head = head.lstrip("零〇")
        if head and head not in _VALUES:
            return None
        total += (_VALUES[head] if head else 1) * worth
        text = rest
    text = text.lstrip("零〇")
    if text and text not in _VALUES:
        return None
    return total + (_VALUES[text] if text else 0)


def to_han(number: int) -> str:
    """1–9999 as it is spoken: 12 is 十二, 103 is 一百零三; other numbers stay decimal."""
    if not 0 < number < 10_000:
        return str(number)
    spoken, gap = "", False
    for unit, worth in (*_UNITS, ("", 1)):
        digit, number = divmod(number, worth)
        if digit:
            spoken += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif spoken and number:
            gap = True
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def digits_han(number: str) -> str:
    """Decimal digits one by one: 2021 is 二〇二一."""
    return "".join(DIGITS[int(digit)] for digit in number)
