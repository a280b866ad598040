"""`xunzhang topics`: lists that somebody keeps: searches, what was taken in from them, notes, history."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from search.commands.group import acting, opened
from search.model import SearchRequest
from search.request import from_query_string, to_query_string

if TYPE_CHECKING:
    from corpus.topics.keeping import KeptTopic, TopicKeeper
    from search.application.archive import Archive
    from search.topics.living import LivingTopic

CAUSES = {
    "withdrawn": "已撤回 / withdrawn",
    "removed": "已彻底删除 / removed for good",
    "searches": "专题的检索改过 / the topic's searches were changed",
    "corrected": "更正后不再符合 / corrected, and found no more",
    "reread": "重新识读或词典、名录改动后不再符合 / read anew, or words or names changed: found no more",
}
"""Why an article left, for people."""

_NAME = click.argument("name")
_ARTICLES = click.argument("articles", nargs=-1, required=True)
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")
_REASON = click.option("--reason", default="", help="理由 / why")


@click.group()
def topics() -> None:
    """专题：检索、收入的文章、备注、定稿 / topics: searches, what was taken in, notes, editions."""


def _keeper(archive: Archive) -> TopicKeeper:
    from corpus.topics.keeping import TopicKeeper

    return TopicKeeper(archive.store.database)


def named(archive: Archive, name: str) -> KeptTopic:
    """The topic of this name.  Raises NotFound, which lists those there are."""
    keeper = _keeper(archive)
    return keeper.topic(keeper.shelf.named(name, acting()).id, acting())


def now(archive: Archive, kept: KeptTopic) -> LivingTopic:
    """The topic over the archive as it is."""
    from search.topics.living import living

    return living(archive, kept)


@topics.command("add")
@_NAME
@click.argument("query", nargs=-1, required=True)
@click.option("--note", default="", help="说明 / a note")
@click.pass_context
def add(ctx: click.Context, name: str, query: tuple[str, ...], note: str) -> None:
    """新建专题 NAME，收入检索 QUERY 现有的结果 / a topic of what QUERY finds now."""
    from search.topics.making import begin

    request = SearchRequest(q=" ".join(query))
    with opened(ctx) as archive:
        archive.search(request)
        kept = begin(archive, name, to_query_string(request), acting(), cover=note, access="readable")
    total = len(kept.state.listed)
    click.echo(f"已保存专题“{kept.state.name}”，现有 {total} 篇 / topic kept, {total} articles now")


@topics.command("ask")
@_NAME
@click.argument("query", nargs=-1, required=True)
@click.pass_context
def ask(ctx: click.Context, name: str, query: tuple[str, ...]) -> None:
    """给专题再加检索 QUERY，收入现有的结果 / one search more; what it finds now is taken in."""
    from search.topics.making import add_search

    request = SearchRequest(q=" ".join(query))
    with opened(ctx) as archive:
        archive.search(request)
        before = named(archive, name)
        kept = add_search(archive, before, to_query_string(request), acting())
    more = len(kept.state.listed) - len(before.state.listed)
    click.echo(f"已加检索，新收入 {more} 篇 / search added, {more} articles more")


@topics.command("list")
@_JSON
@click.pass_context
def list_topics(ctx: click.Context, as_json: bool) -> None:
    """列出专题：篇数、新到、检索、说明 / list the topics: articles, new ones, searches, cover."""
    with opened(ctx) as archive:
        keeper, by = _keeper(archive), acting()
        rows: list[dict[str, Any]] = []
        for head in keeper.shelf.topics(by):
            kept = keeper.topic(head.id, by)
            topic = now(archive, kept)
            rows.append(
                {
                    "name": head.name,
                    "articles": len(topic.entries),
                    "new": len(topic.new),
                    "left": len(topic.left),
                    "queries": [from_query_string(one).q for one in kept.state.queries.values()],
                    "note": kept.state.cover,
                    "created": head.created,
                }
            )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        searches = "；".join(row["queries"])
        more = f"\t+{row['new']}" if row["new"] else ""
        click.echo(f"{row['name']}\t{row['articles']}\t{searches}\t{row['note']}{more}")


@topics.command("show")
@_NAME
@_JSON
@click.pass_context
def show(ctx: click.Context, name: str, as_json: bool) -> None:
    """专题现有的文章、新到的和不再符合的 / what is in the topic, what is new, what left and why."""
    from search.topics.telling import told

    with opened(ctx) as archive:
        row = told(archive, now(archive, named(archive, name)))
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    for section in row["sections"]:
        if section["name"]:
            click.echo(f"【{section['name']}】")
        for one in section["articles"]:
            click.echo("\t".join(filter(None, (one["id"], one["date"], one["title"], one["note"]))))
    for one in row["new"]:
        click.echo(f"+ {one['id']}\t{one['date']}\t{one['title']}\t{'、'.join(one['because'])}")
    for one in row["left"]:
        click.echo(f"- {one['id']}\t{one['title']}\t{CAUSES[one['cause']]}")


@topics.command("suggest")
@_NAME
@_JSON
@click.pass_context
def suggest(ctx: click.Context, name: str, as_json: bool) -> None:
    """相近而检索查不到的文章、可添加的检索 / close articles that no search finds, and searches."""
    from search.topics.suggesting import suggested
    from search.topics.telling import told_suggestions

    with opened(ctx) as archive:
        row = told_suggestions(suggested(archive, now(archive, named(archive, name))))
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    for one in row["articles"]:
        click.echo(f"{one['id']}\t{one['date']}\t{one['title']}\t{'、'.join(one['words'])}")
    for one in row["searches"]:
        click.echo(f"+ {one['q']}\t{one['brings']} 篇，{one['close']} 篇相近 / {one['close']} of them close")


def _changing(action: str, help_: str, said: str) -> Callable[..., Any]:
    """A command that does one thing to articles of a topic."""

    @topics.command(action, help=help_)
    @_NAME
    @_ARTICLES
    @_REASON
    @click.pass_context
    def command(ctx: click.Context, name: str, articles: tuple[str, ...], reason: str) -> None:
        from corpus.topics.changes import TopicChange
        from search.topics import making

        with opened(ctx) as archive:
            kept = named(archive, name)
            archive.articles(articles)
            change = TopicChange(action, articles, text=reason if action == "exclude" else "")
            making.change(archive, kept, [change], acting(), reason=reason)
        click.echo(said)

    return command


_changing("accept", "收入文章 ARTICLES（编号）/ take articles in", "已收入 / taken in")
_changing("pin", "手工加入文章，检索找不到也保留 / put articles in by hand", "已加入 / put in")
_changing("exclude", "排除文章，不再推荐 / exclude articles, offer them no more", "已排除 / excluded")
_changing("hold", "固定保留，检索找不到也在 / hold articles fast", "已固定 / held fast")


@topics.command("history")
@_NAME
@click.pass_context
def history(ctx: click.Context, name: str) -> None:
    """专题的修改：谁、何时、做了什么 / who did what to the topic, and when."""
    from corpus.topics.changes import ACTIONS

    with opened(ctx) as archive:
        for one in reversed(named(archive, name).changes):
            undone = "" if one.in_force else f"\t已由 {one.undone_by} 撤销 / undone"
            what = " / ".join(ACTIONS[one.change.action])
            about = "、".join(filter(None, (one.change.key, one.change.text, *one.change.articles)))
            click.echo(f"{one.id}\t{one.at}\t{one.who}\t{what}\t{about}{undone}")


@topics.command("undo")
@_NAME
@click.argument("changes", nargs=-1, required=True, type=int)
@click.pass_context
def undo(ctx: click.Context, name: str, changes: tuple[int, ...]) -> None:
    """撤销 history 列出的修改 CHANGES / take changes back, by the numbers of `history`."""
    with opened(ctx) as archive:
        _keeper(archive).undo(named(archive, name).id, changes, acting())
    click.echo(f"已撤销 {len(changes)} 项 / {len(changes)} undone")


@topics.command("remove")
@_NAME
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """移除专题 NAME，可用 bring-back 恢复（文章不受影响）/ remove the topic; `bring-back` undoes it."""
    with opened(ctx) as archive:
        _keeper(archive).shelf.set_standing(named(archive, name).id, "removed", acting())
    click.echo(f"已移除专题“{name}” / topic removed")


@topics.command("bring-back")
@_NAME
@click.pass_context
def bring_back(ctx: click.Context, name: str) -> None:
    """恢复移除的专题 NAME / bring a removed topic back."""
    from corpus.desk import NotFound

    with opened(ctx) as archive:
        shelf, by = _keeper(archive).shelf, acting()
        gone = [one for one in shelf.topics(by, "removed") if one.name == name]
        if not gone:
            raise NotFound(f"没有移除过专题“{name}” / no topic {name!r} was removed")
        shelf.set_standing(max(gone, key=lambda one: one.changed).id, "current", by)
    click.echo(f"已恢复专题“{name}” / topic is back")
