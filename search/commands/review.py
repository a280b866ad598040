"""`xunzhang review`, `correct`, `corrections`, `undo`: every guess can be seen, mended and taken back."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from corpus.store import ARTICLE_FIELDS, DOUBTFUL, ISSUE_FIELDS, Correction
from search.commands.group import acting, opened
from search.commands.progress import Bars

if TYPE_CHECKING:
    from corpus.desk import Correcting
    from search.application.archive import Archive

_LISTS = ("authors", "organizations", "subjects", "people", "tags")


@click.command()
@click.option("--below", default=DOUBTFUL, show_default=True, help="低于此把握 / confidence under this",
              type=click.FloatRange(0, 1))  # fmt: skip
@click.option("--limit", "-n", default=50, show_default=True, type=click.IntRange(1), help="条数 / how many")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def review(ctx: click.Context, below: float, limit: int, as_json: bool) -> None:
    """待核对的字段，把握最小的在前 / what was guessed, the least certain first."""
    with opened(ctx) as archive:
        doubts = archive.store.review(below, limit)
    for doubt in doubts:
        row = {
            "id": doubt.article.id,
            "title": doubt.article.title,
            "field": doubt.field,
            "value": shown(doubt.value),
            "how": doubt.how,
            "confidence": doubt.confidence,
        }
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{row['id']}  {row['field']} = {row['value']}  ({row['how']}, {row['confidence']})")
            click.secho(f"    {row['title']}", dim=True)


@click.command()
@click.argument("target")
@click.argument("field", type=click.Choice(sorted({*ARTICLE_FIELDS, *ISSUE_FIELDS})))
@click.argument("values", nargs=-1)
@click.option("--who", default=getpass.getuser, help="谁改的 / by whom  [登录名 / login name]")
@click.option("--reason", default="", help="理由 / why")
@click.option("--issue", is_flag=True, help="TARGET 是期的编号 / TARGET is an issue")
@click.pass_context
def correct(
    ctx: click.Context, target: str, field: str, values: tuple[str, ...], who: str, reason: str, issue: bool
) -> None:
    """更正文章（或期）TARGET 的 FIELD 为 VALUES / set a field; names one by one; none = empty.

    \b
    xunzhang correct k3j2… authors 闻溪 陆行舟
    xunzhang correct k3j2… date 2031-07-05
    xunzhang correct --issue n7x4… year 2031
    """
    new = list(values) if field in _LISTS else " ".join(values)
    with opened(ctx) as archive:
        correcting = _correcting(archive)
        correct = correcting.correct_issue if issue else correcting.correct
        now = correcting.issue(target) if issue else correcting.article(target)
        (done,) = correct(target, {field: new}, now.version, acting(who), reason)
        archive.repair(patience=Bars().waiting)
    click.echo(_line(done))


@click.command()
@click.argument("target", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def corrections(ctx: click.Context, target: str | None, as_json: bool) -> None:
    """列出更正（TARGET：文章或期的编号）/ list corrections of an article or issue, or all."""
    with opened(ctx) as archive:
        for one in archive.store.corrections(target):
            click.echo(json.dumps(asdict(one), ensure_ascii=False, default=str) if as_json else _line(one))


@click.command()
@click.argument("number", type=int)
@click.option("--who", default=getpass.getuser, help="谁撤销的 / by whom  [登录名 / login name]")
@click.pass_context
def undo(ctx: click.Context, number: int, who: str) -> None:
    """撤销第 NUMBER 号更正 / take correction NUMBER back."""
    with opened(ctx) as archive:
        done = _correcting(archive).undo(number, acting(who))
        archive.repair(patience=Bars().waiting)
    click.echo(_line(done))


def _correcting(archive: Archive) -> Correcting:
    """The rules of the desk hold here too: the same checks, the same log."""
    from corpus.desk import Correcting

    return Correcting(archive.store)


def _line(one: Correction) -> str:
    line = f"{one.seq}  {one.target}  {one.field}: {shown(one.old)} → {shown(one.new)}  ({one.who}, {one.at})"
    return f"{line}  已撤销 / undone ({one.undone_by})" if one.undone_at else line


def shown(value: object) -> str:
    """A field's value on one line."""
    if isinstance(value, tuple):
        return "、".join(value) or "—"
    if isinstance(value, dt.date):
        return value.isoformat()
    text = " ".join(str(value or "—").split())
    return text if len(text) <= 60 else text[:59] + "…"
