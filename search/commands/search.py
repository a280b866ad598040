"""`xunzhang search`: the same answer as the web page, for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from search.commands.group import opened
from search.request import FILTER_FIELDS, from_params, refuse_unread

if TYPE_CHECKING:
    from search.model import Hit, ResultPage


@click.command()
@click.argument("query", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="与 HTTP 接口相同的 JSON / the JSON of the HTTP API")
@click.option("--limit", "-n", default=10, show_default=True, type=click.IntRange(1), help="每页篇数 / hits")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="第几页 / page")
@click.option("--sort", default="relevance", show_default=True, help="排序 / order",
              type=click.Choice(["relevance", "newest", "oldest", "title"]))  # fmt: skip
@click.option("--facet", "facets", multiple=True, help="统计字段，可多次 / count this field (repeatable)")
@click.option("--filter", "filters", multiple=True, metavar="FIELD=VALUE", help="只要 / only (repeatable)")
@click.option(
    "--exclude", "excluded", multiple=True, metavar="FIELD=VALUE", help="不要 / without (repeatable)"
)
@click.option("--from", "date_from", help="起始日期 / first date (2021年9月, 2021-09, 去年)")
@click.option("--to", "date_to", help="截止日期 / last date")
@click.option("--no-aliases", is_flag=True, help="不识别机构名 / do not understand names")
@click.option("--no-dates", is_flag=True, help="不识别句中日期 / do not understand dates in plain speech")
@click.option("--strict", is_flag=True, help="不附部分匹配 / no partial matches")
@click.pass_context
def search(
    ctx: click.Context, /, query: tuple[str, ...], as_json: bool, limit: int, **options: object
) -> None:
    """检索 QUERY / search the archive."""
    from dataclasses import replace

    request = refuse_unread(from_params([("q", " ".join(query)), *_pairs(options)]))
    request = replace(request, size=limit)
    with opened(ctx) as archive:
        page = archive.search(request)
    if as_json:
        from search.results import result_dict

        click.echo(json.dumps(result_dict(page), ensure_ascii=False))
    else:
        _print(page)


def _pairs(options: dict[str, object]) -> Iterable[tuple[str, str]]:
    """The options as the URL parameters that say the same."""
    yield "page", str(options["page"])
    yield "sort", str(options["sort"])
    for name in options["facets"] or ("none",):  # type: ignore[attr-defined]
        yield "facet", name
    for option, prefix in (("filters", ""), ("excluded", "not_")):
        for pair in options[option]:  # type: ignore[attr-defined]
            field, equals, value = pair.partition("=")
            if not equals or field not in FILTER_FIELDS:
                raise click.BadParameter(
                    f"应为 字段=值，字段可为 / FIELD is one of: {', '.join(FILTER_FIELDS)}"
                )
            yield prefix + field, value
    for option, name in (("date_from", "from"), ("date_to", "to")):
        if options[option]:
            yield name, str(options[option])
    for option, name in (("no_aliases", "aliases"), ("no_dates", "dates"), ("strict", "soft")):
        if options[option]:
            yield name, "0"


def _print(page: ResultPage) -> None:
    for notice in page.notices:
        if notice.kind == "long":
            said = (
                f"按匹配词数排列，{notice.value} 篇全部符合 / by coverage; {notice.value} in full, --strict"
            )
        elif notice.kind == "open":
            said = (
                f"另有 {notice.value} 篇在更长的串里：{notice.text} / {notice.value} more inside longer runs"
            )
        else:
            said = f"（{notice.text} → {notice.value}）"
        click.secho(said, dim=True)
    more = f"，另有 {page.soft_total} 篇部分匹配 / {page.soft_total} partial" if page.soft_total else ""
    click.secho(f"{page.total} 篇 / articles{more}，{page.took_ms:.1f} ms", dim=True)
    if page.literal and page.dispersed and page.dispersed.total:
        click.secho(
            f"含原词 {page.literal.total} 篇，另有 {page.dispersed.total} 篇分散出现"
            f" / {page.literal.total} print it as typed, {page.dispersed.total} have its words apart",
            dim=True,
        )
    if page.suggestion:
        click.echo(f"您要找的是不是 / did you mean: {click.style(page.suggestion, bold=True)}")
    first = (page.request.page - 1) * page.request.size + 1
    lined = False
    for number, hit in enumerate(page.hits, start=first):
        if hit.soft and not lined:
            click.secho("—— 以下只含部分检索词 / below: partial matches ——", dim=True)
            lined = True
        _print_hit(number, hit)
    for field, counts in page.facets.items():
        shown = "  ".join(f"{'✓' if c.selected else ''}{c.value} {c.count}" for c in counts[:12])
        click.echo(f"{click.style(field, bold=True)}: {shown}")


def _print_hit(number: int, hit: Hit) -> None:
    article = hit.article
    click.echo(f"\n{number:>3}. {_marked(article.title, hit.title_spans, bold=True)}")
    signed = "、".join(article.authors) or article.credit or ""
    facts = (
        article.section,
        article.date and article.date.isoformat(),
        article.issue_title or article.source,
        signed,
    )
    click.secho(f"     {' · '.join(str(fact) for fact in facts if fact)}  [{article.id}]", dim=True)
    for snippet in hit.snippets:
        click.echo(f"     {_marked(snippet.text, snippet.spans)}")


def _marked(text: str, spans: Iterable[tuple[int, int]], *, bold: bool = False) -> str:
    """The text with its spans in red; plain where the output is no terminal (click strips the codes)."""
    parts, at = [], 0
    for start, end in spans:
        parts += [click.style(text[at:start], bold=bold), click.style(text[start:end], fg="red", bold=True)]
        at = end
    return "".join([*parts, click.style(text[at:], bold=bold)]).replace("\n", " ")
