"""Here is the configuration of a restored archive and the database it was put into, make the two agree.

A backup carries the `config.toml` of the archive it was made from, and that may name a database server on
which that archive still lives.  A restored archive uses the database that was named for it and no other.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from corpus.settings import FILE, SettingsError, load
from corpus.store.database import Database
from corpus.store.schema import issue

ASIDE = f"{FILE}.of-backup"
"""Where a configuration is put that cannot be made to agree."""

_URL = re.compile(r"^(\s*url\s*=)", re.MULTILINE)
_STORE = re.compile(r"^\s*\[store\][^\n]*\n?", re.MULTILINE)


def agree(directory: Path, url: str) -> None:
    """Make `config.toml` in `directory` name `url`, "" = the archive's own file.

    Another database's line is kept as a comment; a file in which that fails is put aside under ASIDE.
    """
    path = directory / FILE
    if _named(directory) == url:
        return
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    section = _STORE.search(text)
    if section is not None:
        rest = text[section.end() :]
        until = re.search(r"^\s*\[", rest, re.MULTILINE)
        end = section.end() + (until.start() if until else len(rest))
        own = _URL.sub(r"# \1", text[section.end() : end])
        text = text[: section.end()].rstrip("\n") + "\n" + (_line(url) if url else "") + own + text[end:]
    elif url:
        text = f"{text}\n[store]\n{_line(url)}"
    if path.is_file():
        (directory / ASIDE).write_bytes(path.read_bytes())
    path.write_text(text, encoding="utf-8")
    if _named(directory) == url:
        (directory / ASIDE).unlink(missing_ok=True)
    elif url:
        path.write_text(f"[store]\n{_line(url)}", encoding="utf-8")
    else:
        path.unlink()


def _named(directory: Path) -> str | None:
    try:
        return load(directory).store.url
    except SettingsError:
        return None


def _line(url: str) -> str:
    return f"url = {json.dumps(url)}\n"


def without_password(url: str) -> str:
    """The address as it may be shown."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def holds_issues(url: str) -> bool:
    """Whether the database at `url` is an archive with something in it."""
    database = Database(url)
    try:
        with database.read() as conn:
            return conn.execute(sa.select(issue.c.id).limit(1)).first() is not None
    finally:
        database.close()
