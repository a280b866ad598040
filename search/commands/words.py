"""`xunzhang words`: words beside the tokenizer's own; old articles are cut anew where they hold one."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.errors import CorpusError
from search.commands.group import acting, opened
from search.commands.progress import Bars

if TYPE_CHECKING:
    from search.application.archive import Archive

_WHO = click.option("--who", default=getpass.getuser, help="谁改的 / by whom  [登录名 / login name]")


@click.group()
def words() -> None:
    """词典：列出、添加、去掉、导入、退回、找新词 / the dictionary: words that old articles are cut by."""


def _apply(archive: Archive) -> None:
    """Cut anew what holds a changed word."""
    with Bars() as bars:
        done = archive.parts.keeper.learn(bars.indexing, bars.waiting)
    click.echo(f"{done} 篇重新切词 / {done} articles cut anew")


@words.command("list")
@click.pass_context
def list_words(ctx: click.Context) -> None:
    """列出添加（+）和去掉（-）的词 / the words added (+) and removed (-)."""
    from search.application.dictionary import words_of

    with opened(ctx) as archive:
        known, applied = words_of(archive).dictionary(), archive.parts.keeper.state()
    for sign, found in (("+", known.added), ("-", known.removed)):
        for word in found:
            click.echo(f"{sign} {word}")
    if known.state != applied:
        click.echo(
            "索引还没有照此切词，请运行 xunzhang words apply / not applied yet: run `xunzhang words apply`",
            err=True,
        )


@words.command("apply")
@click.pass_context
def apply(ctx: click.Context) -> None:
    """按词典更新索引 / bring the index up to the dictionary."""
    with opened(ctx) as archive:
        _apply(archive)


@words.command("effect")
@click.argument("added", nargs=-1, required=True)
@click.pass_context
def effect(ctx: click.Context, added: tuple[str, ...]) -> None:
    """添加之前看切法怎样变 / how sentences would be cut with these words."""
    from search.application.dictionary import effect as effect_of
    from search.application.dictionary import one_word, with_changes, words_of

    with opened(ctx) as archive:
        seen = effect_of(archive, with_changes(words_of(archive).dictionary(), one_word(added)))
    click.echo(
        f"{seen.articles} 篇含有这些词，看了 {seen.looked} 篇，{seen.otherwise} 篇切法会变 / "
        f"{seen.articles} articles hold them; of {seen.looked} looked at, {seen.otherwise} are cut otherwise"
    )
    for one in seen.sentences:
        click.secho(f"    {one.title}", dim=True)
        click.echo(f"  - {'/'.join(one.before)}\n  + {'/'.join(one.after)}")


def _change(ctx: click.Context, action: str, wanted: Iterable[str], who: str) -> None:
    from search.application.dictionary import one_word, words_of

    with opened(ctx) as archive:
        kept = words_of(archive)
        change = kept.remove if action == "remove" else kept.add
        for one in change(one_word(wanted), acting(who)):
            click.echo(f"{one.id}  {'-' if action == 'remove' else '+'} {one.name}")
        _apply(archive)


@words.command("add")
@click.argument("added", nargs=-1, required=True)
@_WHO
@click.pass_context
def add(ctx: click.Context, added: tuple[str, ...], who: str) -> None:
    """添加词，旧文章随之切词 / words to be known, in old articles too."""
    _change(ctx, "add", added, who)


@words.command("remove")
@click.argument("removed", nargs=-1, required=True)
@_WHO
@click.pass_context
def remove(ctx: click.Context, removed: tuple[str, ...], who: str) -> None:
    """这些不是词，切开 / these are no words and are always cut."""
    _change(ctx, "remove", removed, who)


@words.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_WHO
@click.pass_context
def import_list(ctx: click.Context, file: Path, who: str) -> None:
    """导入词表（每行一词，UTF-8，jieba 的词典也可）/ a list, one word a line, or one of jieba's."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise CorpusError(file.name, "词表须为 UTF-8 编码 / save the list as UTF-8") from None
    found = [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]
    _change(ctx, "add", found, who)


@words.command("log")
@click.option("--undo", type=int, help="撤销第几号改动 / take back the change of this number")
@click.option("--state", type=click.IntRange(0), help="退回到第几号改动之后 / go back to after this change")
@_WHO
@click.pass_context
def log(ctx: click.Context, undo: int | None, state: int | None, who: str) -> None:
    """全部改动，可撤销或退回 / every change; take one back, or go back to a state."""
    from search.application.dictionary import words_of

    with opened(ctx) as archive:
        kept = words_of(archive)
        if undo is not None:
            kept.undo([undo], acting(who))
        if state is not None:
            kept.roll_back(state, acting(who))
        if undo is not None or state is not None:
            _apply(archive)
        for one in kept.history():
            undone = f"  (撤销 / undone: {one.undone_by})" if not one.in_force else ""
            sign = "+" if one.action == "add" else "-"
            click.echo(f"{one.id}  {sign} {one.name}  ({one.who}, {one.at}){undone}")


@words.command("propose")
@click.option("--limit", "-n", default=30, show_default=True, type=click.IntRange(1), help="个数 / how many")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def propose(ctx: click.Context, limit: int, as_json: bool) -> None:
    """从档案里找新词 / words that the archive keeps printing and the tokenizer cuts."""
    from search.application.proposing import found_in

    with opened(ctx) as archive:
        rows = found_in(archive, limit=limit)
    for row in rows:
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo("{frequency:>6} {articles:>5}  {word}  ({cohesion}, {freedom})".format(**row))
