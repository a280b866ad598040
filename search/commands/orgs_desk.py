"""`xunzhang orgs similar`, `orgs codes`: what may be one organisation, and what it is called elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from search.commands.group import acting, opened
from search.commands.orgs import orgs

__all__ = ["orgs"]


@orgs.command("similar")
@click.option("--limit", "-n", default=20, show_default=True, type=click.IntRange(1), help="对数 / how many")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def similar(ctx: click.Context, limit: int, as_json: bool) -> None:
    """可能是同一机构的名称，附例句 / pairs that may be one organisation, with sentences."""
    from corpus.desk import similar_names

    with opened(ctx) as archive:
        pairs = similar_names(archive.store.database, archive.recognizer.gazetteer, limit)
    for pair in pairs:
        if as_json:
            click.echo(json.dumps(asdict(pair), ensure_ascii=False))
            continue
        click.echo(
            f"{pair.likeness:.2f}  {pair.name} ({pair.articles[0]})  {pair.other} ({pair.articles[1]})"
        )
        for one in pair.sentences:
            click.secho(f"      {one.text}", dim=True)


@orgs.command("codes")
@click.argument("name")
@click.option("--credit", help="统一社会信用代码 / unified social credit code")
@click.option("--stock", help="股票代码 / stock code")
@click.option("--wikidata", help="维基数据编号 / Wikidata item")
@click.pass_context
def codes(ctx: click.Context, name: str, credit: str | None, stock: str | None, wikidata: str | None) -> None:
    """显示或设置 NAME 的代码，空值清除 / show or set the codes of NAME; an empty value clears one."""
    from corpus.desk import Codes

    me = acting()
    with opened(ctx) as archive:
        kept = Codes(archive.store.database)
        if (credit, stock, wikidata) == (None, None, None):
            found = kept.of(name)
        else:
            found = kept.set(name, me, credit=credit, stock=stock, wikidata=wikidata)
    for label, value in (("credit", found.credit), ("stock", found.stock), ("wikidata", found.wikidata)):
        click.echo(f"{label}\t{value}")
