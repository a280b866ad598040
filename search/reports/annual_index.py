"""年度总目次与索引: the contents of a year and its indexes, filed as a librarian files them.

Contents by section and by issue; indexes of authors, persons, organisations, subjects, places and titles.
A place is where the title names one; a locator is issue:page (7:3).  An alias leads to the name in use (见),
an organisation to what it belongs to and what belongs to it (参见).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.entities.places import Places
from corpus.model import Organization
from corpus.store.listing import ListedArticle
from search.model import SearchRequest
from search.reports.counting import found, narrowed
from search.reports.filing import Filed, Order, filed
from search.reports.locating import Locators
from search.reports.types import EMPTY, Cell, Heading, Options, Report, Table, Words

if TYPE_CHECKING:
    from search.application.archive import Archive

CLOSE = 8
"""Names that belong to an organisation, up to which they are listed with it."""

Row = tuple[Cell, ...]

_COLUMNS = (
    Heading("letter", ("字头", "Letter")),
    Heading("entry", ("款目", "Entry")),
    Heading("places", ("出处", "Locators")),
    Heading("see", ("见", "see"), "reference"),
    Heading("also", ("参见", "see also"), "reference"),
)


@dataclass(frozen=True)
class _Names:
    """One index.  of: the names an article stands under; search: the request that finds a name's articles;
    person: filed as people's names are."""

    key: str
    words: Words
    of: Callable[[ListedArticle], Iterable[str]]
    search: Callable[[str], SearchRequest | None]
    person: bool = False
    see: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)


def make(archive: Archive, request: SearchRequest, options: Options) -> Report:
    """The contents and indexes of the articles that `request` finds."""
    articles = found(archive, request)
    locators = Locators(archive.store.issues(), articles)
    articles.sort(key=locators.place)
    order: Order = "strokes" if options.get("order") == "strokes" else "pinyin"
    tables = [_contents(articles, locators), _by_issue(articles, locators)]
    tables += [_index(names, articles, locators, order) for names in _indexes(archive, articles, request)]
    tables.append(_titles(articles, locators, order))
    return Report(
        "annual-index",
        ("年度总目次与索引", "Contents and indexes"),
        request,
        tuple(table for table in tables if table.rows),
        (),
        (
            (
                "出处为“期:版”，如 7:3 即第7期第3版。索引款目"
                + ("按笔画" if order == "strokes" else "按汉语拼音")
                + "排列，数字在前，外文按字母。地名取自标题。",
                "A locator is issue:page. Entries are filed by "
                + ("strokes" if order == "strokes" else "pinyin")
                + ", figures first, Latin by letter. Places are those that titles name.",
            ),
        ),
    )


def _contents(articles: Sequence[ListedArticle], locators: Locators) -> Table:
    """Section after section as they first come, each in the order of print."""
    sections: dict[str, list[ListedArticle]] = defaultdict(list)
    for one in articles:
        sections[one.article.section or ""].append(one)
    rows = [_line(name or "—", one, locators) for name, held in sections.items() for one in held]
    return _listing("contents", ("分栏目次", "Contents by section"), ("栏目", "Section"), rows)


def _by_issue(articles: Sequence[ListedArticle], locators: Locators) -> Table:
    rows = [_line(locators.issue(one), one, locators) for one in articles]
    return _listing("issues", ("分期目次", "Contents by issue"), ("期", "Issue"), rows)


def _listing(key: str, words: Words, group: Words, rows: Sequence[Row]) -> Table:
    columns = (
        Heading("group", group),
        Heading("title", ("题名", "Title")),
        Heading("authors", ("作者", "Authors")),
        Heading("places", ("出处", "Locators")),
    )
    return Table(key, words, columns, tuple(rows), layout="index")


def _line(group: str, one: ListedArticle, locators: Locators) -> Row:
    return (
        Cell(group),
        Cell(one.article.title, article=one.id),
        Cell("、".join(one.article.authors)),
        Cell(locators.of(one), article=one.id),
    )


def _indexes(archive: Archive, articles: Sequence[ListedArticle], request: SearchRequest) -> Iterable[_Names]:
    def by(name: str) -> Callable[[str], SearchRequest]:
        return lambda value: narrowed(request, **{name: value})

    see, also = _references(articles, archive.recognizer.resolve)
    places = Places.load()
    yield _Names("authors", ("作者索引", "Authors"), lambda one: one.article.authors, by("author"), True)
    yield _Names("people", ("人名索引", "Persons"), lambda one: one.article.people, by("person"), True)
    yield _Names(
        "organizations",
        ("机构索引", "Organisations"),
        lambda one: one.article.organizations,
        by("organization"),
        see=see,
        also=also,
    )
    yield _Names(
        "subjects", ("主要报道对象索引", "Subjects"), lambda one: one.article.subjects, by("subject")
    )
    yield _Names("tags", ("主题词索引", "Keywords"), lambda one: one.article.tags, by("tag"))
    yield _Names(
        "places", ("地名索引", "Places"), lambda one: places_in(one.article.title, places), lambda _: None
    )


def _references(
    articles: Sequence[ListedArticle], resolve: Callable[[str], Organization | None]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """(alias → the name in use, name → what it belongs to and what belongs to it) among these articles."""
    names = {name for one in articles for name in one.article.organizations}
    see: dict[str, str] = {}
    also: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        known = resolve(name)
        if known is None or known.name != name:
            continue
        see.update({alias: name for alias in known.aliases if alias not in names and alias[:2] != name[:2]})
        if known.parent in names and known.parent:
            also[name].insert(0, known.parent)
            also[known.parent].append(name)
    return see, {name: listed for name, listed in also.items() if len(listed) <= CLOSE}


def _index(names: _Names, articles: Sequence[ListedArticle], locators: Locators, order: Order) -> Table:
    held: dict[str, list[ListedArticle]] = defaultdict(list)
    for one in articles:
        for name in dict.fromkeys(names.of(one)):
            if name:
                held[name].append(one)
    rows: list[tuple[Filed, Row]] = []
    for name, under in held.items():
        at = filed(name, order, names.person)
        also = "、".join(names.also.get(name, ()))
        rows.append(
            (at, (Cell(at.letter), Cell(name, names.search(name)), locators.cell(under), EMPTY, Cell(also)))
        )
    for alias, name in names.see.items() if held else ():
        at = filed(alias, order, names.person)
        rows.append((at, (Cell(at.letter), Cell(alias), EMPTY, Cell(name, names.search(name)), EMPTY)))
    rows.sort(key=lambda pair: pair[0].place)
    return Table(names.key, names.words, _COLUMNS, tuple(row for _, row in rows), layout="index")


def _titles(articles: Sequence[ListedArticle], locators: Locators, order: Order) -> Table:
    rows = []
    for one in articles:
        at = filed(one.article.title, order)
        rows.append((at.place, locators.place(one), at.letter, one))
    rows.sort(key=lambda row: row[:2])
    return Table(
        "titles",
        ("题名索引", "Titles"),
        _COLUMNS[:3],
        tuple(
            (Cell(letter), Cell(one.article.title, article=one.id), Cell(locators.of(one), article=one.id))
            for _, _, letter, one in rows
        ),
        layout="index",
    )


def places_in(title: str, places: Places) -> list[str]:
    """The places that a title names, as they are short: countries, provinces, cities; counties in full."""
    found: dict[str, None] = {}
    at = 0
    while at < len(title):
        named = places.starting(title, at)
        if named is None:
            at += 1
            continue
        end, place = named
        if place.level != "county" or title[at:end] == place.full:
            found[place.short if place.level != "county" else place.full] = None
        at = max(end, at + 1)
    return list(found)
