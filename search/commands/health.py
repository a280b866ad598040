"""`xunzhang check`, `reindex`, `stats`: keep an archive healthy."""

from __future__ import annotations

import json

import click

from search.commands.group import opened
from search.commands.progress import Bars

UNHEALTHY = 1
"""Exit code when something is wrong."""


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """检查档案与索引是否完好 / tell whether store and index are in order."""
    with opened(ctx) as archive:
        report = archive.check()
    for problem in report.problems:
        click.echo(
            f"{click.style('✗', fg='red')} [{problem.kind}] {problem.subject}: {problem.remedy}", err=True
        )
    if not report.sound:
        ctx.exit(UNHEALTHY)
    click.echo(
        f"一切正常 / all is well: {report.articles} 篇 / articles, {report.issues} 期 / issues, "
        f"{report.sources} 个源文件 / sources"
    )


@click.command()
@click.option("--quiet", "-q", is_flag=True, help="不显示进度 / no progress bar")
@click.pass_context
def reindex(ctx: click.Context, quiet: bool) -> None:
    """从库中重建索引 / build the index anew from the store."""
    with opened(ctx) as archive, Bars(quiet) as bars:
        total = archive.reindex(bars.indexing, bars.waiting)
    click.echo(f"已索引 {total} 篇 / {total} articles indexed")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def stats(ctx: click.Context, as_json: bool) -> None:
    """档案的规模 / how large the archive is."""
    from search.application.health import figures

    with opened(ctx) as archive:
        counted = figures(archive.parts)
    if as_json:
        click.echo(json.dumps(counted, ensure_ascii=False))
        return
    for name, label in _LABELS.items():
        value = counted[name]
        shown = _size(value) if name.endswith("_bytes") and isinstance(value, int) else value
        click.echo(f"{label}: {shown}")
    years = counted["years"]
    if isinstance(years, dict):
        click.echo("年份 / years: " + "  ".join(f"{year or '—'} {count}" for year, count in years.items()))


_LABELS = {
    "articles": "文章 / articles",
    "issues": "期 / issues",
    "drafts": "草稿 / drafts",
    "withdrawn": "已撤回 / withdrawn",
    "characters": "字数 / characters",
    "sources": "源文件 / sources",
    "source_bytes": "源文件占用 / size of sources",
    "database_bytes": "库占用 / size of the database",
    "index_bytes": "索引占用 / size of the index",
    "indexed": "已索引 / indexed",
    "pending": "待索引 / pending",
    "generation": "索引版次 / index generation",
    "corrections": "更正 / corrections",
    "topics": "专题 / topics",
}


def _size(count: int) -> str:
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"
