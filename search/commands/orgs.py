"""`xunzhang orgs`: the organisations the archive knows, and every change a person makes to them.

A change is kept beside the shipped gazetteer and survives it being renewed.  It counts for questions at
once; the articles that list or print a name follow at once, unless a command is told `--later`.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import ArchiveError
from corpus.model import Organization
from search.commands.group import acting, opened
from search.commands.progress import Bars

if TYPE_CHECKING:
    from corpus.desk.reaching import Reach
    from corpus.entities.gazetteer import Edit
    from search.application.archive import Archive

Decorated = Callable[..., Any]
_LATER = click.option("--later", is_flag=True, help="暂不重读文章 / leave the articles for `reparse`")


@click.group()
def orgs() -> None:
    """机构名录：列出、合并、别名、隶属、导入导出、建议 / the gazetteer of organisations."""


def _changing(command: Decorated) -> Decorated:
    """The options of every command that changes the gazetteer."""
    command = click.option("--who", default=getpass.getuser, help="谁改的 / by whom")(command)
    return click.option("--later", is_flag=True, help="暂不重读文章 / leave the articles for `reparse`")(
        command
    )


def apply(ctx: click.Context, edits: Callable[[Archive], Iterable[Edit]], who: str, later: bool) -> None:
    """Keep the edits, all or none, and let the articles follow.  Raises Refused where one cannot be made."""
    from search.application.naming import names_of

    with opened(ctx) as archive:
        what: list[Reach] = []
        done = names_of(archive).change(
            list(edits(archive)), acting(who), order=lambda _, concerned: what.append(concerned)
        )
        for one in done:
            click.echo(f"{one.id}  {_line(one.action, one.name, one.value)}")
        _follow(archive, [] if later else what)


def _follow(archive: Archive, changes: Iterable[Reach]) -> None:
    """The articles that changes concern, as the gazetteer now has them."""
    from search.application.naming import named_again

    for what in changes:
        read, found = named_again(archive, what)
        changed = sum(len(articles) for _, articles in found)
        click.secho(
            f"重读 {read} 篇，改了 {changed} 篇 / {read} articles read again, {changed} changed", err=True
        )
        with Bars() as bars:
            archive.repair(bars.indexing, bars.waiting)


@orgs.command("list")
@click.argument("part", default="")
@click.option("--all", "everything", is_flag=True, help="连文章未提及的 / those no article names, too")
@click.option("--kind", help="类别 / only this kind")
@click.option("--parent", help="上级机构 / only what belongs to it")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def list_orgs(
    ctx: click.Context, part: str, everything: bool, kind: str | None, parent: str | None, as_json: bool
) -> None:
    """列出机构及提及篇数（PART：名称片段）/ organisations with the number of articles naming them."""
    with opened(ctx) as archive:
        counts: dict[str, int] = {}
        for article in archive.store.iter_articles():
            for name in article.organizations:
                counts[name] = counts.get(name, 0) + 1
        listed = archive.recognizer.gazetteer.organizations
        names = {*counts, *listed} if everything else set(counts)
        for name in sorted(names, key=lambda name: (-counts.get(name, 0), name)):
            one = archive.resolve(name) or Organization(name)
            forms = (name, *one.aliases)
            if (kind or one.kind) != one.kind or (parent or one.parent) != one.parent:
                continue
            if any(part in form for form in forms):
                click.echo(_shown(one, counts.get(name, 0), as_json))


@orgs.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def show(ctx: click.Context, name: str, as_json: bool) -> None:
    """NAME（任一写法）是哪个机构 / whose name this is, in any form."""
    with opened(ctx) as archive:
        one = archive.resolve(name)
        if one is None:
            raise ArchiveError(f"没有名为 {name} 的机构 / no organisation goes by the name {name}")
        below = archive.branches(one.name)
    click.echo(_shown(one, None, as_json))
    if below and not as_json:
        click.echo(f"    下属 / below: {'、'.join(child.name for child in below)}")


@orgs.command("add")
@click.argument("name")
@click.argument("aliases", nargs=-1)
@click.option("--kind", default="", help="类别 / kind: company, branch, government, association, …")
@click.option("--parent", default="", help="上级机构 / what it belongs to")
@_changing
@click.pass_context
def add(
    ctx: click.Context, name: str, aliases: tuple[str, ...], kind: str, parent: str, who: str, later: bool
) -> None:
    """添加机构及别名 / an organisation and its other names."""
    from corpus.entities.gazetteer import Edit

    edits = [Edit("add", name, kind), *(Edit("alias", name, each) for each in aliases)]
    if parent:
        edits.append(Edit("parent", name, parent))
    apply(ctx, lambda _: edits, who, later)


@orgs.command("alias")
@click.argument("name")
@click.argument("aliases", nargs=-1, required=True)
@click.option("--remove", is_flag=True, help="去掉这些别名 / take these names away")
@_changing
@click.pass_context
def alias(
    ctx: click.Context, name: str, aliases: tuple[str, ...], remove: bool, who: str, later: bool
) -> None:
    """ALIASES 也指 NAME / these are other names of NAME."""
    from corpus.entities.gazetteer import Edit

    apply(ctx, lambda _: [Edit("unalias" if remove else "alias", name, each) for each in aliases], who, later)


@orgs.command("merge")
@click.argument("names", nargs=-1, required=True)
@click.option("--into", required=True, help="归入的机构 / the organisation they all are")
@_changing
@click.pass_context
def merge(ctx: click.Context, names: tuple[str, ...], into: str, who: str, later: bool) -> None:
    """NAMES 与 --into 是同一机构 / NAMES are the same organisation as --into."""
    from corpus.entities.gazetteer import Edit

    apply(ctx, lambda _: [Edit("merge", name, into) for name in names], who, later)


@orgs.command("rename")
@click.argument("name")
@click.argument("new")
@_changing
@click.pass_context
def rename(ctx: click.Context, name: str, new: str, who: str, later: bool) -> None:
    """NAME 改称 NEW，原名成为别名 / NAME is called NEW; the old name stays one of its other names."""
    from corpus.entities.gazetteer import Edit

    apply(ctx, lambda _: [Edit("rename", name, new)], who, later)


@orgs.command("split")
@click.argument("name")
@click.argument("alias")
@_changing
@click.pass_context
def split(ctx: click.Context, name: str, alias: str, who: str, later: bool) -> None:
    """ALIAS 不是 NAME 的别名，是另一机构 / ALIAS is no name of NAME but another organisation."""
    from corpus.entities.gazetteer import Edit

    apply(ctx, lambda _: [Edit("split", name, alias)], who, later)


@orgs.command("parent")
@click.argument("name")
@click.argument("parent", default="")
@_changing
@click.pass_context
def parent(ctx: click.Context, name: str, parent: str, who: str, later: bool) -> None:
    """NAME 隶属 PARENT（不写则无上级）/ NAME belongs to PARENT, or to none."""
    from corpus.entities.gazetteer import Edit

    apply(ctx, lambda _: [Edit("parent", name, parent)], who, later)


@orgs.command("remove")
@click.argument("names", nargs=-1, required=True)
@_changing
@click.pass_context
def remove(ctx: click.Context, names: tuple[str, ...], who: str, later: bool) -> None:
    """NAMES 不是机构，不再识别 / NAMES are no organisations and no longer recognised."""
    from corpus.entities.gazetteer import Edit

    apply(ctx, lambda _: [Edit("remove", name) for name in names], who, later)


@orgs.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_changing
@click.pass_context
def import_csv(ctx: click.Context, file: Path, who: str, later: bool) -> None:
    """导入 CSV（name,kind,parent,aliases；别名以 ; 分隔）/ take in a CSV file."""
    from search.application.organizations import csv_edits

    apply(ctx, lambda archive: csv_edits(archive, file), who, later)


@orgs.command("export")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="文件 / file")
@click.pass_context
def export_csv(ctx: click.Context, output: Path | None) -> None:
    """导出名录为 CSV / the whole gazetteer as CSV."""
    from search.commands.output import output as destination

    with opened(ctx) as archive, destination(output) as stream:
        stream.write(archive.recognizer.gazetteer.exported().encode("utf-8-sig" if output else "utf-8"))


@orgs.command("propose")
@click.option(
    "--min", "minimum", default=3, show_default=True, type=click.IntRange(1), help="至少篇数 / articles"
)
@click.option("--accept", is_flag=True, help="全部采纳 / take them all over")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@_changing
@click.pass_context
def propose(ctx: click.Context, minimum: int, accept: bool, as_json: bool, who: str, later: bool) -> None:
    """档案屡次提到而名录没有的名称 / names the archive keeps mentioning and the gazetteer lacks."""
    from corpus.entities.proposals import propose as find

    with opened(ctx) as archive:
        found = find(archive.store.iter_articles(), archive.recognizer, minimum)
    if accept:
        return apply(ctx, lambda _: [proposal.edit for proposal in found], who, later)
    for one in found:
        if as_json:
            edit = {"action": one.edit.action, "value": one.edit.value}
            row = {"name": one.name, "count": one.count, "articles": one.articles, **edit}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{one.count:>6}  {_line(one.edit.action, one.edit.name, one.edit.value)}")
            click.secho(f"        {' '.join(one.articles)}", dim=True)
    return None


@orgs.command("log")
@click.option("--undo", type=int, help="撤销第几号改动 / take back the change of this number")
@_LATER
@click.pass_context
def log(ctx: click.Context, undo: int | None, later: bool) -> None:
    """名录的全部改动，可撤销 / every change to the gazetteer; each can be taken back."""
    from search.application.naming import names_of

    if undo is not None:
        with opened(ctx) as archive:
            what: list[Reach] = []
            names_of(archive).undo([undo], acting(), lambda _, concerned: what.append(concerned))
            _follow(archive, [] if later else what)
    with opened(ctx) as archive:
        for edit in archive.store.gazetteer_edits():
            click.echo(f"{edit.seq}  {_line(edit.action, edit.name, edit.value)}  ({edit.who}, {edit.at})")


_ACTIONS = {
    "add": "新增 / add {name}: {value}",
    "remove": "删除 / remove {name}",
    "rename": "改名 / rename {name} → {value}",
    "split": "分出 / split {value} from {name}",
    "merge": "合并 / merge {name} → {value}",
    "alias": "别名 / alias {name} = {value}",
    "unalias": "去别名 / unalias {name} ≠ {value}",
    "parent": "隶属 / parent {name} ⊂ {value}",
    "kind": "类别 / kind {name}: {value}",
}


def _line(action: str, name: str, value: str) -> str:
    return (
        _ACTIONS[action].format(name=name, value=value or "—").replace(" —", "" if action == "add" else " —")
    )


def _shown(one: Organization, count: int | None, as_json: bool) -> str:
    if as_json:
        row = {
            "name": one.name,
            "kind": one.kind,
            "parent": one.parent,
            "aliases": one.aliases,
            "count": count,
        }
        return json.dumps({key: value for key, value in row.items() if value is not None}, ensure_ascii=False)
    shown = f"{count:>6}  {one.name}" if count is not None else one.name
    if one.parent:
        shown += f"  ⊂ {one.parent}"
    return shown + (f"  = {'、'.join(one.aliases)}" if one.aliases else "")
