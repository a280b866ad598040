"""Here is a table of commands, give me the click group: lazy, with one table from errors to exit codes."""

from __future__ import annotations

import errno
import getpass
import importlib
import os
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import (
    ArchiveError,
    ArticleNotFound,
    CorpusError,
    EngineUnavailable,
    IndexMissing,
    IndexStale,
    IssueNotFound,
    QuerySyntaxError,
    UnreadParameter,
)
from corpus.settings import LOG_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.desk import Person
    from search.application.archive import Archive

EXIT_CODES: tuple[tuple[type[ArchiveError], int], ...] = (
    (QuerySyntaxError, 2),
    (UnreadParameter, 2),
    (CorpusError, 3),
    (ArticleNotFound, 4),
    (IssueNotFound, 4),
    (IndexMissing, 5),
    (IndexStale, 5),
    (EngineUnavailable, 6),
    (ArchiveError, 1),
)
"""The first row that fits decides; 2 is also click's own code for wrong usage."""


def acting(who: str | None = None) -> Person:
    """Who acts on the command line: the administrator of this machine, under this or the login name."""
    from corpus.desk import LOCAL_ADMIN

    return replace(LOCAL_ADMIN, name=getpass.getuser() if who is None else who)


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, *args: Any, table: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = dict(table)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.table, *sorted(super().list_commands(ctx))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.table[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run; an `ArchiveError` becomes one line on the error output and an exit code."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if isinstance(error, BrokenPipeError) or error.errno == errno.EPIPE:
                raise  # `| head`: click ends silently
            click.echo(f"{click.style('错误 / error', fg='red')}: {_refused(error)}", err=True)
            ctx.exit(1)
        except ArchiveError as error:
            if isinstance(error, QuerySyntaxError):
                _point_out(error)
            else:
                click.echo(f"{click.style('错误 / error', fg='red')}: {error}", err=True)
            ctx.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))


def _point_out(error: QuerySyntaxError) -> None:
    """A mistake in a query, in the terminal's language, with an arrow under it and the repaired query."""
    english = _language() == "en"
    click.echo(
        f"{click.style('error' if english else '错误', fg='red')}: {error.said(_language())}", err=True
    )
    click.echo("\n".join(f"  {line}" for line in error.pointed().splitlines()), err=True)
    if error.repaired:
        click.echo(f"  {'did you mean' if english else '是不是'}: {error.repaired}", err=True)


def _language() -> str:
    """The terminal's: English where it says so, else Chinese."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if said.casefold().startswith("en") else "zh"


def _refused(error: OSError) -> str:
    """What the file system refused, as one line with its remedy."""
    where = f"{error.filename}: " if error.filename else ""
    remedies = {
        errno.ENOENT: "没有这个文件夹，请核对路径 / no such folder: check the path",
        errno.ENOTDIR: "这不是文件夹，请核对路径 / not a folder: check the path",
        errno.EISDIR: "这是文件夹，请写文件名 / a folder: name a file in it",
        errno.EACCES: "没有权限，请换个位置或改权限 / not permitted: choose another place",
        errno.EROFS: "只能读不能写，请换个位置 / read-only: use another place",
        errno.ENOSPC: "磁盘已满，请腾出空间后重试 / the disk is full: free some space and try again",
        errno.ENAMETOOLONG: "文件名太长，请改短 / the name is too long: shorten it",
    }
    reason = remedies.get(
        error.errno or 0, f"系统拒绝，请核对后重试 / refused: check it and try again ({error})"
    )
    return where + reason


def group(table: Mapping[str, str]) -> LazyGroup:
    """The `xunzhang` command with the commands of `table`."""

    @click.group(
        cls=LazyGroup,
        table=table,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.option(
        "--archive",
        "directory",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="XUNZHANG_ARCHIVE",
        help="档案目录 / the archive's directory  [XUNZHANG_ARCHIVE]",
    )
    @click.option(
        "--log-level",
        type=click.Choice(LOG_LEVELS),
        help="在终端显示运行日志 / print log records from this level on",
    )
    @click.version_option(package_name="xunzhang", prog_name="xunzhang")
    @click.pass_context
    def xunzhang(ctx: click.Context, directory: Path | None, log_level: str | None) -> None:
        """寻章：中文报刊档案的全文检索 / full-text search for archives of Chinese newspapers."""
        ctx.obj = directory
        if log_level is not None:
            from corpus.logs import to_terminal

            to_terminal(log_level)

    assert isinstance(xunzhang, LazyGroup)
    return xunzhang


def archive_directory(ctx: click.Context) -> Path:
    """The directory that was chosen, else the platform's own place for data."""
    chosen = ctx.find_root().obj
    if isinstance(chosen, Path):
        return chosen
    from platformdirs import user_data_path

    return user_data_path("xunzhang", appauthor=False)


CATCH_UP = 500
"""Changes that are indexed before a command goes on: a second's work."""


def _catch_up(archive: Archive) -> None:
    """Index the few changes that a crash may have left; more wait for `ingest`, `serve` or `reindex`.

    Another program that is indexing just now is left alone, and so is an index of another
    release: see `_renew`.
    """
    if archive.exists and 0 < archive.shelf.waiting() <= CATCH_UP and not archive.parts.keeper.outgrown():
        with suppress(ArchiveError):
            archive.repair(patience=lambda _: False)


def _renew(archive: Archive) -> None:
    """Build the index anew where another release has built it, and say so; the store stays as it is."""
    from search.commands.progress import Bars

    keeper = archive.parts.keeper
    if not keeper.outgrown():
        return
    click.echo(
        "索引由另一版本建立，先从库中重建一次（库与更正不变）… / "
        "the index was built by another release: it is first built anew from the store, once",
        err=True,
    )
    with Bars() as bars:
        total = keeper.renew(bars.indexing, bars.waiting)
    click.echo(f"已索引 {total} 篇 / {total} articles indexed", err=True)


@contextmanager
def opened(ctx: click.Context, *, create: bool = False) -> Iterator[Archive]:
    """The archive, closed afterwards.  Raises ArchiveError where there is none and `create` is off.

    A command that only reads builds an index of another release anew when it first asks it.  With `create`
    the command sees to that itself: `ingest` at its end, a server by its workers.
    """
    from search.application.archive import Archive

    archive = Archive.open(archive_directory(ctx), create=create)
    if create:
        from corpus.logs import to_file

        to_file(archive.directory, archive.settings.log)
    else:
        archive.parts.reader.renew = lambda: _renew(archive)
    try:
        _catch_up(archive)
        yield archive
    finally:
        archive.close()
