"""Here are a line that somebody typed and a headline; tell me whether the one was copied from the other."""

from __future__ import annotations

import re
import unicodedata

LONG = 8
"""Characters from which a part of a headline, too, is taken for a copy of it."""

SHORT = 3
"""Characters up to which a line is never taken for a headline: 5G? may be one by accident."""

_SPACES = re.compile(r"\s+")


def same_line(typed: str, title: str) -> bool:
    """Whether the line is the headline, or a long part of it, sign for sign; width and spaces may differ.

    Dashes stay what they are, so that 演练 -消防 is not the headline 演练——消防.
    """
    wanted, printed = _plain(typed), _plain(title)
    if len(wanted) <= SHORT:
        return False
    return wanted == printed or (len(wanted) >= LONG and wanted in printed)


def only_whole(typed: str) -> bool:
    """Whether a line is too short to be recognised by a part of a headline."""
    return len(_plain(typed)) < LONG


def _plain(text: str) -> str:
    """Half-width, lower case, one space where there were any, none at line breaks."""
    joined = "".join(line.strip() for line in unicodedata.normalize("NFKC", text).splitlines())
    return _SPACES.sub(" ", joined).casefold()
