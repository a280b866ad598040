"""Here is an index directory, give me what it was built with; and refuse to read it with anything else.

An index answers rightly only for the folding table, tokenizer, dictionary and user words that built it:
with others it would miss silently.  `manifest.json` records them; `words.txt` keeps the user words
themselves, so that a changed gazetteer takes effect at the next `xunzhang reindex` and not by surprise.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import IndexMissing, IndexStale
from index.text.analyzer import Analyzer
from index.text.fields import SCHEMA_VERSION
from index.text.foldtable import load
from index.text.tokenizer import Tokenizer, digest

NAME = "manifest.json"
WORDS = "words.txt"


def describe(analyzer: Analyzer) -> dict[str, str]:
    """What `analyzer` would record of itself."""
    return {"schema": str(SCHEMA_VERSION), "fold": load().digest, **analyzer.tokenizer.identity}


def fingerprint(analyzer: Analyzer) -> str:
    """`describe` in sixteen digits."""
    return digest(json.dumps(describe(analyzer), sort_keys=True).encode())


def write(directory: Path, analyzer: Analyzer) -> None:
    """Record `analyzer` as the one that builds the index in `directory`."""
    _replace(directory / WORDS, "".join(f"{word}\n" for word in analyzer.tokenizer.words))
    _replace(directory / NAME, json.dumps(describe(analyzer), indent=1, sort_keys=True) + "\n")


def analyzer_for(directory: Path) -> Analyzer:
    """The analyzer to read and extend the index in `directory` with.

    Raises IndexMissing where there is none, IndexStale where this installation has no such analyzer.
    """
    try:
        found = json.loads((directory / NAME).read_text(encoding="utf-8"))
        words = (directory / WORDS).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing.at(directory) from None
    except ValueError:
        raise IndexStale("unreadable manifest", "readable manifest") from None
    analyzer = Analyzer(Tokenizer(words=words))
    wanted = describe(analyzer)
    if found != wanted:
        different = [key for key in wanted if found.get(key) != wanted[key]]
        raise IndexStale(*(_values(side, different) for side in (found, wanted)))
    return analyzer


def _values(side: Mapping[str, str], keys: Sequence[str]) -> str:
    return ", ".join(f"{key} {side.get(key)}" for key in keys)


def recorded(directory: Path) -> str:
    """Fingerprint of the analyzer that the manifest in `directory` records, "" without one."""
    try:
        found = json.loads((directory / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return ""
    return digest(json.dumps(found, sort_keys=True).encode())


def _replace(path: Path, text: str) -> None:
    if path.exists() and path.read_bytes() == text.encode():  # bytes: a damaged file is no text
        return
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
