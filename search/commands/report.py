"""`xunzhang report`: what an office counts, over any period, section or publication."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.commands.group import opened
from search.commands.output import output
from search.reports.files.formats import REPORT_FORMATS, write_report
from search.reports.files.types import Setting
from search.reports.registry import REPORTS, make_report
from search.reports.types import ReportProblem
from search.request import from_params, refuse_unread


@click.command()
@click.argument("name", required=False)
@click.option("--from", "first", metavar="DATE", help="起 / from: 2021, 2021-07, 2021-07-05")
@click.option("--to", "last", metavar="DATE", help="止 / to")
@click.option("--section", multiple=True, help="栏目，可重复 / only this section; may be repeated")
@click.option("--publication", multiple=True, help="来源，可重复 / only this source; may be repeated")
@click.option("--query", "-q", default="", help="检索式 / only what this query finds")
@click.option("--set", "-s", "options", multiple=True, metavar="OPTION=VALUE",
              help="报表的选项 / an option of the report")  # fmt: skip
@click.option("--table", default="", metavar="KEY", help="只要这一张表 / only this table")
@click.option("--format", "-f", "form", type=click.Choice(list(REPORT_FORMATS)),
              help="格式 / format  [--out 的后缀，否则 / else table]")  # fmt: skip
@click.option("--out", "-o", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
              help="写入文件 / write here")  # fmt: skip
@click.option("--english", is_flag=True, help="英文标题 / headings in English")
@click.pass_context
def report(
    ctx: click.Context,
    name: str | None,
    first: str | None,
    last: str | None,
    section: tuple[str, ...],
    publication: tuple[str, ...],
    query: str,
    options: tuple[str, ...],
    table: str,
    form: str | None,
    out: Path | None,
    english: bool,
) -> None:
    """报表 NAME；不写 NAME 则列出全部 / report NAME; without it, which there are."""
    if name is None:
        for one in REPORTS.values():
            click.echo(f"{one.name}  {one.words[0]} / {one.words[1]}：{one.about[0]} / {one.about[1]}")
        return
    form = form or _form_of(out)
    if REPORT_FORMATS[form].binary and (out is None or str(out) == "-") and sys.stdout.isatty():
        raise click.UsageError(f"{form} 请用 --out 写入文件 / write {form} to a file with --out")
    asked = [("q", query), ("from", first or ""), ("to", last or "")]
    asked += [("section", one) for one in section] + [("source", one) for one in publication]
    request = refuse_unread(from_params([pair for pair in asked if pair[1]]))
    with opened(ctx) as archive:
        made = make_report(archive, name, request, dict(map(_option, options)))
        setting = Setting("en" if english else "zh", archive.settings.export.address.rstrip("/"), table)
        with output(out) as stream:
            write_report(form, made, stream, setting)


def _option(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ReportProblem(f"--set 应为 选项=值 / --set wants OPTION=VALUE: {text}")
    return name.strip(), value


def _form_of(path: Path | None) -> str:
    """The format that a file's name asks for; a table of text for the terminal."""
    if path is None or str(path) == "-":
        return "table"
    found = next((one.name for one in REPORT_FORMATS.values() if one.suffix == path.suffix.lower()), None)
    if found is None:
        raise click.UsageError(
            f"请用 --format 指定格式 / say which with --format: {', '.join(REPORT_FORMATS)}"
        )
    return found
