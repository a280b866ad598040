"""`xunzhang searches`: searches that report what comes in; `xunzhang digest`: the mails they make."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from search.commands.group import acting, opened
from search.model import SearchRequest
from search.request import to_query_string

if TYPE_CHECKING:
    from corpus.alerts.searches import SavedSearches
    from search.application.archive import Archive

_FREQUENCIES = ("never", "at_once", "daily", "weekly")
_NAME = click.argument("name")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")
_FREQUENCY = click.option(
    "--frequency", type=click.Choice(_FREQUENCIES), help="多久发一次邮件 / how often mails are sent"
)
_EMAIL = click.option("--email", help="收邮件的地址 / where the mails go")
_LANGUAGE = click.option("--language", type=click.Choice(("zh", "en")), help="邮件的语言 / of the mails")


@click.group()
def searches() -> None:
    """保存的检索：有新文章收入时报告 / saved searches: they report what comes in."""


def _saved(archive: Archive) -> SavedSearches:
    from corpus.alerts.searches import SavedSearches

    return SavedSearches(archive.store.database)


@searches.command("add")
@click.argument("query", nargs=-1)
@click.option(
    "--list", "names", type=click.File("rb"), help="名单文件，每行一个 / a file with a list of names"
)
@click.option("--name", default="", help="名称 / what it is called")
@_FREQUENCY
@_EMAIL
@_LANGUAGE
@click.pass_context
def add(
    ctx: click.Context,
    query: tuple[str, ...],
    names: Any,
    name: str,
    frequency: Any,
    email: str | None,
    language: str | None,
) -> None:
    """保存检索 QUERY，或名单文件 / save the search QUERY, or a list of names."""
    from corpus.alerts.searches import Wish
    from search.alerts.keeping import save
    from search.answer.lists import questions_of

    if bool(query) == (names is not None):
        raise click.UsageError("请给出检索式或 --list 文件之一 / give either a query or --list FILE")
    wish = Wish(name or None, frequency, email, language)
    with opened(ctx) as archive:
        if names is not None:
            lines = "\n".join(one.text for one in questions_of(names.read(), names.name))
            kept = save(archive, "list", lines, acting(), wish)
        else:
            request = SearchRequest(q=" ".join(query))
            kept = save(archive, "query", to_query_string(request), acting(), wish)
    click.echo(f"已保存检索“{kept.name}”（{kept.id}）/ search saved")


@searches.command("list")
@click.option("--removed", is_flag=True, help="已移除的 / those that were removed")
@_JSON
@click.pass_context
def list_searches(ctx: click.Context, removed: bool, as_json: bool) -> None:
    """列出保存的检索和新到的篇数 / the saved searches, and how much is new for each."""
    from corpus.alerts.arrivals import Arrivals
    from search.alerts.keeping import evaluate
    from search.alerts.showing import search_dict

    with opened(ctx) as archive:
        evaluate(archive)
        mine = _saved(archive).searches(acting(), "removed" if removed else "current")
        fresh = Arrivals(archive.store.database).fresh(mine)
    if as_json:
        click.echo(json.dumps([search_dict(one, fresh[one.id]) for one in mine], ensure_ascii=False))
        return
    for one in mine:
        click.echo(f"{one.id}\t{one.name}\t+{fresh[one.id]}\t{one.frequency}\t{one.email}")


@searches.command("show")
@_NAME
@click.option("--all", "everything", is_flag=True, help="看过的也列出 / those that were seen, too")
@click.option("--seen", is_flag=True, help="列出后记为看过 / they count as seen afterwards")
@_JSON
@click.pass_context
def show(ctx: click.Context, name: str, everything: bool, seen: bool, as_json: bool) -> None:
    """保存后新到的文章 / what came in for a saved search since you last looked."""
    from corpus.alerts.arrivals import Arrivals
    from search.alerts.keeping import evaluate
    from search.alerts.showing import find_dict
    from search.alerts.telling import told

    with opened(ctx) as archive:
        evaluate(archive)
        one = _saved(archive).named(name, acting())
        arrivals = Arrivals(archive.store.database)
        _, finds = arrivals.seen_finds(one.id, 0 if everything else one.seen)
        rows = [find_dict(each) for each in told(archive, one, finds)]
        if seen:
            _saved(archive).look(one.id, one.evaluated, acting())
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        lines = "、".join(row["lines"])
        click.echo("\t".join(filter(None, (row["id"], row["date"], row["title"], row["came"], lines))))


@searches.command("change")
@_NAME
@click.option("--name", "called", help="新名称 / another name")
@_FREQUENCY
@_EMAIL
@_LANGUAGE
@click.pass_context
def change(
    ctx: click.Context,
    name: str,
    called: str | None,
    frequency: Any,
    email: str | None,
    language: str | None,
) -> None:
    """改名称、频率、邮箱或语言 / another name, frequency, address or language."""
    from corpus.alerts.searches import Wish

    with opened(ctx) as archive:
        saved, by = _saved(archive), acting()
        old = saved.named(name, by)
        new = saved.change(old.id, Wish(called, frequency, email, language), by)
    click.echo(f"已修改“{new.name}”：{new.frequency} {new.email} / changed")


@searches.command("remove")
@_NAME
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """移除保存的检索，可用 bring-back 恢复 / remove it; `bring-back` undoes it."""
    with opened(ctx) as archive:
        saved, by = _saved(archive), acting()
        saved.set_standing(saved.named(name, by).id, "removed", by)
    click.echo(f"已移除“{name}” / removed")


@searches.command("bring-back")
@_NAME
@click.pass_context
def bring_back(ctx: click.Context, name: str) -> None:
    """恢复移除的检索；期间新到的也会列出 / bring it back; what came in meanwhile is found."""
    with opened(ctx) as archive:
        saved, by = _saved(archive), acting()
        saved.set_standing(saved.named(name, by, "removed").id, "current", by)
    click.echo(f"已恢复“{name}” / it is back")


@click.group()
def digest() -> None:
    """检索邮件：发送、状态、重发 / the mails about saved searches: send, look, try again."""


@digest.command("send")
@click.pass_context
def send(ctx: click.Context) -> None:
    """现在比对保存的检索，发出到期的邮件 / tell saved searches what came in, send the mails that are due."""
    from search.alerts import posting
    from search.alerts.rounds import once

    with opened(ctx) as archive:
        posting.check(archive.settings)
        done = once(archive)
    click.echo(
        f"新到 {done.finds}，新邮件 {done.made}，已发 {done.sent}，未发成 {done.refused} / "
        f"{done.finds} finds, {done.made} mails made, {done.sent} sent, {done.refused} not sent"
    )
    if done.refused:
        sys.exit(1)


@digest.command("list")
@click.option("--failed", is_flag=True, help="只列没发成的 / only those that could not be sent")
@_JSON
@click.pass_context
def list_digests(ctx: click.Context, failed: bool, as_json: bool) -> None:
    """列出邮件：状态、次数、原因 / the mails: state, attempts, why they failed."""
    from corpus.alerts.digests import STATE_NAMES, Digests
    from search.alerts.showing import digest_dict

    with opened(ctx) as archive:
        mails = Digests(archive.store.database).digests(acting(), everybody=True)
    mails = [one for one in mails if not failed or one.error]
    if as_json:
        click.echo(json.dumps([digest_dict(one) for one in mails], ensure_ascii=False))
        return
    for one in mails:
        state = " / ".join(STATE_NAMES[one.state])
        click.echo(f"{one.id}\t{one.created}\t{one.email}\t{state}\t{one.attempts}\t{one.error}")


@digest.command("retry")
@click.argument("mail", type=int)
@click.pass_context
def retry(ctx: click.Context, mail: int) -> None:
    """重发没发成的邮件 MAIL（编号）/ send a mail that failed again, by its number."""
    from corpus.alerts.digests import Digests

    with opened(ctx) as archive:
        one = Digests(archive.store.database).retry(mail, acting())
    click.echo(f"邮件 {one.id} 将重发给 {one.email} / mail {one.id} is to be sent again")


@digest.command("test")
@click.argument("address")
@click.pass_context
def test(ctx: click.Context, address: str) -> None:
    """给 ADDRESS 发一封测试邮件，检查 [mail] 设置 / send a test mail, to check the settings."""
    from corpus.alerts.searches import usable_address
    from corpus.errors import ArchiveError
    from search.alerts.posting import Unsent, hand_over, posting, test_message

    with opened(ctx) as archive:
        settings = archive.settings
        try:
            with posting(settings) as server:
                hand_over(server, test_message(settings, usable_address(address)))
        except Unsent as error:
            raise ArchiveError(f"没有发出：{error.reason} / not sent: {error.reason}") from None
    click.echo(f"已发给 {address} / sent to {address}")
