"""Here are finds of a saved search; give me what is said of each, on a page, in a feed and in a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.alerts.arrivals import Arrivals, Find
from corpus.alerts.searches import SavedSearch
from corpus.errors import IndexMissing, QuerySyntaxError
from corpus.model import Article
from search.alerts.host import Host
from search.alerts.keeping import requests_of
from search.answer.answering import Answering
from search.answer.batch import plain_query
from search.answer.highlight import Marker
from search.answer.snippets import snippets, title_spans
from search.model import SearchRequest, Snippet


@dataclass(frozen=True, slots=True)
class ToldFind:
    """An article that a saved search found.

    came: when it came in, UTC, ISO 8601; lines: of a list, those that found it; request: what found it;
    title_spans: (start, end) of what is marked in the title.
    """

    article: Article
    came: str
    lines: tuple[str, ...]
    request: SearchRequest
    title_spans: tuple[tuple[int, int], ...] = ()
    passage: Snippet | None = None


def told(host: Host, saved: SavedSearch, finds: Sequence[Find]) -> list[ToldFind]:
    """Each find that readers may see now, in order."""
    held = host.shelf.held([one.article for one in finds])
    came = Arrivals(host.store.database).came(list(held))
    requests = requests_of(saved)
    by_line = dict(zip(saved.lines, requests, strict=True)) if saved.kind == "list" else {}
    marking = _Marking(host)
    entries = []
    for find in finds:
        if (article := held.get(find.article)) is None:
            continue
        request = next((by_line[line] for line in find.lines if line in by_line), requests[0])
        marker = marking.of(request)
        entry = ToldFind(article, came.get(article.id, ""), find.lines, request)
        if marker is not None:
            own = marker.on(article.title, article.body)
            passages = snippets(article.body, own, 1)
            shown = passages[0] if passages else None
            entry = replace(entry, title_spans=title_spans(article.title, own), passage=shown)
        entries.append(entry)
    return entries


class _Marking:
    """What marks the words of each request, made once; None where there is no index to ask."""

    def __init__(self, host: Host) -> None:
        self._made: dict[str, Marker] = {}
        self._answering: Answering | None
        try:
            self._answering = host.answering
        except IndexMissing:
            self._answering = None

    def of(self, request: SearchRequest) -> Marker | None:
        if self._answering is None:
            return None
        if request.q not in self._made:
            try:
                meant = self._answering.understood(request)
            except QuerySyntaxError:
                meant = self._answering.understood(replace(request, q=plain_query(request.q)))
            self._made[request.q] = self._answering.marker(meant)
        return self._made[request.q]
