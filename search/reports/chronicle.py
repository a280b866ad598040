"""大事记草稿: day by day, what the articles tell of, one line an event with all its sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.desk import Chronicle
from corpus.model import Article
from search.model import SearchRequest
from search.reports.chronicle_lines import Told, replayed
from search.reports.counting import found, kept_for
from search.reports.leading import Event, event_of
from search.reports.locating import Locators
from search.reports.types import Cell, Heading, Options, Report, Table, Words

if TYPE_CHECKING:
    from search.application.archive import Archive

ALIKE, SURE = 0.6, 0.8
"""Share of the shorter text's pairs of characters that two tellings of one event have in common: headline and
leading sentence both the one, one of them the other."""
LEAD = 80
"""Characters of a leading sentence that are compared."""

_PUNCTUATION = re.compile(r"[\W_]+")


def make(archive: Archive, request: SearchRequest, options: Options) -> Report:
    """The chronicle of the articles that `request` finds, as the office left it."""
    lines, left, where = chronicle_of(archive, request)
    dropped = [line for line in lines if line.state == "dropped"]
    shown = [line for line in lines if line.state != "dropped"]
    if options.get("lines") == "accepted":
        shown = [line for line in shown if line.state == "accepted"]
    tables = [_table(shown, where, options.get("columns", ""))]
    if dropped:
        tables.append(_dropped(dropped, where))
    total = sum(len(line.articles) for line in lines) + len(left)
    merged = sum(len(line.articles) - 1 for line in shown)
    vague = sum(not line.event.known for line in shown)
    accepted = sum(line.state == "accepted" for line in shown)
    return Report(
        "chronicle",
        ("大事记草稿", "Chronicle, a draft"),
        request,
        (*tables, _left(left, where)),
        (
            (
                f"共 {len(shown)} 条（已采用 {accepted} 条），来自 {total} 篇文章；"
                f"{merged} 篇与别篇记同一事，已并为一条；"
                f"{vague} 条没有确切日期，排在当月最后。",
                f"{len(shown)} events ({accepted} accepted) from {total} articles; {merged} tell of an event "
                f"that another tells; {vague} without an exact day, at the end of their month.",
            ),
        ),
        (
            (
                "事件取自正文首要句，日期和来源请核对；点来源即见原文。",
                "Events are the articles' leading sentences; check them, a source leads to its article.",
            ),
        ),
    )


def chronicle_of(
    archive: Archive, request: SearchRequest
) -> tuple[list[Told], list[Article], dict[str, str]]:
    """(the lines as the office left them, the articles that tell of no event, id → where it is printed)."""

    def drafted() -> tuple[list[Told], list[Article], dict[str, str]]:
        listed = found(archive, request)
        locators = Locators(archive.store.issues(), listed)
        listed.sort(key=locators.place)
        articles = archive.articles([one.id for one in listed])
        lines, left = draft(articles, archive.answering.view.reprints())
        return lines, left, {one.id: locators.printed(one) for one in listed}

    lines, left, where = kept_for(archive, ("chronicle", request), drafted)
    return replayed(lines, Chronicle(archive.store).changes()), left, where


def draft(
    articles: Sequence[Article], reprints: Mapping[str, tuple[str, ...]]
) -> tuple[list[Told], list[Article]]:
    """(the lines in the order of time, the articles that tell of no event).

    reprints: article id → all prints of its text.
    """
    left: list[Article] = []
    by_day: dict[tuple[int, int, int, int], list[Told]] = defaultdict(list)
    for article in articles:
        event = event_of(article)
        if event is None:
            left.append(article)
            continue
        group = set(reprints.get(article.id, ()))
        day = by_day[event.order]
        for at, line in enumerate(day):
            if same_event(article, event, line, group):
                day[at] = Told(line.event, (*line.articles, article))
                break
        else:
            day.append(Told(event, (article,)))
    return [line for order in sorted(by_day) for line in by_day[order]], left


def same_event(article: Article, event: Event, line: Told, prints: set[str]) -> bool:
    """Whether an article tells of the event of a line of the same day.

    It does where it prints the same text.  Else it must stand in another issue (one issue tells of an event
    once, and of many meetings of a day in the same words), headlines and leading sentences must be alike, and
    whoever a headline names must be named in both.
    """
    if any(other.id in prints for other in line.articles):
        return True
    first = line.articles[0]
    if any(other.issue_id == article.issue_id for other in line.articles):
        return False
    if not (event.known and line.event.known) or not _names_agree(article, first):
        return False
    titles = _common(article.title, first.title)
    leads = _common(event.said[:LEAD], line.event.said[:LEAD])
    return titles >= ALIKE and leads >= ALIKE and max(titles, leads) >= SURE


def _names_agree(one: Article, other: Article) -> bool:
    """Whether each names whomever the other's headline names."""
    for title, names, text in (
        (one.title, (*one.people, *one.organizations), (*other.people, *other.organizations)),
        (other.title, (*other.people, *other.organizations), (*one.people, *one.organizations)),
    ):
        if any(name in title and name not in text for name in names):
            return False
    return bool({*one.people, *one.organizations} & {*other.people, *other.organizations})


