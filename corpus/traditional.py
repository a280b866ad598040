"""Here are traditional characters, give me the simplified ones: OpenCC's table, one character to one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent / "data" / "traditional.txt"
VARIANTS = TABLE.with_name("variants.txt")

OVERRIDES = {"瞭": "了", "祇": "只", "衹": "只", "彷": "仿", "牴": "抵", "藉": "借"}
"""Where OpenCC's first choice leaves the traditional character, the simplified one that is meant far
more often (瞭解, 祇有, 彷彿, 牴觸, 憑藉)."""


@lru_cache(maxsize=1)
def to_simplified() -> dict[str, str]:
    """Traditional → simplified: of "traditional TAB simplified …" lines the first choice, with the overrides.

    Raises ValueError where an entry is not one character to one character.
    """
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        traditional, _, choices = line.partition("\t")
        simplified = OVERRIDES.get(traditional, choices.split(" ")[0])
        if len(traditional) != 1 or len(simplified) != 1:
            raise ValueError(f"not one character to one: {line!r}")
        table[traditional] = simplified
    return table


@lru_cache(maxsize=1)
def _translation() -> dict[int, str]:
    return {ord(char): simple for char, simple in to_simplified().items()}


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    """Every traditional character: most texts have none, and looking is cheaper than translating."""
    return frozenset(to_simplified())


def simplified(text: str) -> str:
    """The text in simplified characters, as long as it was."""
    return text if text.isascii() or _traditional().isdisjoint(text) else text.translate(_translation())


@lru_cache(maxsize=1)
def variants() -> tuple[dict[str, str], dict[str, str]]:
    """(other printed forms → the character meant, characters in common use that are printed for each other →
    one of them).

    The first are forms of Taiwan, Hong Kong and Japan, of old print and of fonts (衞 → 卫, 髙 → 高, ⻓ → 长);
    the second (著 → 着, 覆 → 复) are words of their own as well, so that only matching takes them for one.
    """
    forms: dict[str, str] = {}
    merged: dict[str, str] = {}
    for line in VARIANTS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            form, meant, *both = line.split("\t")
            (merged if both else forms)[form] = meant
    return forms, merged
