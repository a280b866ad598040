"""Lists in the API: here are a URL's `page` and `size`, give me the window and links to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Response, request

from search.request import MAX_PAGE
from web.links import here
from web.openapi import Parameter, Schema

Item = TypeVar("Item")

PAGED_HEADERS: Schema = {
    "X-Total-Count": {"description": "Items of the whole list", "schema": {"type": "integer"}},
    "Link": {
        "description": "The first, prev, next and last page (RFC 8288)",
        "schema": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True)
class Window:
    """One page of a list.  page: from 1; size: items on it."""

    page: int
    size: int

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items of this page."""
        return items[self.start : self.start + self.size]

    def links(self, total: int) -> str:
        """The other pages as a Link header."""
        last = max(1, -(-total // self.size))
        there = {"first": 1, "prev": self.page - 1, "next": self.page + 1, "last": last}
        return ", ".join(
            f'<{here(page=str(page))}>; rel="{name}"'
            for name, page in there.items()
            if 1 <= page <= last and page != self.page
        )

    def tell(self, response: Response, total: int) -> Response:
        """The response with what `PAGED_HEADERS` promises."""
        response.headers["X-Total-Count"] = str(total)
        if links := self.links(total):
            response.headers["Link"] = links
        return response


def window(default: int, most: int) -> Window:
    """The window that the URL asks for; what is no number is the default."""
    page, size = (_number(name, value) for name, value in (("page", 1), ("size", default)))
    return Window(min(page, MAX_PAGE), min(size, most))


def paging(default: int, most: int) -> tuple[Parameter, Parameter]:
    """The two parameters of `window`."""
    size = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    page = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1}
    return (
        Parameter("page", "page of the list, from 1", page),
        Parameter("size", "items a page", size),
    )


def _number(name: str, default: int) -> int:
    wanted = request.args.get(name, default, type=int)
    return wanted if wanted >= 1 else default
