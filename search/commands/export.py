"""`xunzhang export`: every article that a query or a topic finds, as a file for another program."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import click

from search.commands.group import opened
from search.commands.output import output
from search.commands.progress import Bars
from search.exports import FORMATS, Context, export
from search.model import SearchRequest, Sort
from search.request import from_query_string, refuse_unread

_BINARY = ("xlsx", "docx")


@click.command("export")
@click.argument("query", nargs=-1)
@click.option("--topic", "-t", metavar="NAME", help="导出专题 / the articles of this topic")
@click.option("--format", "-f", "form", type=click.Choice(list(FORMATS)), help="格式 / format  [-o 的后缀]")
@click.option("--output", "-o", "path", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
              help="写入文件 / write here  [标准输出 / standard output]")  # fmt: skip
@click.option("--sort", default="relevance", show_default=True, help="排序 / order",
              type=click.Choice(["relevance", "newest", "oldest", "title"]))  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def export_hits(
    ctx: click.Context,
    query: tuple[str, ...],
    topic: str | None,
    form: str | None,
    path: Path | None,
    sort: Sort,
    quiet: bool,
) -> None:
    """导出 QUERY 或专题的全部结果 / all hits of QUERY or of a topic, not a page of them."""
    if bool(query) == bool(topic):
        raise click.UsageError("请给出检索词或 --topic 之一 / give either a query or --topic")
    form = form or _form_of(path)
    to_terminal = (path is None or str(path) == "-") and sys.stdout.isatty()
    if form in _BINARY and to_terminal:
        raise click.UsageError(f"{form} 请用 -o 写入文件 / write {form} to a file with -o")
    with opened(ctx) as archive, Bars(quiet) as bars:
        request = (
            from_query_string(archive.store.topic(topic).query) if topic else SearchRequest(q=" ".join(query))
        )
        request = refuse_unread(replace(request, sort=sort, facets=(), page=1))
        total = archive.search(replace(request, size=1)).total
        issues = {issue.id: issue for issue in archive.issues()}
        note = f"{total} 篇 / articles · {dt.date.today():%Y-%m-%d}"
        articles = (hit.article for hit in archive.all_hits(request))
        asked = archive.settings.export
        context = Context(topic or request.q, note, issues, asked.address.rstrip("/"), asked.publication)
        with output(path) as out:
            done = export(
                form,
                articles,
                out,
                context,
                lambda count: bars.counting("导出 / exporting", count, total),
            )
    if path is not None and str(path) != "-":
        click.echo(f"已导出 {done} 篇：{path} / {done} articles exported", err=True)


def _form_of(path: Path | None) -> str:
    """The format that a file's name asks for; CSV for the standard output."""
    if path is None:
        return "csv"
    found = next((one.name for one in FORMATS.values() if one.suffix == path.suffix.lower()), None)
    if found is None:
        raise click.UsageError(f"请用 --format 指定格式 / say which with --format: {', '.join(FORMATS)}")
    return found
