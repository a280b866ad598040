"""The three development issues against their gold; skipped where the development data is not."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corpus.intake.parse import parse, parse_json
from corpus.model import Document, Line


def referee(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_parse", shared / "eval" / "score_parse.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_document(path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    return Document(path.name, "txt", tuple(Line(line, at + 1) for at, line in enumerate(text.split("\n"))))


@pytest.mark.parametrize("number", ["000", "001", "002"])
def test_the_gold_issues_are_read_whole(shared: Path, number: str) -> None:
    gold: dict[str, Any] = json.loads((shared / "gold" / f"{number}.json").read_text(encoding="utf-8"))
    (source,) = (shared / "newsletters").glob(f"{number}_*.txt")
    result = referee(shared).score(gold, parse_json(parse(as_document(source))), show=True)
    assert result["bounds_precision"] == result["bounds_recall"] == 1.0
    assert min(result[field] for field in ("title", "authors", "credit")) >= 0.98
    assert result["section"] == 1.0
    assert result["date"] >= 0.93
    assert result["issue_year_month"] is True
