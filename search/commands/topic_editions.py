"""`xunzhang topics …`: any change of a topic by its name, editions, links, copies; beside `topics`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from search.commands.group import acting, opened
from search.commands.topics import named, now, topics

if TYPE_CHECKING:
    from corpus.topics.editions import Edition
    from search.application.archive import Archive

__all__ = ["topics"]

_NAME = click.argument("name")


@topics.command("do")
@_NAME
@click.argument("action")
@click.argument("articles", nargs=-1)
@click.option("--key", default="", help="分组、检索的键、放在谁前 / section, key of a search, before what")
@click.option("--text", default="", help="名称、说明、备注或理由 / a name, cover, note or reason")
@click.option("--reason", default="", help="理由，记入修改记录 / why, for the history")
@click.pass_context
def do(
    ctx: click.Context, name: str, action: str, articles: tuple[str, ...], key: str, text: str, reason: str
) -> None:
    """对专题做一项修改 ACTION（见文档）/ one change of a topic; the documentation lists them."""
    from corpus.topics.changes import TopicChange
    from search.topics import making

    with opened(ctx) as archive:
        kept = named(archive, name)
        archive.articles(articles)
        made = making.change(
            archive, kept, [TopicChange(action, articles, key, text)], acting(), reason=reason
        )
    click.echo(f"已修改专题“{made.state.name}” / topic changed")


@topics.command("copy")
@_NAME
@click.argument("copied")
@click.pass_context
def copy(ctx: click.Context, name: str, copied: str) -> None:
    """把专题 NAME 复制为 COPIED / a copy of the topic, without its history."""
    from corpus.topics.keeping import TopicKeeper

    with opened(ctx) as archive:
        head = TopicKeeper(archive.store.database).copy(named(archive, name).id, copied, acting())
    click.echo(f"已复制为“{head.name}” / copied")


@topics.command("merge")
@_NAME
@click.argument("other")
@click.pass_context
def merge(ctx: click.Context, name: str, other: str) -> None:
    """把专题 OTHER 并入 NAME，OTHER 收起 / everything of OTHER into NAME; OTHER is put away."""
    from corpus.topics.keeping import TopicKeeper

    with opened(ctx) as archive:
        keeper = TopicKeeper(archive.store.database)
        keeper.merge(named(archive, name).id, named(archive, other).id, acting())
    click.echo(f"已将“{other}”并入“{name}” / merged")


@topics.command("split")
@_NAME
@click.argument("into")
@click.argument("articles", nargs=-1, required=True)
@click.pass_context
def split(ctx: click.Context, name: str, into: str, articles: tuple[str, ...]) -> None:
    """把文章 ARTICLES 从 NAME 分出为新专题 INTO / articles of NAME into a topic of their own."""
    from corpus.topics.keeping import TopicKeeper

    with opened(ctx) as archive:
        keeper = TopicKeeper(archive.store.database)
        head = keeper.split(named(archive, name).id, articles, into, acting())
    click.echo(f"已分出“{head.name}” / split off")


@topics.command("freeze")
@_NAME
@click.argument("edition", default="")
@click.pass_context
def freeze(ctx: click.Context, name: str, edition: str) -> None:
    """专题定稿，名为 EDITION（默认今天）/ freeze the topic as it is now."""
    from corpus.topics.editions import Editions
    from search.exports.citations import cite
    from search.exports.work import work_of
    from search.topics.freezing import frozen

    with opened(ctx) as archive:
        kept = named(archive, name)
        issues = {issue.id: issue for issue in archive.issues()}
        listed = frozen(
            archive,
            now(archive, kept),
            lambda article: cite("gbt7714", work_of(article, issues.get(article.issue_id or ""))).text,
        )
        taken = Editions(archive.store.database).take(kept.id, edition, listed, kept.version, acting())
    click.echo(f"已定稿“{taken.name}”，{len(listed)} 篇 / edition taken, {len(listed)} articles")


@topics.command("editions")
@_NAME
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def editions(ctx: click.Context, name: str, as_json: bool) -> None:
    """列出专题的定稿 / list a topic's editions."""
    from corpus.topics.editions import Editions

    with opened(ctx) as archive:
        taken = Editions(archive.store.database).editions(named(archive, name).id, acting())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in taken], ensure_ascii=False))
        return
    for one in taken:
        click.echo(f"{one.name}\t{one.at}\t{one.who}\t{len(one.articles)}")


def edition_named(archive: Archive, topic: str, name: str) -> Edition:
    """The newest edition of this name.  Raises NotFound, which lists those there are."""
    from corpus.desk import NotFound
    from corpus.topics.editions import Editions

    taken = Editions(archive.store.database).editions(named(archive, topic).id, acting())
    for one in taken:
        if one.name == " ".join(name.split()):
            return one
    known = "、".join(dict.fromkeys(one.name for one in taken)) or "–"
    raise NotFound(f"没有定稿“{name}”，现有：{known} / no edition {name!r}; there are: {known}")


@topics.command("share")
@_NAME
@click.pass_context
def share(ctx: click.Context, name: str) -> None:
    """新建分享链接，只显示这一次 / a link to read the topic with, shown this once."""
    from corpus.topics.sharing import TopicLinks

    with opened(ctx) as archive:
        secret, link = TopicLinks(archive.store.database).share(named(archive, name).id, acting())
        address = archive.settings.export.address.rstrip("/")
    click.echo(f"{link.id}\t{address}/shared/{secret}")


@topics.command("unshare")
@_NAME
@click.argument("links", nargs=-1)
@click.pass_context
def unshare(ctx: click.Context, name: str, links: tuple[str, ...]) -> None:
    """停用分享链接 LINKS（编号），默认全部 / end links by their ids, all of them by default."""
    from corpus.topics.sharing import TopicLinks

    with opened(ctx) as archive:
        kept, by = TopicLinks(archive.store.database), acting()
        topic = named(archive, name).id
        ended = links or tuple(one.id for one in kept.links(topic, by) if not one.ended)
        for one in ended:
            kept.end(topic, one, by)
    click.echo(f"已停用 {len(ended)} 个链接 / {len(ended)} links ended")
