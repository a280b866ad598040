"""Here is an index directory, give me what it was built with; and refuse to read it with anything else.

An index answers rightly only for the folding table, tokenizer, dictionary and own words that built it: with
others it would miss silently.  `manifest.json` records them, own words included, and beside them what the
generation before a change of words was built with (`former`): whoever reads a generation reads it with the
words that its segments say, whenever the file is replaced.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import IndexMissing, IndexStale
from index.segments.toc import read_entries
from index.text.analyzer import Analyzer
from index.text.fields import SCHEMA_VERSION
from index.text.foldtable import load
from index.text.tokenizer import Tokenizer, digest

NAME = "manifest.json"
_OWN, _FORMER = "own_words", "former"
_ARCHIVE, _BEGUN = "archive", "begun"
_ASIDE = (_OWN, _FORMER, _ARCHIVE, _BEGUN)
"""What is recorded beside the analyzer."""


def describe(analyzer: Analyzer) -> dict[str, str]:
    """What `analyzer` would record of itself."""
    return {"schema": str(SCHEMA_VERSION), "fold": load().digest, **analyzer.tokenizer.identity}


def fingerprint(analyzer: Analyzer) -> str:
    """`describe` in sixteen digits."""
    return _digest(describe(analyzer))


def write(directory: Path, analyzer: Analyzer, archive: str = "") -> None:
    """Record `analyzer` as the one that builds the index in `directory` from the next commit on.

    What differs in its own words alone stays on record beside it, for whoever reads the commit before.
    archive: the id of the archive that the index is made from, "" = that of none.
    """
    tokenizer = analyzer.tokenizer
    own = {"state": tokenizer.state, "added": tokenizer.words, "removed": tokenizer.removed}
    wanted: dict[str, Any] = {**describe(analyzer), _OWN: own, _ARCHIVE: archive}
    try:
        known = _read(directory)
    except (IndexMissing, IndexStale):
        known = []
    wanted[_BEGUN] = (known[0].get(_BEGUN) if known else None) or secrets.token_hex(6)
    others = [
        one for one in known if _digest(one) != _digest(wanted) and _differ(one, wanted) == ["user_words"]
    ]
    if others:
        wanted[_FORMER] = {key: value for key, value in others[0].items() if key != _FORMER}
    _replace(directory / NAME, json.dumps(wanted, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def analyzer_for(directory: Path, wanted: str | None = None) -> Analyzer:
    """The analyzer to read and extend the index in `directory` with; wanted: fingerprint of that of a
    generation, default: of the newest.

    Raises IndexMissing where there is none, IndexStale where this installation has no such analyzer.
    """
    known = _read(directory)
    wanted = _newest(directory) if wanted is None else wanted
    found = next((one for one in known if _digest(one) == wanted), known[0])
    own = found.get(_OWN) or {}
    tokenizer = Tokenizer(
        words=own.get("added", ()), removed=own.get("removed", ()), state=int(own.get("state", 0))
    )
    analyzer = Analyzer(tokenizer)
    if different := _differ(found, describe(analyzer)):
        raise IndexStale(*(_values(side, different) for side in (found, describe(analyzer))))
    return analyzer


def _newest(directory: Path) -> str:
    """Fingerprint of the newest generation, "" where it has none."""
    try:
        listed = read_entries(directory)
    except FileNotFoundError:  # a commit removed it meanwhile: the manifest speaks of what comes
        return ""
    return next((entry.fingerprint for entry in listed[1]), "") if listed else ""


def origin(directory: Path) -> tuple[str, str]:
    """(id of the archive that the index was made from, what tells this index from another one in its place):
    numbers of generations begin anew with an index, these never come again.  "" where it is not said."""
    try:
        found = _read(directory)[0]
    except (IndexMissing, IndexStale):
        return "", ""
    return str(found.get(_ARCHIVE, "")), str(found.get(_BEGUN, ""))


def recorded(directory: Path) -> tuple[str, ...]:
    """Fingerprints of the analyzers that the manifest records, the present one first; () without one."""
    try:
        return tuple(map(_digest, _read(directory)))
    except (IndexMissing, IndexStale):
        return ()


def _read(directory: Path) -> list[Mapping[str, Any]]:
    """What the manifest records: the present analyzer, and the former where one is."""
    try:
        found = json.loads((directory / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing.at(directory) from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise IndexStale("unreadable manifest", "readable manifest")
    return [found, *([found[_FORMER]] if _FORMER in found else [])]


def _digest(found: Mapping[str, Any]) -> str:
    said = {key: value for key, value in found.items() if key not in _ASIDE}
    return digest(json.dumps(said, sort_keys=True).encode())


def _differ(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """What two records say differently of what was indexed."""
    keys = sorted(({*found} | {*wanted}) - {*_ASIDE})
    return [key for key in keys if found.get(key) != wanted.get(key)]


def _values(side: Mapping[str, Any], keys: Sequence[str]) -> str:
    return ", ".join(f"{key} {side.get(key)}" for key in keys)


def _replace(path: Path, text: str) -> None:
    if path.exists() and path.read_bytes() == text.encode():  # bytes: a damaged file is no text
        return
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
