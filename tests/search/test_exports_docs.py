"""The pages on exports and on keeping an archive name everything there is, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from corpus import settings
from corpus.store import ARTICLE_FIELDS, ISSUE_FIELDS
from search.commands import COMMANDS, group
from search.exports import FORMATS

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", ["exports.md", "exports.zh-CN.md"])
def test_exports(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for one in FORMATS.values():
        assert f"| `{one.name}` | `{one.suffix}` |" in text
    for option in options("export"):
        assert any(name in text for name in option), option


@pytest.mark.parametrize("page", ["keeping.md", "keeping.zh-CN.md"])
def test_keeping(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for key, default in settings.keys().items():
        section, name = key.split(".")
        shown = json.dumps(default)
        assert f"| `[{section}]` `{name}` | `{shown}` |" in text
    for field in {*ARTICLE_FIELDS, *ISSUE_FIELDS}:
        assert f"`{field}`" in text
    for name in ("review", "correct", "corrections", "undo"):
        assert f"xunzhang {name}" in text
        for option in options(name):
            assert any(spelling in text for spelling in option), (name, option)
    for name in ("check", "backup", "restore", "reindex", "reparse", "stats"):
        assert f"`xunzhang {name}" in text


def options(name: str) -> list[list[str]]:
    """The options of a command, each in all its spellings."""
    command = group(COMMANDS).get_command(click.Context(click.Command("x")), name)
    assert command is not None
    return [one.opts for one in command.params if isinstance(one, click.Option)]
