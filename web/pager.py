"""Leafing: here are a list's last page and the current one, give me links to the others."""

from __future__ import annotations

from markupsafe import Markup, escape

from search.model import ResultPage, SearchRequest
from web import links
from web.i18n import gettext as _

SIZES = (10, 20, 50, 100)


def pagination(asked: SearchRequest, page: ResultPage) -> Markup:
    """First, last and the neighbours of the current page of this very URL; none is ever out of reach."""
    last = max(1, -(-(page.total + page.soft_total) // asked.size))
    return pages_nav(last, asked.page, "page")


def pages_nav(last: int, current_page: int, name: str) -> Markup:
    """Links to the pages of a list, as the parameter `name` of this very URL."""
    if last <= 1:
        return Markup("")
    shown = sorted({1, last, *range(max(1, current_page - 3), min(last, current_page + 3) + 1)})
    items: list[str] = []
    before = 0
    if current_page > 1:
        items.append(_neighbour("prev", here_at(name, min(current_page - 1, last)), _("上一页")))
    for number in shown:
        if number > before + 1:
            items.append("<span aria-hidden='true'>…</span>")
        current = " aria-current='page'" if number == current_page else ""
        items.append(f"<a href='{escape(here_at(name, number))}'{current}>{number}</a>")
        before = number
    if current_page < last:
        items.append(_neighbour("next", here_at(name, current_page + 1), _("下一页")))
    label = escape(_("分页"))
    return Markup(f"<nav class='pages' aria-label='{label}'>{''.join(items)}</nav>")


def here_at(name: str, number: int) -> str:
    """This very URL on another page of one of its lists."""
    return links.here(**{name: str(number)})


def _neighbour(relation: str, url: str, label: str) -> str:
    return f"<a rel='{relation}' href='{escape(url)}'>{escape(label)}</a>"


def sizes(asked: SearchRequest, total: int) -> list[int]:
    """How many hits a page may have, as far as it makes a difference; the one in force is among them."""
    wanted = [size for size in SIZES if size == SIZES[0] or total > size // 2]
    return sorted({*wanted, asked.size}) if total > SIZES[0] else []
