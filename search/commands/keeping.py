"""`xunzhang backup`, `restore`, `reparse`: an archive outlives its machine and its rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from search.commands.group import archive_directory, opened
from search.commands.progress import Bars

FAILED = 3


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def backup(ctx: click.Context, file: Path, quiet: bool) -> None:
    """备份整个档案到 FILE（zip）；是文件夹则只添新内容 / to FILE, a zip; to a folder: what it lacks."""
    from corpus.store import backup as write
    from corpus.store.backups import in_folder
    from corpus.store.sources import Sources

    beside = Sources(file / "sources") if file.is_dir() else None
    file = file if beside is None else in_folder(file)
    with opened(ctx) as archive, Bars(quiet) as bars:
        done = write(
            archive.store, file, lambda at, of: bars.counting("备份 / backup", at, of), beside=beside
        )
    click.echo(
        f"已备份 {done.articles} 篇、{done.issues} 期、{done.sources} 个源文件：{file} / "
        f"{done.articles} articles, {done.issues} issues, {done.sources} sources backed up"
    )
    if done.damaged:
        _tell(done.damaged)
        click.echo(
            "其余已存；修法见 xunzhang check / the rest was saved: `xunzhang check` says what mends it",
            err=True,
        )
        ctx.exit(FAILED)


def _tell(damaged: Sequence[str]) -> None:
    for one in damaged:
        click.echo(f"{click.style('✗', fg='red')} 已损坏或不见 / damaged or missing: {one}", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="覆盖已有档案 / replace what is there")
@click.option("--partial", is_flag=True, help="略去损坏的源文件 / leave out damaged source files")
@click.option("--database", "url", default="", help="数据库地址，默认存入目录 / put the database at this URL")
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def restore(ctx: click.Context, file: Path, force: bool, partial: bool, url: str, quiet: bool) -> None:
    """从 FILE 恢复档案，先逐字节核对 / make the archive from FILE, verified byte by byte first."""
    from corpus.store import restore as read
    from search.application.archive import Archive

    directory = archive_directory(ctx)
    with Bars(quiet) as bars:
        done = read(
            file,
            directory,
            force=force,
            partial=partial,
            url=url,
            progress=lambda at, of: bars.counting("核对 / verifying", at, of),
            patience=bars.waiting,
        )
        with Archive.open(directory) as archive:
            archive.repair(bars.indexing, bars.waiting)
    click.echo(
        f"已恢复 {done.articles} 篇（备份于 {done.created}）/ "
        f"{done.articles} articles restored, as of {done.created}"
    )
    if done.damaged:
        _tell(done.damaged)
        ctx.exit(FAILED)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def drill(ctx: click.Context, file: Path, quiet: bool) -> None:
    """演练恢复 FILE，不动档案 / prove a backup: restore it aside, index it, compare, throw it away."""
    import tempfile

    from corpus.store import restore as read
    from search.application.archive import Archive

    with tempfile.TemporaryDirectory(prefix="xunzhang-drill-") as folder, Bars(quiet) as bars:

        def counting(at: int, of: int) -> None:
            bars.counting("核对 / verifying", at, of)

        done = read(file, Path(folder), partial=True, progress=counting)
        with Archive.open(Path(folder)) as archive:
            archive.repair(bars.indexing, bars.waiting)
            report = archive.check(counting)
    _tell(done.damaged)
    known = set(done.damaged)
    wrong = [one for one in report.problems if not any(digest in one.subject for digest in known)]
    for problem in wrong:
        click.echo(f"{click.style('✗', fg='red')} {problem.subject}: {problem.remedy}", err=True)
    if wrong or done.damaged:
        ctx.exit(FAILED)
    click.echo(
        f"备份可用：{done.articles} 篇、{done.sources} 个源文件已恢复并核对，"
        f"其中 {report.articles} 篇可检索 / "
        f"the backup holds: {done.articles} articles and {done.sources} sources were restored and compared, "
        f"{report.articles} can be searched"
    )


@click.command()
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def reparse(ctx: click.Context, quiet: bool) -> None:
    """用现行规则重读全部源文件，编号与更正不变 / read every source anew; ids and corrections stay."""
    from corpus.intake.ingest import reparse as again

    with opened(ctx) as archive, Bars(quiet) as bars, archive.store.occupied():
        report = again(archive.store, archive.parser(), bars.reading)
        archive.parts.settle()
        archive.repair(bars.indexing, bars.waiting)
    for _, error in report.failed:
        click.echo(f"{click.style('✗', fg='red')} {error}", err=True)
    changed = sum(len(o.changed) + len(o.added) + len(o.removed) for _, o in report.outcomes)
    click.echo(
        f"重读 {len(report.outcomes)} 个源文件，{changed} 篇有变 / "
        f"{len(report.outcomes)} sources read anew, {changed} articles changed"
    )
    if report.failed:
        ctx.exit(FAILED)
