"""`xunzhang explain QUERY ID`: why an article is found and what counted, or which part excludes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from corpus.errors import ArticleNotFound
from search.commands.group import opened
from search.model import SearchRequest

if TYPE_CHECKING:
    from search.engine.explain import Explanation

CHANNELS = {
    "words": "词 / word",
    "bigrams": "字对 / pair",
    "chars": "单字 / character",
    "runs": "短语 / phrase",
    "values": "名称 / value",
}


@click.command()
@click.argument("query")
@click.argument("article_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.option("--no-aliases", is_flag=True, help="不识别机构名 / do not understand names")
@click.option("--no-dates", is_flag=True, help="不识别句中日期 / do not understand dates in plain speech")
@click.pass_context
def explain(
    ctx: click.Context, /, query: str, article_id: str, as_json: bool, no_aliases: bool, no_dates: bool
) -> None:
    """说明文章 ID 为何命中（或未命中）QUERY / why an article is found by a query, or is not."""
    request = SearchRequest(q=query, aliases=not no_aliases, dates=not no_dates)
    with opened(ctx) as archive:
        found = archive.explain(request, article_id)
        if found is None:
            raise ArticleNotFound(article_id)
        title = archive.article(article_id).title
        understood = archive.answering.plan(request).notices
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    click.echo(click.style(title, bold=True))
    for notice in understood:
        click.echo(f"理解为 / understood: {notice.text} → {notice.value}")
    for text, words in found.cuts:
        click.echo(f"切分 / cut: {text} → {' | '.join(words)}")
    _print(found)


def _print(found: Explanation) -> None:
    verdict = "命中 / found" if found.matched else click.style("未命中 / not found", fg="red")
    click.echo(f"{verdict}，得分 / score {found.score:.3f}")
    for part in (*found.parts, *found.filters):
        click.echo(f"  {'✓' if part.matched else '✗'} {part.query}")
    for term in found.terms:
        if term.gain:
            where = "，".join(f"{field} ×{count}" for field, count in term.fields)
            kind = CHANNELS[term.channel]
            click.echo(
                f"  +{term.gain:.3f}  {term.text}  [{kind}] {where}  （{term.articles} 篇 / articles）"
            )
    if found.nearness:
        click.echo(f"  +{found.nearness:.3f}  相距很近 / close together")
    missing = [term.text for term in found.terms if not term.gain and term.channel == "words"]
    if missing:
        click.echo(f"  文中没有 / not in it: {'、'.join(missing)}")
