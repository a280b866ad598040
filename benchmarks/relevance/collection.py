"""Here is a directory; give me the collection in it.

corpus.jsonl    {"id", "title", "text", …} a line: what `xunzhang ingest` takes
queries.jsonl   {"id", "text"} a line; queries without text are left out
qrels.tsv       query, document, grade (0 = judged not relevant)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Collection:
    """documents: id → (title, text); queries: id → text; judged: query → document → grade."""

    name: str
    directory: Path
    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]


def load(directory: Path) -> Collection:
    """The collection of a directory.  Only judged queries with a text and a relevant document count."""
    documents = {
        str(row["id"]): (row.get("title") or "", row.get("text") or "")
        for row in _rows(directory / "corpus.jsonl")
    }
    judged: dict[str, dict[str, int]] = {}
    for line in (directory / "qrels.tsv").read_text("utf-8").splitlines():
        if line.strip():
            query, document, grade = line.split("\t")[:3]
            judged.setdefault(query, {})[document] = int(grade)
    queries = {
        str(row["id"]): row["text"]
        for row in _rows(directory / "queries.jsonl")
        if row.get("text") and any(grade > 0 for grade in judged.get(str(row["id"]), {}).values())
    }
    return Collection(directory.name, directory, documents, queries, judged)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
