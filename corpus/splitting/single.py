"""Here is a document that is one article by its kind (a saved web page of one story), give me that article.

The headline is the line that the reader marked; what is printed between it and the text says day, source
and author. Text beats what the page says of itself in its head, and that beats nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.language.names import name_likeness
from corpus.model import Article, Document, Issue, Line, ParsedIssue, Provenance
from corpus.splitting.attribution import byline_of
from corpus.splitting.bylines import Byline, BylineReader, merge
from corpus.splitting.profile import Profile
from corpus.splitting.publicationday import PRINTED_DAY, closing_day, printed_day, publication_day

_LABEL = r"作者|本报记者|本网记者|记者|通讯员|撰文|撰稿|文字|供稿人?|编译|文"
_STOP = r"(?:责任)?编辑|责编|来源|发布|时间|浏览|阅读|点击"
_AUTHOR = re.compile(
    rf"(?:^|[\s　|丨/（(【〖\[·])(?:{_LABEL})\s*[:：/丨|｜]\s*"
    rf"(?P<who>(?:(?!{_STOP})[^\s　|丨｜:：）)】〗\]]){{2,30}}(?:\s(?!{_STOP})[\u4e00-\u9fff]{{2,3}}(?=\s|"
    rf"$|　))*)"
)
_SOURCE = re.compile(
    r"(?:本文来源|信息来源|文章来源|稿件来源|新闻来源|来源|稿源|出处|发布机构|发布单位|发文机关|供稿单位|"
    r"供稿)\s*[:：|丨｜]\s*(?P<where>[^\s　|丨｜:：〖〗【】\[\]]{2,40})"
)
_OTHER = re.compile(
    r"(?:发布|发表|更新|编辑|录入|刊发|成文)?(?:时间|日期|于)\s*[:：]?|(?:(?:责任|值班|网络|本期|"
    r"文章)?(?:编辑|编审|责编|录入|校对|审核|审签|监制|图片|摄影|配图|制图|策划|制作|美编|排版|设计|"
    r"统筹|初审|复审|终审)\s*[:：/｜|]\s*[^\s　|丨]*)|(?:点击|阅读|浏览|"
    r"访问|评论|参与|转发)(?:次数|量|数)?\s*[:：]?\s*\[?\d*\s*(?:次|人)?\]?|"
    r"【?字(?:号|体)\s*[:：]?\S*|原创|分享|打印|(?:作者|来源|记者)\s*[:：]\s*(?=\s|$)|[大中小](?=\s|$)"
)
_DAY_LABEL = re.compile(r"^(?:发布|发表|更新|刊发|发稿|发文)(?:时间|日期)\s*[:：]")
_INFO_LENGTH = 160
_SIGN = "—–―─－-"
_CLEAN = re.compile(r"[\s　|丨｜/·\[\]【】〖〗（）()]+")


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the lines between headline and text say."""

    day: dt.date | None = None
    source: str = ""
    byline: Byline | None = None


def single_article(document: Document, profile: Profile) -> ParsedIssue:
    """The document as an issue of one article.  Every line of it stands in the article."""
    lines = document.lines
    head = next((i for i, line in enumerate(lines) if _is_headline(line)), None)
    reader = BylineReader(profile)
    meta = document.meta
    front = _front(lines, head, reader, meta.get("author", ""))
    printed = _printed([lines[i].text for i in front], reader)
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
        if not (_says(lines[i].text, reader) or _begins_with(author, lines[i].text)):
            if len(lines[i].text) > 60 or lines[i].text[-1:] in "。！？":
                break
            continue
        found.append(i)
    found.extend(i for i in range(head or 0) if _says(lines[i].text, reader))
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


def _says(text: str, reader: BylineReader) -> bool:
    """Whether a line is made of day, source, author and counters, and of nothing else."""
    if len(text) > _INFO_LENGTH:
        return False
    rest = _rest(text)
    if rest == _CLEAN.sub("", text):
        byline = reader.line(text, bare=True)
        return byline is not None and bool(byline.authors or byline.credit) and text[-1] not in "。！？"
    return len(rest) <= 24 and not set("。！？；") & set(rest)


def _rest(text: str) -> str:
    """What a line says beyond day, labels and counters, without white space."""
    for pattern in (PRINTED_DAY, _SOURCE, _AUTHOR, _OTHER):
        text = pattern.sub(" ", text)
    return _CLEAN.sub("", text)


def _printed(texts: Sequence[str], reader: BylineReader) -> _Printed:
    day: dt.date | None = None
    source, byline = "", None
    for text in texts:
        day = day or printed_day(text)
        labelled = _SOURCE.search(text)
        source = source or (labelled["where"].strip("，,；;）)】]") if labelled else "")
        named = _named(text, reader)
        byline = named if byline is None else byline if named is None else merge(byline, named)
        if not source and labelled is None:
            source = _unlabelled(text)
    return _Printed(day, source, byline)


def _named(text: str, reader: BylineReader) -> Byline | None:
    """The authors that a line above the text names, by their label, or as the only names in it."""
    found: Byline | None = None
    for match in _AUTHOR.finditer(PRINTED_DAY.sub(" ", text)):
        who = match["who"].strip("，,；;")
        read = reader.read(who, alone=True) or reader.read(who.split()[0], alone=True)
        if read is not None and read.authors:
            found = merge(found, replace(read, how="author label"))
    if found is not None:
        return found
    rest = _OTHER.sub(" ", _SOURCE.sub(" ", PRINTED_DAY.sub(" ", text)))
    rest = " ".join(re.split(r"[\s　|丨]+", rest)).strip()
    read = reader.line(rest, bare=True) if rest else None
    if read is not None and read.authors:
        return read
    if any(map(str.isdigit, rest)):
        return None
    names = tuple(word for word in rest.split() if 2 <= len(word) <= 4 and name_likeness(word) >= 0.94)
    return Byline(names, None, 0.8, "names above the text") if names else None


def _unlabelled(text: str) -> str:
    """The medium that stands beside a printed day without a label."""
    if PRINTED_DAY.search(text) is None:
        return ""
    rest = _OTHER.sub(" ", _AUTHOR.sub(" ", PRINTED_DAY.sub(" ", text)))
    words = [word for word in _CLEAN.split(rest) if 2 < len(word) <= 16 and name_likeness(word) < 0.9]
    return words[0] if len(words) == 1 and not re.search(r"[:：]", words[0]) else ""


def _signed(body: Sequence[str], reader: BylineReader) -> tuple[list[str], list[str], Byline | None]:
    """The paragraphs without the bylines at their end, those as printed, and what they say."""
    rest, found = list(body), None
    printed: list[str] = []
    if len(rest) > 2 and _DAY_LABEL.match(rest[-1]) and not _rest(rest[-1]):
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
    if (
        len(text) <= 80
        and (_AUTHOR.search(text) or _OTHER.search(text))
        and not _rest(text)
        and not PRINTED_DAY.search(text)
    ):
        source = _SOURCE.search(text)
        named = _named(text, reader) or Byline(confidence=0.9, how="editors")
        return named if source is None else replace(named, credit=named.credit or source["where"])
    return reader.line(text, bare=False)


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
