"""`xunzhang export`: every article that a query or a topic finds, as a file for another program."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from search.commands import topics
from search.commands.group import opened
from search.commands.output import output
from search.commands.progress import Bars
from search.commands.topic_editions import edition_named
from search.exports import FORMATS, Context, export
from search.model import SearchRequest, Sort
from search.request import refuse_unread

if TYPE_CHECKING:
    from corpus.model import Article
    from corpus.topics.keeping import KeptTopic
    from search.application.archive import Archive

_BINARY = ("xlsx", "docx")


@click.command("export")
@click.argument("query", nargs=-1)
@click.option("--topic", "-t", metavar="NAME", help="导出专题 / the articles of this topic")
@click.option("--edition", metavar="EDITION", help="专题的这次定稿 / this edition of the topic")
@click.option("--format", "-f", "form", type=click.Choice(list(FORMATS)), help="格式 / format  [-o 的后缀]")
@click.option("--output", "-o", "path", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
              help="写入文件 / write here  [标准输出 / standard output]")  # fmt: skip
@click.option("--sort", help="排序 / order  [relevance；专题按自己的顺序 / a topic: its own order]",
              type=click.Choice(["relevance", "newest", "oldest", "title"]))  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def export_hits(
    ctx: click.Context,
    query: tuple[str, ...],
    topic: str | None,
    edition: str | None,
    form: str | None,
    path: Path | None,
    sort: Sort | None,
    quiet: bool,
) -> None:
    """导出 QUERY 或专题的全部结果 / all hits of QUERY or of a topic, not a page of them."""
    if bool(query) == bool(topic):
        raise click.UsageError("请给出检索词或 --topic 之一 / give either a query or --topic")
    if edition and (sort or not topic):
        raise click.UsageError("--edition 与 --topic 同用，不排序 / --edition goes with --topic, unsorted")
    form = form or _form_of(path)
    to_terminal = (path is None or str(path) == "-") and sys.stdout.isatty()
    if form in _BINARY and to_terminal:
        raise click.UsageError(f"{form} 请用 -o 写入文件 / write {form} to a file with -o")
    from search.topics.freezing import as_listed, thawed

    with opened(ctx) as archive, Bars(quiet) as bars:
        kept = topics.named(archive, topic) if topic else None
        taken = edition_named(archive, topic, edition) if topic and edition else None
        if kept is None:
            total, found = _query(archive, " ".join(query), sort or "relevance")
        elif taken is None:
            total, found = _topic(archive, kept, sort)
        else:
            total, found = len(taken.articles), iter(thawed(archive, taken))
        issues = {issue.id: issue for issue in archive.issues()}
        note = f"{total} 篇 / articles · {dt.date.today():%Y-%m-%d}"
        asked = archive.settings.export
        context = Context(
            topic or " ".join(query),
            note,
            issues,
            asked.address.rstrip("/"),
            asked.publication,
            notes=kept.state.notes if kept else {},
            headings=kept.state.section_of if kept else {},
        )
        if taken is not None:
            context = replace(context, title=f"{topic} {taken.name}", **as_listed(taken))
        with output(path) as out:
            done = export(
                form,
                found,
                out,
                context,
                lambda count: bars.counting("导出 / exporting", count, total),
            )
    if path is not None and str(path) != "-":
        click.echo(f"已导出 {done} 篇：{path} / {done} articles exported", err=True)


def _query(archive: Archive, query: str, sort: Sort) -> tuple[int, Iterator[Article]]:
    """(how many articles, the articles) that a query finds."""
    request = refuse_unread(SearchRequest(q=query, sort=sort, facets=()))
    total = archive.search(replace(request, size=1)).total
    return total, (hit.article for hit in archive.all_hits(request))


def _topic(archive: Archive, kept: KeptTopic, sort: Sort | None) -> tuple[int, Iterator[Article]]:
    """The same of a topic, section after section in its order, or in another that is asked for."""
    from search.topics.living import in_order, living

    topic = living(archive, kept)
    ids = [one for _, ids in topic.by_section() for one in ids]
    articles = in_order(archive.articles(ids), sort)
    return len(ids), iter(articles)


def _form_of(path: Path | None) -> str:
    """The format that a file's name asks for; CSV for the standard output."""
    if path is None:
        return "csv"
    found = next((one.name for one in FORMATS.values() if one.suffix == path.suffix.lower()), None)
    if found is None:
        raise click.UsageError(f"请用 --format 指定格式 / say which with --format: {', '.join(FORMATS)}")
    return found
