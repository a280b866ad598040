"""`xunzhang topics`: queries that are kept under a name."""

from __future__ import annotations

import json

import click

from search.commands.group import opened
from search.model import SearchRequest
from search.request import from_query_string, to_query_string


@click.group()
def topics() -> None:
    """专题：保存下来的检索 / topics: queries kept under a name."""


@topics.command("add")
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.option("--note", default="", help="说明 / a note")
@click.pass_context
def add(ctx: click.Context, name: str, query: tuple[str, ...], note: str) -> None:
    """保存检索 QUERY 为专题 NAME / keep QUERY as the topic NAME."""
    request = SearchRequest(q=" ".join(query))
    with opened(ctx) as archive:
        total = archive.search(request).total
        kept = archive.store.add_topic(name, to_query_string(request), note)
    click.echo(f"已保存专题“{kept.name}”，现有 {total} 篇 / topic kept, {total} articles now")


@topics.command("list")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def list_topics(ctx: click.Context, as_json: bool) -> None:
    """列出专题及篇数 / list the topics and how much they find."""
    with opened(ctx) as archive:
        rows = [
            {
                "name": topic.name,
                "query": from_query_string(topic.query).q,
                "note": topic.note,
                "created": topic.created,
                "articles": archive.count(from_query_string(topic.query)),
            }
            for topic in archive.store.topics()
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("\t".join(str(row[key]) for key in ("name", "articles", "query", "note")))


@topics.command("remove")
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """删除专题 NAME（文章不受影响）/ remove the topic NAME; articles stay."""
    with opened(ctx) as archive:
        archive.store.remove_topic(name)
    click.echo(f"已删除专题“{name}” / topic removed")
