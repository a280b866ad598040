"""Here is a document that is one article by its kind (a saved web page of one story), give me that article.

The headline is the line that the reader marked; what is printed between it and the text says day, source
and author. Text beats what the page says of itself in its head, and that beats nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.model import Article, Document, Issue, Line, ParsedIssue, Provenance
from corpus.splitting.attribution import byline_of
from corpus.splitting.bylines import Byline, BylineReader, merge
from corpus.splitting.infoline import editors_of, printed_above, says_info, states_day
from corpus.splitting.profile import Profile
from corpus.splitting.publicationday import closing_day, printed_day, publication_day

_SIGN = "—–―─－-"


def single_article(document: Document, profile: Profile) -> ParsedIssue:
    """The document as an issue of one article.  Every line of it stands in the article."""
    lines = document.lines
    head = next((i for i, line in enumerate(lines) if _is_headline(line)), None)
    reader = BylineReader(profile)
    meta = document.meta
    front = _front(lines, head, reader, meta.get("author", ""))
    printed = printed_above([lines[i].text for i in front], reader)
    title = _title(lines, head, meta)
    second = head is not None and head + 1 < len(lines) and title != lines[head].text
    heads = (head, head + 1) if head is not None and second else (head,)
    body = [line.text for i, line in enumerate(lines) if i not in heads and i not in front]
    subtitle = ""
    if len(body) > 1 and body[0][0] in _SIGN and len(body[0]) <= 60:
        subtitle, body = body[0], body[1:]
    body, below, signed = _signed(body, reader)
    byline, by_meta = _attributed(printed.byline, signed, byline_of(body, reader), meta, reader)
    stated = printed_day(meta.get("date", ""))
    day = printed.day or closing_day([*body, *below]) or stated
    source = printed.source or byline.credit or meta.get("source", "")
    credit = byline.credit or printed.source or None
    dated = publication_day(
        "\n".join(body), day, "printed date line" if day != stated or printed.day else "page metadata"
    )
    issue = Issue(
        title=document.name.rsplit(".", 1)[0],
        year=day.year if day else None,
        month=day.month if day else None,
        date_basis="inferred" if day else "unknown",
        source_file=document.name,
    )
    article = Article(
        title=title or (body[0][:40] if body else document.name),
        subtitle=subtitle,
        body="\n".join(body),
        authors=byline.authors,
        credit=credit,
        date=dated.date,
        date_basis=dated.basis,
        byline="\n".join([*(lines[i].text for i in front), *below]),
        lines=(lines[0].number, lines[-1].number),
        page_no=lines[0].page,
        issue_title=issue.title,
        source=source,
        source_file=document.name,
        provenance={
            "bounds": Provenance("one page, one article", 0.95),
            "title": _title_known(head is not None, bool(title)),
            "section": Provenance("none above", 0.8),
            "authors": Provenance("page metadata" if by_meta else byline.how, round(byline.confidence, 2)),
            "credit": _credit_known(byline, credit),
            "date": Provenance(dated.how, dated.confidence),
        },
    )
    return ParsedIssue(document.name, issue, (article,), asides=document.aside, notices=document.notices)


def _title_known(printed: bool, stated: bool) -> Provenance:
    if printed:
        return Provenance("headline", 0.95)
    return Provenance("page metadata", 0.8) if stated else Provenance("first words of the text", 0.3)


def _credit_known(byline: Byline, credit: str | None) -> Provenance:
    if byline.credit:
        return Provenance(byline.how, round(byline.confidence, 2))
    return Provenance("source label", 0.9) if credit else Provenance("no byline", 0.7)


def _is_headline(line: Line) -> bool:
    return line.style == "title" or (line.style or "").startswith("heading")


def _title(lines: Sequence[Line], head: int | None, meta: Mapping[str, str]) -> str:
    """The headline; two heading lines that the page's title says as one are one."""
    if head is None:
        return meta.get("title", "")
    title = lines[head].text
    if head + 1 < len(lines) and lines[head + 1].style == lines[head].style:
        both = title + lines[head + 1].text
        said = "".join(meta.get("title", "").split())
        if "".join(both.split()) in said and said:
            return both
    return title


def _front(lines: Sequence[Line], head: int | None, reader: BylineReader, author: str) -> tuple[int, ...]:
    """Lines that say when, where from and by whom: those under the headline, then those above it.

    author: whom the page's head names, so that a short line that begins with the name is known.
    """
    found = []
    start = 0 if head is None else head + 1
    for i in range(start, min(start + 8, len(lines))):
        if not (says_info(lines[i].text, reader) or _begins_with(author, lines[i].text)):
            if len(lines[i].text) > 60 or lines[i].text[-1:] in "。！？":
                break
            continue
        found.append(i)
    found.extend(i for i in range(head or 0) if says_info(lines[i].text, reader))
    return tuple(found)


def _begins_with(author: str, text: str) -> bool:
    """Whether a short line under the headline is the author's name, alone or before that of a medium."""
    rest = text.removeprefix(author) if author else text
    return (
        rest != text
        and len(rest) <= 24
        and rest.strip(" 　|丨｜/·")[-1:] not in "。！？；"
        and (not rest or rest[0] in " 　|丨｜/·")
    )


def _signed(body: Sequence[str], reader: BylineReader) -> tuple[list[str], list[str], Byline | None]:
    """The paragraphs without the bylines at their end, those as printed, and what they say."""
    rest, found = list(body), None
    printed: list[str] = []
    if len(rest) > 2 and states_day(rest[-1]):
        printed.insert(0, rest.pop())
    while len(rest) > 1 and (whole := _closing(rest[-1], reader)) is not None:
        found = merge(whole, found) if found is not None else whole
        printed.insert(0, rest.pop())
    tail = reader.tail(rest[-1]) if rest else None
    if tail is not None and tail[0]:
        printed.insert(0, rest[-1][len(tail[0]) :].strip())
        rest[-1] = tail[0]
        found = merge(tail[1], found) if found is not None else tail[1]
    return rest, printed, found


def _closing(text: str, reader: BylineReader) -> Byline | None:
    """What a line below the text says, if it says nothing but who wrote, sent and edited it."""
    return editors_of(text, reader) or reader.line(text, bare=False)


def _attributed(
    above: Byline | None,
    below: Byline | None,
    inside: Byline | None,
    meta: Mapping[str, str],
    reader: BylineReader,
) -> tuple[Byline, bool]:
    """(the byline in force, whether only the page's metadata gives it): above the text, below it, in it, in
    its head."""
    for byline in (above, below, inside):
        if byline is not None and byline.authors:
            credit = next(
                (each.credit for each in (byline, below, above) if each is not None and each.credit), None
            )
            return replace(byline, credit=credit), False
    credited = next((each for each in (below, above) if each is not None and each.credit), None)
    said = reader.read(meta.get("author", ""), alone=True) if meta.get("author") else None
    if said is not None and said.authors:
        return Byline(said.authors, credited.credit if credited else said.credit, 0.75, "page metadata"), True
    return credited or Byline(confidence=0.7, how="no byline"), False
