"""`xunzhang people`: who is who.  One person under two names, two of one name."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from corpus.errors import ArchiveError
from search.commands.group import acting, opened
from search.commands.progress import Bars
from search.model import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.desk import Change
    from search.application.archive import Archive

_WHO = click.option("--who", default=getpass.getuser, help="谁改的 / by whom  [登录名 / login name]")


@click.group()
def people() -> None:
    """人物：列出、合并、区分同名、撤销 / people: join two names, tell two of one name apart."""


def _follow(archive: Archive, changes: Sequence[Change]) -> None:
    """Let the articles follow, and say what was changed."""
    from corpus.desk import reread_names
    from search.application.naming import people_of

    kept = people_of(archive)
    ids = kept.naming({name for one in changes for name in (one.name, one.value)})
    found = reread_names(
        archive.store,
        ids,
        archive.recognizer,
        people=kept.register().applied,
        profiles=archive.parser().profiles,
    )
    changed = sum(len(articles) for _, articles in found)
    with Bars() as bars:
        archive.repair(bars.indexing, bars.waiting)
    for one in changes:
        click.echo(_line(one))
    click.echo(f"{changed} 篇有变 / {changed} articles changed")


def _line(one: Change) -> str:
    where = f"  @ {one.place}" if one.place else ""
    undone = f"  (撤销 / undone: {one.undone_by})" if not one.in_force else ""
    return f"{one.id}  {one.action}  {one.name} → {one.value}{where}  ({one.who}, {one.at}){undone}"


@people.command("list")
@click.argument("part", default="")
@click.pass_context
def list_people(ctx: click.Context, part: str) -> None:
    """列出人物及篇数（PART：姓名片段）/ people with the number of articles that name them."""
    with opened(ctx) as archive:
        for one in archive.facet(SearchRequest(size=1, facets=()), "person"):
            if part in one.value:
                click.echo(f"{one.count:>6}  {one.value}")


@people.command("join")
@click.argument("name")
@click.argument("into")
@_WHO
@click.pass_context
def join(ctx: click.Context, name: str, into: str, who: str) -> None:
    """NAME 就是 INTO / NAME is the same person as INTO."""
    from search.application.naming import people_of

    with opened(ctx) as archive:
        _follow(archive, [people_of(archive).join(name, into, acting(who))])


@people.command("tell")
@click.argument("name")
@click.argument("person")
@click.argument("articles", nargs=-1)
@click.option("--where", help="提到此机构的文章 / articles that name this organisation")
@_WHO
@click.pass_context
def tell(
    ctx: click.Context, name: str, person: str, articles: tuple[str, ...], where: str | None, who: str
) -> None:
    """在 ARTICLES（编号）中 NAME 是 PERSON / NAME is PERSON in these articles, or in those --where.

    \b
    xunzhang people tell 闻溪 '闻溪（市医院）' --where 青川市医院
    """
    from search.application.naming import people_of

    if bool(articles) == bool(where):
        raise ArchiveError("请给出文章编号，或 --where 机构 / give article ids, or --where ORGANISATION")
    with opened(ctx) as archive:
        kept, me = people_of(archive), acting(who)
        for article_id in articles:
            archive.article(article_id)
        changes = (
            [kept.tell_where(name, person, where, me)] if where else kept.tell(name, person, articles, me)
        )
        _follow(archive, changes)


@people.command("log")
@click.option("--undo", type=int, help="撤销第几号改动 / take back the change of this number")
@_WHO
@click.pass_context
def log(ctx: click.Context, undo: int | None, who: str) -> None:
    """全部改动，可撤销 / every change; each can be taken back."""
    from search.application.naming import people_of

    with opened(ctx) as archive:
        kept = people_of(archive)
        if undo is not None:
            _follow(archive, kept.undo([undo], acting(who)))
            return
        for one in kept.history():
            click.echo(_line(one))
