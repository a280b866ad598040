"""`xunzhang drafts`, `publish`, `discard`, `withdraw`, `restore-issue`, `remove`: issues come and go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from search.commands.group import acting, opened
from search.commands.progress import Bars

if TYPE_CHECKING:
    from corpus.desk import Issues, Person, Shelved

_ISSUES = click.argument("issues", nargs=-1, required=True)
_REASON = click.option("--reason", default="", help="缘由 / why")


@click.command()
@click.option("--state", type=click.Choice(["draft", "published", "withdrawn"]), default="draft",
              show_default=True, help="列哪些期 / which issues to list")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSON，每行一期 / JSON, an issue a line")
@click.pass_context
def drafts(ctx: click.Context, state: str, as_json: bool) -> None:
    """草稿一览，待核对多的在前 / the drafts, the doubtful first."""
    from corpus.desk import Issues

    with opened(ctx) as archive:
        listed = Issues(archive.store).issues(state)  # type: ignore[arg-type]
    for one in listed:
        click.echo(json.dumps(row(one), ensure_ascii=False) if as_json else _line(one))
    if not as_json and not listed:
        click.echo("没有这样的期 / no such issues")


def row(one: Shelved) -> dict[str, object]:
    """One issue as plain values, the same as the API's."""
    from corpus.desk.issues import shelved_dict

    return shelved_dict(one)


def _line(one: Shelved) -> str:
    doubt = f"{one.doubtful} 篇待核对 / doubtful" if one.doubtful else "✓"
    part = "" if one.complete else "；记录未收全 / incomplete"
    return (
        f"{one.issue.id}  {one.issue.title}  {one.articles} 篇 / articles  {doubt}{part}  "
        f"{one.issue.source_file}  {one.added[:10]}"
    )


@click.command()
@_ISSUES
@click.option("--beside", is_flag=True, help="另立一期，不替换旧版 / as an issue of its own")
@click.option("--instead-of", metavar="ISSUE", help="替换这一期 / in the place of this issue")
@click.pass_context
def publish(ctx: click.Context, issues: tuple[str, ...], beside: bool, instead_of: str | None) -> None:
    """发布草稿 ISSUES；新版替换旧版 / let readers see drafts; a new printing replaces the older one."""
    if instead_of and (beside or len(issues) > 1):
        raise click.UsageError("--instead-of 只用于一个草稿 / --instead-of takes one draft and no --beside")
    with _shelf(ctx) as (shelf, me):
        for issue in issues:
            before = None if beside else instead_of or shelf.predecessor(issue)
            title = shelf.store.whole.issue(before).title if before else ""
            done = shelf.publish(issue, me, beside=beside, instead_of=instead_of)
            now = shelf.store.whole.issue(done.issue_id).title
            said = f"已发布 / published: {now}，{done.articles} 篇 / articles"
            if before:
                said += f"；替换“{title}”，{done.before}→{done.articles} 篇 / replaced {title}"
            click.echo(said)


def _each(
    name: str, done: str, help_text: str, act: Callable[[Issues, str, Person, str], None]
) -> click.Command:
    @click.command(name, help=help_text)
    @_ISSUES
    @_REASON
    @click.pass_context
    def command(ctx: click.Context, issues: tuple[str, ...], reason: str) -> None:
        with _shelf(ctx) as (shelf, me):
            for issue in issues:
                title = shelf.store.whole.issue(issue).title
                act(shelf, issue, me, reason)
                click.echo(f"{done}: {title}")

    return command


withdraw = _each(
    "withdraw",
    "已撤回，内容都保留 / withdrawn, everything is kept",
    "撤回 ISSUES：检索不到，内容都保留 / take issues out of readers' sight; everything is kept",
    lambda shelf, issue, me, reason: shelf.withdraw(issue, me, reason),
)
restore_issue = _each(
    "restore-issue",
    "已恢复 / put back",
    "恢复已撤回的 ISSUES / put withdrawn issues back",
    lambda shelf, issue, me, reason: shelf.restore(issue, me, reason),
)


@click.command()
@_ISSUES
@click.option("--yes", is_flag=True, help="不再询问 / do not ask")
@click.pass_context
def discard(ctx: click.Context, issues: tuple[str, ...], yes: bool) -> None:
    """放弃草稿 ISSUES，连同原件 / drop drafts and their sources."""
    with _shelf(ctx) as (shelf, me):
        for issue in issues:
            title = shelf.store.whole.issue(issue).title
            if not yes:
                click.confirm(f"放弃草稿“{title}”？/ drop the draft {title}?", abort=True)
            shelf.discard(issue, me)
            click.echo(f"已放弃 / dropped: {title}")


@click.command()
@_ISSUES
@_REASON
@click.option("--yes", is_flag=True, help="不再询问 / do not ask")
@click.pass_context
def remove(ctx: click.Context, issues: tuple[str, ...], reason: str, yes: bool) -> None:
    """彻底删除 ISSUES：原件、文章、更正，不能恢复 / remove issues for good; there is no undo."""
    with _shelf(ctx) as (shelf, me):
        for issue in issues:
            title = shelf.store.whole.issue(issue).title
            if not yes:
                click.confirm(
                    f"彻底删除“{title}”？不能恢复 / remove {title} for good? There is no undo",
                    abort=True,
                )
            shelf.remove(issue, me, reason)
            click.echo(f"已彻底删除 / removed for good: {title}")


@contextmanager
def _shelf(ctx: click.Context) -> Iterator[tuple[Issues, Person]]:
    """The issues and who acts; the index follows afterwards, also where one of them was refused."""
    from corpus.desk import Issues

    with opened(ctx) as archive, Bars(quiet=False) as bars:
        try:
            yield Issues(archive.store), acting()
        finally:
            archive.repair(bars.indexing, bars.waiting)
