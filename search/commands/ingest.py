"""`xunzhang ingest`: takes files in and says what came of each."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from search.commands.group import opened
from search.commands.progress import Bars

if TYPE_CHECKING:
    from corpus.intake.report import IngestReport
    from corpus.store import Outcome

FAILED = 3
"""Exit code when a source could not be taken in; the others were."""


_LINES_SHOWN = 10
"""Of one file: a damaged one can have thousands of bad lines."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="收为草稿，不公开 / as drafts, which readers do not see")
@click.option("--json", "as_json", is_flag=True, help="报告为 JSON / the report as JSON")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def ingest(ctx: click.Context, paths: tuple[Path, ...], draft: bool, as_json: bool, quiet: bool) -> None:
    """入库：文件、文件夹、ZIP；重复入库不会有变化 / take in files, folders and ZIPs; idempotent."""

    from corpus.intake.report import IngestStopped

    stopped: IngestStopped | None = None
    with opened(ctx, create=True) as archive, Bars(quiet) as bars:
        try:
            report = archive.ingest(paths, bars.reading, bars.indexing, bars.waiting, draft=draft)
        except IngestStopped as error:  # what was taken in until then is kept, and told
            stopped, report = error, error.report
        total = archive.store.count()
    if as_json:
        click.echo(json.dumps({**report.as_dict(), "articles": total}, ensure_ascii=False))
    else:
        _print(report, total)
    if stopped is not None:
        raise stopped
    if report.failed:
        ctx.exit(FAILED)


def _replacing(done: Outcome) -> str:
    """Which issue a new printing replaced, and what became of its articles."""
    counts = (len(done.added), len(done.changed), len(done.removed), done.unchanged)
    return (
        f"替换了期 {done.issue_id}，{done.before}→{done.articles} 篇："
        "新增 {}，更改 {}，去掉 {}，未变 {} / ".format(*counts)
        + f"replaced issue {done.issue_id}, {done.before}→{done.articles} articles: "
        + "{} added, {} changed, {} gone, {} unchanged".format(*counts)
    )


def _print(report: IngestReport, total: int) -> None:
    mark = click.style("✗", fg="red")
    failed = Counter(name for name, _ in report.failed)
    shown: Counter[str] = Counter()
    for name, error in report.failed:
        shown[name] += 1
        where = str(error)
        if shown[name] <= _LINES_SHOWN:
            click.echo(f"{mark} {where if name in where else f'{name}: {where}'}", err=True)
        elif shown[name] == _LINES_SHOWN + 1:
            more = failed[name] - _LINES_SHOWN
            click.echo(
                f"{mark} {name}: 另有 {more} 处，--json 可看全部 / {more} more, --json lists them all",
                err=True,
            )
    accounts = {account.name: account.lines() for account in report.accounts}
    outcomes = dict(report.outcomes)
    for label, names in (("＋ 新增 / added", report.added), ("↻ 替换 / replaced", report.replaced)):
        for name in names:
            first, *remarks = accounts.get(name, [""])
            click.echo(f"{label}: {name}" + (f" — {first}" if first else ""))
            if (done := outcomes[name]).kind == "replaced":
                click.echo(f"    {_replacing(done)}")
            elif done.state == "draft":
                click.echo(f"    草稿 / draft {done.issue_id}")
            for remark in (*report.remarks.get(name, ()), *remarks):
                click.echo(f"    ⚠ {remark}")
    for name in report.unchanged:
        for remark in report.remarks.get(name, ()):
            click.echo(f"＝ {name} — {remark}")
    click.echo(
        f"新增 {len(report.added)}，替换 {len(report.replaced)}，未变 {len(report.unchanged)}，"
        f"失败 {len(report.failed)}；写入 {report.articles} 篇，共 {total} 篇，{report.seconds:.1f} 秒 / "
        f"{len(report.added)} added, {len(report.replaced)} replaced, {len(report.unchanged)} unchanged, "
        f"{len(report.failed)} failed; {report.articles} articles written, {total} in all"
    )
