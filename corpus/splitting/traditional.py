"""Here is a byline in traditional characters, give me what it says, in the characters it is printed in.

Names, roles and departments are told by words that are kept in simplified characters: a row is read as
those, and what was found in it is given back as printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from corpus.splitting.bylines import Byline, BylineReader
from corpus.traditional import simplified


class TraditionalReader(BylineReader):
    """A reader of bylines for an issue that is printed, or partly printed, in traditional characters."""

    def know(self, names: Iterable[str]) -> None:
        super().know(map(simplified, names))

    def read(self, content: str, *, alone: bool = False, signed: bool = False) -> Byline | None:
        return as_printed(super().read(simplified(content), alone=alone, signed=signed), content)

    def line(self, text: str, *, bare: bool, signed: bool = False) -> Byline | None:
        return as_printed(super().line(simplified(text), bare=bare, signed=signed), text)

    def tail(self, text: str, *, signed: bool = False) -> tuple[str, Byline] | None:
        return _rest_as_printed(super().tail(simplified(text), signed=signed), text)

    def end(self, text: str) -> tuple[str, Byline] | None:
        return _rest_as_printed(super().end(simplified(text)), text)

    def lead(self, text: str) -> Byline | None:
        return as_printed(super().lead(simplified(text)), text)

    def signature(self, text: str) -> Byline | None:
        return as_printed(super().signature(simplified(text)), text)

    def from_place(self, text: str) -> Byline | None:
        return as_printed(super().from_place(simplified(text)), text)

    def is_body(self, text: str) -> bool:
        return super().is_body(simplified(text))


def as_printed(byline: Byline | None, text: str) -> Byline | None:
    """The byline that was read from simplified `text`, its names in the characters of `text`."""
    if byline is None:
        return None
    printed = "".join(unicodedata.normalize("NFKC", text).split())
    read = simplified(printed)
    if read == printed:
        return byline
    authors = tuple(_found(name, read, printed) for name in byline.authors)
    credit = byline.credit
    if credit is not None:
        credit = "、".join(_found(part, read, printed) for part in credit.split("、"))
    return replace(byline, authors=authors, credit=credit)


def _rest_as_printed(step: tuple[str, Byline] | None, text: str) -> tuple[str, Byline] | None:
    if step is None:
        return None
    return text[: len(step[0])], as_printed(step[1], text) or step[1]


def _found(part: str, read: str, printed: str) -> str:
    """Where `part` stands in what was read, in the characters that are printed there."""
    at = read.find("".join(part.split()))
    return printed[at : at + len("".join(part.split()))] if at >= 0 else part
