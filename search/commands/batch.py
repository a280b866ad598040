"""`xunzhang batch`: many questions, one table; or a run for the judges of ranking."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from search.commands.group import opened
from search.commands.output import output
from search.commands.progress import Bars
from search.request import from_params, refuse_unread

if TYPE_CHECKING:
    from search.answer.lists import Question
    from search.application.archive import Archive
    from search.model import SearchRequest

TREC_LIMIT, TABLE_LIMIT = 1000, 3


@click.command()
@click.argument("queries", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--format", "form", default="csv", show_default=True, help="输出格式 / output",
              type=click.Choice(["csv", "jsonl", "xlsx", "trec"]))  # fmt: skip
@click.option("--limit", "-n", type=click.IntRange(1), help="每条最多篇数 / articles a query  [3; trec 1000]")
@click.option(
    "--output", "-o", "path", type=click.Path(path_type=Path, dir_okay=False), help="写入文件 / write here"
)
@click.option("--column", "-c", help="查哪一列：第几列或列名 / the column to look up: its number or heading")
@click.option(
    "--from",
    "date_from",
    help="起始日期，全表适用 / first date, for the whole table (2021年9月, 2021-09, 去年)",
)
@click.option("--to", "date_to", help="截止日期 / last date")
@click.option("--tag", default="xunzhang", show_default=True, help="trec 的名称 / name of the run")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def batch(
    ctx: click.Context,
    queries: Path,
    form: str,
    limit: int | None,
    path: Path | None,
    column: str | None,
    date_from: str | None,
    date_to: str | None,
    tag: str,
    quiet: bool,
) -> None:
    """批量检索 QUERIES（txt 每行一条；csv、xlsx 一列；jsonl 含 id、text）/ many queries, one table."""
    base = refuse_unread(from_params([("from", date_from or ""), ("to", date_to or "")]))
    data = sys.stdin.buffer.read() if str(queries) == "-" else queries.read_bytes()
    questions = _questions(data, queries.name, column)
    with opened(ctx) as archive, Bars(quiet) as bars, output(path) as out:
        asked = counted(questions, bars)
        if form == "trec":
            for line in trec(archive, asked, limit or TREC_LIMIT, tag, base):
                out.write(line.encode() + b"\n")
        else:
            table(archive, asked, limit or TABLE_LIMIT, form, out, base)


def _questions(data: bytes, name: str, column: str | None) -> list[Question]:
    """The questions of a list; whoever sits at a terminal is asked for the column."""
    from search.answer.lists import ColumnWanted, questions_of

    try:
        return questions_of(data, name, column)
    except ColumnWanted as wanted:
        if not sys.stdin.isatty():
            raise
        for number, sample in wanted.columns:
            click.echo(f"{number:>3}  {sample}", err=True)
        choice = click.Choice([str(number) for number, _ in wanted.columns])
        return questions_of(data, name, click.prompt("查哪一列 / which column", type=choice, err=True))


def counted(questions: Sequence[Question], bars: Bars) -> Iterator[Question]:
    """The questions, one after the other, telling how many have been answered."""
    for done, question in enumerate(questions):
        bars.counting("检索 / searching", done, len(questions))
        yield question


def trec(
    archive: Archive,
    questions: Iterable[Question],
    limit: int,
    tag: str,
    base: SearchRequest | None = None,
) -> Iterator[str]:
    """Run lines of every question, the softer tail included.  base: what holds for all of them."""
    from search.answer.batch import trec_lines

    for question in questions:
        ids, scores = archive.ranking(question.text, limit, base)
        yield from trec_lines(question.id, ids, scores, tag)


def table(
    archive: Archive,
    questions: Iterable[Question],
    limit: int,
    form: str,
    out: BinaryIO,
    base: SearchRequest | None = None,
) -> None:
    """Write the table in one of its formats."""
    from search.answer.batch import row_dict, table_csv, table_xlsx

    rows = archive.batch(questions, limit, base)
    if form == "jsonl":
        for row in rows:
            out.write(json.dumps(row_dict(row), ensure_ascii=False).encode() + b"\n")
    else:
        (table_csv if form == "csv" else table_xlsx)(rows, out)
