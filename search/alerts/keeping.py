"""Here is a search somebody wants to hear of: save it; here is what came in: tell every saved search.

A saved search is asked strictly and as it was meant when it was saved: nothing is guessed later, so that what
is reported is what the same search shows on its page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.alerts.arrivals import Arrival, Arrivals, Find
from corpus.alerts.searches import Kind, SavedSearch, SavedSearches, Wish
from corpus.desk import Person
from corpus.errors import IndexMissing, QuerySyntaxError
from search.alerts.host import Host
from search.alerts.needs import Need, NeedReading, kept, needs_of, written
from search.alerts.percolating import percolate
from search.answer.batch import plain_query
from search.answer.lists import pasted
from search.model import SearchRequest
from search.request import from_query_string, to_query_string

MANY = 2_000
"""New articles above which each search is asked of the whole archive, which then costs less."""
_SHOWN = 40
"""Characters of a query that make a name."""


def save(archive: Host, kind: Kind, content: str, by: Person, wish: Wish | None = None) -> SavedSearch:
    """Keep a search: URL parameters of a query, or the lines of a list.

    Without a name it is called what it asks.  Raises NotAllowed, Refused, QuerySyntaxError.
    """
    wish, now = wish or Wish(), archive.pinned()
    if kind == "query":
        request = meant(now, from_query_string(content))
        content, name = to_query_string(request), _named(request)
    else:
        lines = [question.text for question in pasted(content)]
        content, (first, *rest) = "\n".join(lines), lines or [""]
        name = f"{first[:_SHOWN]}…（{len(rest) + 1}）" if rest else first[:_SHOWN]
    wish = replace(wish, name=wish.name if (wish.name or "").strip() else name)
    saved = SavedSearches(archive.store.database).save(kind, content, by, wish)
    _worked_out(now, [saved])
    return saved


def meant(archive: Host, request: SearchRequest) -> SearchRequest:
    """The request as it is asked from now on: with what a slip was taken for.  Raises QuerySyntaxError."""
    plain = replace(SearchRequest(), soft=False, facets=SearchRequest().facets)
    try:
        plan = archive.answering.plan(request)
        line = plan.meant.parsed.text if plan.meant.parsed.text != request.q else request.q
    except IndexMissing:
        line = request.q
    return replace(
        request, q=line, page=plain.page, size=plain.size, sort="newest", facets=plain.facets, soft=False,
        grouped=False, recency=False, unread=(),
    )  # fmt: skip


def requests_of(saved: SavedSearch) -> list[SearchRequest]:
    """What a saved search asks, strictly: one request of a query, of a list one a line."""
    if saved.kind == "query":
        return [replace(from_query_string(saved.content), soft=False)]
    return [SearchRequest(q=line, sort="newest", soft=False) for line in saved.lines]


def evaluate(archive: Host) -> int:
    """Tell every saved search what came in since it was last told; how many finds that were.

    What the store has noted is in the index before.  Raises IndexBusy, IndexMissing.
    """
    arrivals = Arrivals(archive.store.database)
    upto = arrivals.newest()
    behind = arrivals.behind(upto)
    if not behind:
        return 0
    archive.repair()
    since = arrivals.after(min(one.evaluated for one in behind))
    news = [one for one in since if one.seq <= upto]
    finds = list(_finds(archive.pinned(), behind, news))
    arrivals.record(behind, upto, finds)
    return len(finds)


def _finds(archive: Host, behind: Sequence[SavedSearch], news: Sequence[Arrival]) -> Iterator[Find]:
    came = {one.article: one.seq for one in news}
    held = archive.shelf.held(list(came))
    if not held:
        return
    needs = _worked_out(archive, behind)
    asked = {one.id: list(zip(requests_of(one), needs[one.id], strict=True)) for one in behind}
    if len(held) > MANY:
        found = _of_all(archive, asked, held.keys())
    else:
        answering = archive.answering
        found = percolate(list(held.values()), asked, answering, answering.view.analysis.analyzer)
    for one in behind:
        for article, places in found.get(one.id, {}).items():
            if came[article] > one.evaluated:
                lines = tuple(one.lines[place] for place in places) if one.kind == "list" else ()
                yield Find(one.id, came[article], article, lines)


def _of_all(
    archive: Host, asked: Mapping[str, Sequence[tuple[SearchRequest, Need]]], new: Collection[str]
) -> dict[str, dict[str, list[int]]]:
    """What `percolate` says, by asking the whole archive."""
    found: dict[str, dict[str, list[int]]] = {}
    for name, requests in asked.items():
        for place, (request, _) in enumerate(requests):
            for one in ids_of(archive, request):
                if one in new:
                    found.setdefault(name, {}).setdefault(one, []).append(place)
    return found


def ids_of(archive: Host, request: SearchRequest) -> tuple[str, ...]:
    """All that a request of a saved search finds; what is no query is searched as its plain words."""
    try:
        return archive.answering.ids(request)
    except QuerySyntaxError:
        return archive.answering.ids(replace(request, q=plain_query(request.q)))
    except IndexMissing:
        return ()


def _worked_out(archive: Host, searches: Sequence[SavedSearch]) -> dict[str, list[Need]]:
    """The needs of searches, those that were worked out under other conditions anew."""
    try:
        answering = archive.answering
    except IndexMissing:
        return {}
    view = answering.view
    reading = NeedReading(view.analysis, view.vocabulary.recognizer, answering.today())
    version, needs, fresh = reading.version(), {}, {}
    for one in searches:
        held = kept(one.needs, version)
        if held is None:
            held = needs_of(requests_of(one), reading)
            fresh[one.id] = written(held, version)
        needs[one.id] = held
    Arrivals(archive.store.database).keep_needs(fresh)
    return needs


def _named(request: SearchRequest) -> str:
    """What a query is called by itself."""
    said = [request.q.strip(), *(value for values in request.filters.values() for value in values)]
    if request.date_from or request.date_to:
        said.append(f"{request.date_from or '…'}—{request.date_to or '…'}")
    return " ".join(filter(None, said))[:_SHOWN] or "全部文章 / all articles"
