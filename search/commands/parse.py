"""`xunzhang parse`: reads and splits, stores nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from corpus.errors import CorpusError
    from corpus.intake.ingest import Parser
    from corpus.model import Article, Aside, ParsedIssue
    from corpus.reading import Source

FAILED = 3
"""Exit code when a source could not be read."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每期一个 JSON 对象 / one JSON object per issue")
@click.pass_context
def parse(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """读取并切分文件，不入库 / read and split FILES, store nothing."""
    from corpus.entities import Gazetteer, Recognizer
    from corpus.errors import CorpusError
    from corpus.intake.ingest import Parser
    from corpus.intake.parse import parse_json
    from corpus.reading import Confined, Failure, read

    parser = Parser(Recognizer(Gazetteer.load()))
    failed = False
    child = ctx.with_resource(Confined(parser.limits))
    for source in (source for path in files for source in read(path, parser.limits, child)):
        try:
            if isinstance(source, Failure):
                raise source.error
            parsed, errors = _parsed(source, parser)
        except CorpusError as error:
            parsed, errors = None, [error]
        for each in errors:
            click.echo(str(each), err=True)
            failed = True
        if parsed is None:
            continue
        if as_json:
            click.echo(json.dumps(parse_json(parsed), ensure_ascii=False))
        else:
            _print(parsed)
    if failed:
        ctx.exit(FAILED)


def _parsed(source: Source, parser: Parser) -> tuple[ParsedIssue, list[CorpusError]]:
    """The source as an issue; records as the articles they state, and the rows that are none.

    Raises CorpusError where nothing can be read.
    """
    from corpus.errors import CorpusError
    from corpus.intake.account import told
    from corpus.intake.ingest import record_issue
    from corpus.model import ParsedIssue
    from corpus.reading import Failure, Records

    if not isinstance(source.content, Records):
        return parser.document(source.content), []
    issue = record_issue(source.name)
    articles: list[Article] = []
    errors: list[CorpusError] = []
    notices: list[str] = []
    beside: list[Aside] = []
    for row in source.content.rows:
        try:
            if isinstance(row, Failure):
                raise row.error
            beside += row.beside
            articles.append(parser.record(row, source.name, issue))
        except CorpusError as error:
            errors.append(error)
            continue
        notices.extend(filter(None, [row.notice]))
    return ParsedIssue(source.name, issue, tuple(articles), tuple(beside), told(notices)), errors


def _print(parsed: ParsedIssue) -> None:
    issue = parsed.issue
    when = f"{issue.year or '?'}-{issue.month or '?'} ({issue.date_basis})"
    click.secho(f"{parsed.source}  {issue.title}  {when}", bold=True)
    for article in parsed.articles:
        lines = f"{article.lines[0]}–{article.lines[1]}" if article.lines else ""
        signed = "、".join(article.authors) or article.credit or ""
        click.echo("  ".join((f"{lines:>9}", article.section or "—", article.title, signed)).rstrip())
    for notice in parsed.notices:
        click.echo(notice, err=True)
