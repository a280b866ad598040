"""`xunzhang serve`: here is an archive, put it on the web of this machine."""

from __future__ import annotations

import shlex
import socket
import webbrowser
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.errors import ArchiveError, StoreError
from search.application.worker import Workers
from search.commands.group import opened
from web.loopback import is_loopback
from web.renewing import rebuild

if TYPE_CHECKING:
    from corpus.intake.report import IngestReport
    from search.application.archive import Archive

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SAMPLES = CORPUS / "samples"
SAMPLE_ORGANIZATIONS = CORPUS / "data" / "sample_organizations.csv"


def load_samples(archive: Archive) -> IngestReport:
    """The bundled issues, read with the gazetteer of the places and firms they invent."""
    from corpus.desk import LOCAL_ADMIN
    from search.application.naming import names_of
    from search.application.organizations import csv_edits

    demo = replace(LOCAL_ADMIN, name="demo")
    names_of(archive).change(list(csv_edits(archive, SAMPLE_ORGANIZATIONS)), demo)
    return archive.ingest([SAMPLES])


def guarded(archive: Archive, host: str) -> None:
    """Let only a machine with an administrator listen to others.  Raises ArchiveError with the remedy."""
    from corpus.desk import Accounts

    if is_loopback(host) or Accounts(archive.store.database).has_administrator():
        return
    program = f"xunzhang --archive {shlex.quote(str(archive.directory))}"  # an account elsewhere is of no use
    raise ArchiveError(
        f"{host} 可从别的机器访问，请先建管理员账号：{program} accounts add 名字 --role administrator / "
        f"{host} can be reached from other machines: first make an administrator with "
        f"`{program} accounts add NAME --role administrator`"
    )


def _shown(host: str) -> str:
    """The name or address to open in a browser, from another machine where it listens to others."""
    if host in ("0.0.0.0", "::"):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen on")
@click.option("--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="端口 / port")
@click.option(
    "--demo", is_flag=True, help="空档案先载入自带样刊 / load the bundled samples into an empty archive"
)
@click.option("--open", "browse", is_flag=True, help="打开浏览器 / open the browser")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, demo: bool, browse: bool) -> None:
    """网页 / the web: search, read and export in a browser."""
    from web.serving.serve import serve as run

    with opened(ctx, create=True) as archive:
        if demo and not archive.store.count():
            click.echo("载入自带样刊… / loading the bundled sample issues…", err=True)
            for name, error in load_samples(archive).failed:
                click.echo(f"{name}: {error}", err=True)
            click.echo(f"{archive.store.count()} 篇 / articles", err=True)
        guarded(archive, host)
        if archive.parts.keeper.outgrown():
            with suppress(StoreError):  # a full disk: pages order it again when somebody asks
                rebuild(archive)
            click.echo(
                "索引由另一版本建立，正在后台重建，完成后即可检索… / the index was built by another release: "
                "it is built anew beside the pages, which can be searched when it is done",
                err=True,
            )
        address = f"http://{_shown(host)}:{port}/"
        click.echo(f"寻章 {address}  （Ctrl-C 停止 / stops）", err=True)
        if not is_loopback(host):
            click.echo(
                "别的机器可以访问；传输不加密，请只在可信的网络中使用，或置于 HTTPS 之后 / "
                "other machines can reach it, unencrypted: use it in a network you trust, or behind HTTPS",
                err=True,
            )
        if browse:
            webbrowser.open(address)
        try:
            with Workers(archive.directory) as workers:
                run(archive, host, port, workers.wake)
        except OSError as error:
            raise ArchiveError(
                f"端口 {port} 不可用（{error.strerror}），请用 --port 另选 / "
                f"port {port} is not available: choose another with --port"
            ) from error
