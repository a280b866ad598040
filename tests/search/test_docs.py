"""The pages of the query language and of the command line say all there is, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click
import pytest

from search.commands import group
from search.language import FIELDS, OPERATORS, parse, render
from web.main import TABLE

DOCS = Path(__file__).resolve().parents[2] / "docs"
LANGUAGE = ("query-language.md", "query-language.zh-CN.md")
TODAY = dt.date(2024, 3, 15)


def codes(text: str) -> list[str]:
    """Everything between backticks."""
    return [code.replace("\\|", "|") for code in re.findall(r"`([^`\n]+)`", text)]


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading."""
    text = (DOCS / page).read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines[1:]]


@pytest.mark.parametrize(("page", "heading"), [*zip(LANGUAGE, ("Operators", "运算符"), strict=True)])
def test_every_operator_is_explained_in_every_spelling(page: str, heading: str) -> None:
    table = rows(page, heading)
    assert len(table) == len(OPERATORS)
    for cells, operator in zip(table, OPERATORS, strict=True):
        assert set(codes(cells[0])) == {*operator.words, *operator.signs}


@pytest.mark.parametrize(("page", "heading"), [*zip(LANGUAGE, ("Fields", "字段"), strict=True)])
def test_every_field_is_explained_in_every_spelling(page: str, heading: str) -> None:
    table = rows(page, heading)
    assert [set(codes(cells[0])) for cells in table] == [set(field.spellings) for field in FIELDS]


@pytest.mark.parametrize("page", LANGUAGE)
@pytest.mark.parametrize("place", [0, 1])
def test_every_example_parses_to_more_than_text(page: str, place: int) -> None:
    heading = (("Operators", "Fields"), ("运算符", "字段"))[page.endswith("zh-CN.md")][place]
    examples = [codes(cells[1])[0] for cells in rows(page, heading)]
    assert len({render(parse(example, TODAY).query) for example in examples}) == len(examples)


@pytest.mark.parametrize(("page", "heading"), [*zip(LANGUAGE, ("Dates", "日期"), strict=True)])
def test_every_date_parses(page: str, heading: str) -> None:
    for cells in rows(page, heading):
        for example in codes(cells[0]):
            assert render(parse(example, TODAY).query).startswith("date:")


def commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []

    def walk(command: click.Command, path: str, context: click.Context) -> None:
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                walk(inner, f"{path} {name}", click.Context(inner, parent=context))
        else:
            found.append((path, command))

    root = group(TABLE)
    walk(root, "xunzhang", click.Context(root))
    return found


@pytest.mark.parametrize("page", ["commands.md", "commands.zh-CN.md"])
@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda value: str(value).replace(" ", "-"))
def test_every_command_and_option_is_explained(page: str, path: str, command: click.Command) -> None:
    text = (DOCS / page).read_text("utf-8")
    sections = re.split(rf"^### `{re.escape(path)}(?=[ `])", text, flags=re.M)
    assert len(sections) == 2, f"{path} is not explained in docs/{page}"
    explained = set(codes(sections[1].split("\n### ")[0]))
    wanted = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
    assert wanted <= explained, f"{path}: {sorted(wanted - explained)} missing in docs/{page}"
