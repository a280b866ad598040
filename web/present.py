"""What templates may call: labels, marks, dates, links.  HTML is made here only by Jinja's own escaping."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from markupsafe import Markup, escape

from corpus.model import Article
from search.exports import FORMATS
from search.exports.citations import LABELS, cite, coins, meta
from search.exports.work import Work
from search.model import FacetCount, SearchRequest
from search.request import to_query_string
from web import basket, direct, links, pager, wording
from web.i18n import preference, publication
from web.syntax_help import short_help
from web.timeline import Timeline, timeline
from web.trail import query_of

WORDS = (
    "navigation", "quoted", "listings", "day", "issue_name", "issue_mark", "basis_label", "date_basis",
    "sorts", "notice_text", "undo_label", "text_field", "place_label", "names_joined", "thousands",
    "aside_label",
    "aside_reason",
)  # fmt: skip
"""Functions of `wording` that templates call."""


def init_app(app: Flask) -> None:
    stamps: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in stamps or app.debug:
            data = (Path(app.static_folder or "") / name).read_bytes()
            stamps[name] = hashlib.sha256(data).hexdigest()[:10]
        return url_for("static", filename=name, v=stamps[name])

    app.jinja_env.globals.update({name: getattr(wording, name) for name in WORDS})
    app.jinja_env.globals.update(
        asset=asset,
        marked=marked,
        field_label=lambda field: wording.field_labels().get(field, field),
        chips_of=lambda asked: links.chips_of(asked, wording.field_labels()),
        timeline=chart,
        export_formats=export_formats,
        citations=citations,
        citation_meta=meta,
        coins=coins,
        publication=publication,
        preference=preference,
        pagination=pager.pagination,
        pages_nav=pager.pages_nav,
        sizes=pager.sizes,
        shown_values=shown_values,
        link=links.link,
        onward=links.onward,
        address=links.address,
        plain=links.plain,
        here=links.here,
        read_otherwise=wording.READ_OTHERWISE,
        toggled=links.toggled,
        choices_of=links.choices_of,
        article_link=links.article_link,
        dossier_link=links.dossier_link,
        kept_parameters=links.kept_parameters,
        query_of=query_of,
        query_string=lambda asked: to_query_string(replace(asked, page=1, facets=())),
        short_help=short_help,
        basket_ids=basket.selected,
        basket_full=basket.full,
        basket_before=lambda: basket.selection().cleared(),
        header_menu=header_menu,
        today=dt.date.today,
    )
    app.jinja_env.filters["groupby_order"] = groupby_order
    app.jinja_env.filters["changed"] = replace
    direct.init_environment(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def export_formats() -> list[tuple[str, str]]:
    return [(name, entry.label) for name, entry in FORMATS.items()]


SHOWN = 8
"""Values of a facet beside the results; its own page has them all."""


def citations(work: Work) -> list[tuple[str, Markup]]:
    """Every style by its label; slanted where the style slants."""
    made = []
    for style, label in LABELS.items():
        runs = (
            Markup("<i>{}</i>").format(text) if slanted else escape(text)
            for text, slanted in cite(style, work).runs
        )
        made.append((label, Markup("").join(runs)))
    return made


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """The text, escaped, with every span (start, end) in `<mark>`."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start < at:
            continue
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return Markup("".join([*pieces, escape(text[at:])]))


def chart(
    asked: SearchRequest, facets: Any, address: Callable[[SearchRequest], str] | None = None
) -> Timeline:
    """The histogram; address: of the page that it stays on, that of results unless another is given."""
    address = address or (lambda wanted: links.link("search.results", wanted))
    return timeline(asked, facets.get("year", ()), facets.get("month", ()), address)


def header_menu() -> tuple[str, list[tuple[str, str]]] | None:
    """What `app.extensions["header_menu"]` says of whoever is signed in: their name, and (URL, label) of
    their own pages; None where nobody is, or where nothing of that kind is registered."""
    who: Callable[[], tuple[str, list[tuple[str, str]]] | None] | None
    who = current_app.extensions.get("header_menu")
    return who() if who else None


def shown_values(counts: Sequence[FacetCount]) -> list[FacetCount]:
    """The most frequent values of a facet and all that are chosen, however rare."""
    return [item for place, item in enumerate(counts) if place < SHOWN or item.selected]


def groupby_order(articles: Iterable[Article], attribute: str) -> list[tuple[Any, list[Article]]]:
    """Runs of neighbours with the same value, in printed order."""
    return [(key, list(group)) for key, group in groupby(articles, lambda item: getattr(item, attribute))]