def _common(one: str, other: str) -> float:
    """Share of the shorter text's pairs of characters that the other has too."""
    pairs = [{plain[at : at + 2] for at in range(len(plain) - 1)} for plain in map(_bare, (one, other))]
    shorter = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / shorter if shorter else 0.0


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _sources(line: Told, where: Mapping[str, str]) -> Cell:
    parts = tuple(
        Cell(f"《{' '.join(one.title.split())}》（{where[one.id]}）", article=one.id) for one in line.articles
    )
    return Cell("；".join(str(part.value) for part in parts), parts=parts)


def _joined(names: Iterable[str]) -> Cell:
    return Cell("、".join(dict.fromkeys(names)))


Fill = Callable[[Told, int, Mapping[str, str]], Cell]

COLUMNS: tuple[tuple[tuple[str, ...], Words, Fill], ...] = (
    (("序号", "编号"), ("序号", "No."), lambda _line, number, _where: Cell(str(number))),
    (("年份", "年"), ("年份", "Year"), lambda line, _n, _where: Cell(str(line.event.order[0]))),
    (
        ("日期", "时间", "年月日", "发生时间"),
        ("日期", "Date"),
        lambda line, _n, _where: Cell(f"{line.event.order[0]}年{line.event.when}"),
    ),
    (
        ("事件", "内容", "大事", "事项", "大事内容", "主要内容", "大事记"),
        ("事件", "Event"),
        lambda line, _n, _where: Cell(line.event.text, article=line.articles[0].id, said=line.event.said),
    ),
    (
        ("来源", "出处", "资料来源", "依据"),
        ("来源", "Sources"),
        lambda line, _n, where: _sources(line, where),
    ),
    (
        ("单位", "机构", "涉及单位"),
        ("单位", "Organisations"),
        lambda line, _n, _where: _joined(name for one in line.articles for name in one.organizations[:5]),
    ),
    (
        ("人物", "参加人员", "涉及人物"),
        ("人物", "Persons"),
        lambda line, _n, _where: _joined(name for one in line.articles for name in one.people[:5]),
    ),
    (
        ("栏目",),
        ("栏目", "Section"),
        lambda line, _n, _where: _joined(one.section or "" for one in line.articles),
    ),
    (("标题", "题名"), ("标题", "Title"), lambda line, _n, _where: Cell(line.articles[0].title)),
)
"""What a column of an office's template may be called, and what stands in it; any other stays empty."""

USUAL = "日期、事件、来源"


def _table(lines: Sequence[Told], where: Mapping[str, str], asked: str) -> Table:
    names = [one.strip() for one in re.split(r"[、，,\t\n]+", asked or USUAL) if one.strip()]
    filled = [next((one for one in COLUMNS if name in one[0]), None) for name in names]
    heads = tuple(
        Heading(
            f"column{number}" if one is None else one[1][1].casefold().rstrip("."),
            (name, name if one is None or asked else one[1][1]),
        )
        for number, (name, one) in enumerate(zip(names, filled, strict=True), start=1)
    )
    rows = tuple(
        tuple(Cell("") if one is None else one[2](line, number, where) for one in filled)
        for number, line in enumerate(lines, start=1)
    )
    return Table("events", ("大事记", "Events"), heads, rows)


def _dropped(lines: Sequence[Told], where: Mapping[str, str]) -> Table:
    """What the office took out; it can be brought back."""
    rows = tuple(
        (Cell(line.event.when), Cell(line.event.text, article=line.key), _sources(line, where))
        for line in lines
    )
    heads = (
        Heading("date", ("日期", "Date")),
        Heading("event", ("事件", "Event")),
        Heading("sources", ("来源", "Sources")),
    )
    return Table("dropped", ("已删去的", "Dropped"), heads, rows)


def _left(left: Sequence[Article], where: Mapping[str, str]) -> Table:
    """What became no line, so that nothing is lost."""
    rows = tuple(
        (
            Cell(one.title, article=one.id),
            Cell(one.section or ""),
            Cell(where[one.id]),
        )
        for one in left
    )
    heads = (
        Heading("title", ("标题", "Title")),
        Heading("section", ("栏目", "Section")),
        Heading("source", ("出处", "Source")),
    )
    note = ("没有日期，也没有写到机构的文章。", "Articles that have no day and name no organisation.")
    return Table("left", ("未列入的文章", "Left out"), heads, rows, note)
