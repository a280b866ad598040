"""Files on their way to a person: here is a name in any language, give me the header and a safe name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote

from werkzeug.wrappers import Response

LONGEST = 60
"""Characters of a title in a file's name."""


def filename(title: str) -> str:
    """The title as part of a file's name that every system takes."""
    kept = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f“”‘’]+', " ", title)
    return "_".join(kept.split())[:LONGEST].strip("._-") or "xunzhang"


def named(response: Response, name: str, how: Literal["attachment", "inline"] = "attachment") -> None:
    """Let the response be saved as `name` (RFC 6266: its characters for browsers, ASCII for the rest)."""
    plain = f"xunzhang{PurePosixPath(name).suffix}" if not name.isascii() else name
    coded = {"filename*": f"UTF-8''{quote(name, safe='')}"} if not name.isascii() else {}
    response.headers.set("Content-Disposition", how, filename=plain, **coded)
