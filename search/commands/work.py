"""`xunzhang work`: do the jobs that pages, the API and other programs have ordered."""

from __future__ import annotations

import signal
import threading

import click

from search.commands.group import opened


@click.command()
@click.option("--once", is_flag=True, help="队列空了就结束 / end when nothing waits")
@click.pass_context
def work(ctx: click.Context, once: bool) -> None:
    """处理排队的任务，直到 Ctrl-C / do the jobs that wait, until Ctrl-C."""
    from search.application.worker import work as go
    from search.application.worker import work_off

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with opened(ctx, create=True) as archive:
        if once:
            done = work_off(archive)
            click.echo(f"完成 {done} 个任务 / {done} jobs done")
            return
        click.echo("等待任务…（Ctrl-C 停止）/ waiting for jobs (Ctrl-C stops)", err=True)
        go(archive, stopped)
