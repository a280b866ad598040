"""`xunzhang list`: every article of the archive."""

from __future__ import annotations

import json

import click

from search.commands.group import opened


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="一个 JSON 数组 / one JSON array")
@click.pass_context
def list_articles(ctx: click.Context, as_json: bool) -> None:
    """列出每篇文章：编号、标题、日期、栏目、期、文件 / list every article."""
    with opened(ctx) as archive:
        rows = (
            {
                "id": article.id,
                "title": article.title,
                "date": article.date.isoformat() if article.date else None,
                "section": article.section,
                "issue": article.issue_id,
                "issue_title": article.issue_title,
                "source_file": article.source_file,
            }
            for article in archive.store.iter_articles()
        )
        if not as_json:
            for row in rows:
                columns = ("id", "date", "section", "title", "source_file")
                click.echo("\t".join(str(row[column] or "") for column in columns))
            return
        click.echo("[", nl=False)
        for number, row in enumerate(rows):
            click.echo(("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False), nl=False)
        click.echo("\n]")
