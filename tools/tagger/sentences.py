"""Here is an inventor of names; give me sentences as newsletters print them, with where the names stand.

`{P}` is a person, `{F}` a foreign one, `{O}` an organisation, `{L}` a place, `{S}` a title of a person,
`{D}` a day, `{N}` a number, `{X}` a class of bodies that is nobody by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.tagger.names import PIECES, Inventor

Labelled = tuple[str, list[tuple[int, int, str]]]

_SENTENCES = [
    line
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_SLOT = re.compile(r"\{(\w)\}")
_KINDS = {"P": "PER", "F": "PER", "O": "ORG", "L": "LOC"}


def texts(seed: int, count: int) -> Iterator[Labelled]:
    """`count` short texts of one to three sentences."""
    inventor = Inventor(seed)
    for _ in range(count):
        text = ""
        spans: list[tuple[int, int, str]] = []
        for template in inventor.random.choices(_SENTENCES, k=inventor.random.choice((1, 1, 2, 3))):
            at = 0
            for match in _SLOT.finditer(template):
                text += template[at : match.start()]
                at = match.end()
                slot = match.group(1)
                value = _value(inventor, slot, text)
                if slot in _KINDS:
                    spans.append((len(text), len(text) + len(value), _KINDS[slot]))
                text += value
            text += template[at:].replace("\\n", "\n")
            if not text.endswith("。"):
                text += "\n"
        yield text, spans


def _value(inventor: Inventor, slot: str, before: str) -> str:
    pick = inventor.random
    match slot:
        case "P":
            return inventor.person()
        case "F":
            return inventor.foreigner()
        case "O":
            return inventor.organization()
        case "L":
            return inventor.place()
        case "S":
            return pick.choice(PIECES["titles"])
        case "X":
            return pick.choice(PIECES["classes"])
        case "N":
            return pick.choice(PIECES["numbers"])
        case "D":
            return pick.choice(
                (
                    f"{pick.randint(1, 12)}月{pick.randint(1, 28)}日",
                    "日前",
                    "近日",
                    "昨日",
                    f"{pick.randint(1, 28)}日",
                )
            )
        case _:  # the short form that a text introduces for the name before
            return before[before.rfind("（") - 4 : before.rfind("（") - 2]
