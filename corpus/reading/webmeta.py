"""Here is a web page as a tree, give me what it says of itself: title, author, day, source.

JSON-LD, Open Graph, Dublin Core and the other names in `<meta>`, `<time>`, `<title>`, and the variables in
which publishing systems put the day before a script shows it.  Evidence for the splitter, never trusted
above the text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping

from lxml import etree

_NAMES = {
    "title": "og:title articletitle dc.title dcterms.title twitter:title headline",
    "author": (
        "article:author author articleauthor dc.creator dcterms.creator byl weibo:article:author "
        "og:article:author"
    ),
    "date": (
        "article:published_time og:published_time og:release_date pubdate publishdate publish_time "
        "publishtime dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created dc.date.created "
        "article:published apub:time weibo:article:create_at datepublished sailthru.date date"
    ),
    "source": (
        "contentsource source og:source mediaid article:source dc.source dc.publisher og:site_name sitename"
    ),
}
_WANTED = {name: tuple(names.split()) for name, names in _NAMES.items()}
_DAY = re.compile(
    r"((?:19|20)\d\d)\s*[-./年]\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)|((?:19|"
    r"20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d{3,})"
)
_IN_SCRIPT = re.compile(
    r"""(?:publish_?(?:ed)?_?(?:time|date|at)|pub_?(?:time|date)|create_?time|news_?time|\bct)["']?\s*[:=]\s*["']?"""
    r"""((?:19|20)\d\d[-/年]\d{1,2}[-/月]\d{1,2}|1\d{9}(?:\d{3})?)(?!\d)""",
    re.IGNORECASE,
)
_STORIES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "webpage", "report")
_PLATFORMS = ("微信公众平台", "搜狐", "今日头条", "百家号")
"""Sites that print what others write: no source."""
_CHINA = dt.timezone(dt.timedelta(hours=8))
_URL = re.compile(r"^(?:https?:)?//")
_SITE = re.compile(r"\s*(?:[_|｜»«]|\s[-–—]+\s|(?<=[\u4e00-\u9fff」”》）？！])[-–—]+(?=[\u4e00-\u9fff]))\s*")


def metadata(root: etree._Element) -> dict[str, str]:
    """What the page says: "title", "author", "date" (YYYY-MM-DD where it can be read), "source"; only what
    there is.

    Call it before scripts are removed.
    """
    said = dict(_meta(root))
    linked = _linked(root)
    found = {
        field: linked.get(field) or next((said[name] for name in names if said.get(name)), "")
        for field, names in _WANTED.items()
    }
    page = " ".join((root.findtext(".//title") or "").split())
    found["title"] = found["title"] or page
    if _URL.match(found["author"]):
        found["author"] = ""
    if found["source"] in _PLATFORMS:
        found["source"] = ""
    found["date"] = day_in(found["date"]) or _timed(root) or _in_scripts(root)
    if page and page != found["title"]:
        found["page_title"] = page
    return {field: value for field, value in found.items() if value}


def day_in(text: str) -> str:
    """The first day in `text` as YYYY-MM-DD; "" where there is none."""
    for match in _DAY.finditer(text):
        parts = [part for part in match.groups() if part]
        try:
            return dt.date(*map(int, parts)).isoformat()
        except ValueError:
            continue
    return ""


def headlines(said: Mapping[str, str]) -> list[str]:
    """The headlines that titles may hold: each as it is, and without the names of site and channel after
    it."""
    found: list[str] = []
    for title in (said.get("title", ""), said.get("page_title", "")):
        parts = [part for part in _SITE.split(title) if part.strip()]
        for end in range(len(parts), 0, -1):
            shorter = (
                title if end == len(parts) else title[: title.find(parts[end - 1]) + len(parts[end - 1])]
            )
            if shorter.strip() and shorter.strip() not in found:
                found.append(shorter.strip())
    return found


def _meta(root: etree._Element) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for element in root.iter("meta"):
        name = (
            (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        )
        content = " ".join((element.get("content") or "").split())
        if name and content and name not in seen:
            seen.add(name)
            yield name, content


def _linked(root: etree._Element) -> dict[str, str]:
    """What JSON-LD says of the article."""
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(value):
            kind = item.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if not any(str(each).lower() in _STORIES for each in kinds):
                continue
            for field, key in (
                ("title", "headline"),
                ("author", "author"),
                ("date", "datePublished"),
                ("source", "publisher"),
            ):
                if text := _said(item.get(key)):
                    found.setdefault(field, text)
            if "date" not in found and (text := _said(item.get("pubDate"))):
                found["date"] = text
    return found


def _items(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list) and depth < 4:
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _items(value.get("@graph", []), depth + 1)


def _said(value: object) -> str:
    """A value of JSON-LD as text: itself, its name, or those of a list."""
    if isinstance(value, list):
        return "、".join(filter(None, map(_said, value)))
    if isinstance(value, dict):
        return _said(value.get("name"))
    return " ".join(value.split()) if isinstance(value, str) else ""


def _timed(root: etree._Element) -> str:
    """The day of the first `<time>` that has one."""
    for element in root.iter("time"):
        if day := day_in(element.get("datetime") or "") or day_in("".join(element.itertext())):
            return day
    return ""


def _in_scripts(root: etree._Element) -> str:
    for script in root.iter("script"):
        if (match := _IN_SCRIPT.search(script.text or "")) is not None:
            if "-" in match[1] or not match[1].isdigit():
                return day_in(match[1])
            return dt.datetime.fromtimestamp(int(match[1][:10]), _CHINA).date().isoformat()
    return ""
