"""Here is an article; give me its leading event as one line of a chronicle: when, and who did what where.

The event is the sentence that prints the article's day, else the first that begins with a word of time
(近日, 9月中旬).  The day, speech before it and what only leads up to it (为…, 随着…) are cut away; what
follows is kept clause by clause while the line is short or has no verb yet.  A sentence that does not stand
alone (它…, …说) gives way to the headline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Article

LONGEST, WITHOUT_VERB = 60, 110
"""Characters of an event beyond which no further clause is taken: where it has a verb, where it has none."""
DEEP = 600
"""Characters of a body in which the leading event stands."""

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff\d])[ \u3000]+(?=[\u4e00-\u9fff\d])")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”」』）)]*")
_HOUR = (
    r"(?:当天|上午|下午|中午|晚上?|深夜|凌晨|清晨|傍晚)?(?:\d{1,2}[时点:：](?:\d{1,2}分?)?)?(?:许|左右|期间)?"
)
_DATE = re.compile(
    r"(?P<before>将于|已于|于|在)?(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月月?(?P<day>\d{1,2})"
    r"(?:[日号]?(?:至|到|[—–－～~-]+)(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})[日号]|[日号])" + _HOUR
)
_KEPT_BEFORE = re.compile(r"(?:截至|截止|为|是|自|从|以|至|到)$")
_VAGUE = re.compile(
    r"(?P<month>\d{1,2})月(?P<part>上旬|中旬|下旬|初|中|底|末|起|份)?"
    r"(?:[至到—-]+(?P<month2>\d{1,2})月(?P<part2>上旬|中旬|下旬|初|中|底|末))?(?![\d的])"
    r"|(?P<word>近日|日前|近期|最近|不久前|月初|月底|月末|上旬|中旬|下旬|一季度|二季度|三季度|四季度)"
)
_SINCE = re.compile(r"(?:自|从|今年|去年)\d{1,2}月|以来")
_LEADS_UP = re.compile(
    r"^(?:为(?!期)了?|随着|按照|根据|依据|经(?!理|济|营)|继|由于|围绕|针对|目前|正值|适逢)|^在.*(?:下|之际)$"
)
_FEAST = re.compile(r"^[，,]?是(?:第|全国|国际|世界|学雷锋|我国|一年|中国)")
_SPEECH = re.compile(r"^[“\"「][^”\"」]*[，。！？!?][^”\"」]*[”\"」]")
_BRACKETS = re.compile(r"（以下(?:简称|统称)[^）]*）|\(以下(?:简称|统称)[^)]*\)")
_ALONE_NOT = re.compile(
    r"^(?:它|他|她|他们|她们|其|该|此|这|会议|活动|会上|双方|大家|记者|据了解|[一二三四五六七八九十]+、|\d+[.、．])"
    r"|(?:说|道|介绍|表示|：)$"
)
_VERB = re.compile(
    r"召开|举行|举办|印发|发布|公布|开展|启动|签[订署约]|成立|通过|完成|获|荣|赴|走进|检查|调研|慰问|中标|建成|开通"
    r"|上线|贯通|组织|授予|参加|入选|亮相|落成|揭[牌晓]|交付|投入|实现|部署|约谈|共建|迎来|结束|莅临|拜访|收到|捐赠"
    r"|推出|出台|审议|选举|任命|聘任|通报|创新高|突破|运行|开工|竣工|验收|评为|派出|前往|送到"
    r"|研究|听取|打造|接听|遭遇|突袭"
)
_ENDS_OF_MONTHS = {"上旬": 10, "初": 10, "月初": 10, "中旬": 20, "中": 20}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a chronicle.

    when: as it is printed, with its month (9月9日至11日, 9月中旬, 9月（近日）); text: who did what; said: the
    whole sentence; order: what it is sorted by; known: whether the day is.
    """

    when: str
    text: str
    said: str
    order: tuple[int, int, int, int]
    known: bool


def event_of(article: Article) -> Event | None:
    """The article's leading event; None where neither day nor organisation is known."""
    if article.date is None:
        return None
    sentences = [found[0].strip() for found in _SENTENCE.finditer(_SPACED.sub("", article.body[:DEEP]))]
    sentences = [one for one in sentences if len(one) > 6]
    title = " ".join(article.title.split())
    if article.date_basis != "issue":
        at, found = _with_day(sentences, article.date)
        said = sentences[at] if at is not None else (sentences[0] if sentences else title)
        text = _cut(said, found) if found else ""
        if found and at is not None and _FEAST.match(said[found.end() :]):
            text = _cut(sentences[at + 1], None) if at + 1 < len(sentences) else ""
        day = article.date
        order = (day.year, day.month, day.day, 0)
        return Event(_printed_day(day, found), text or f"{title}。", said, order, True)
    if not article.organizations:
        return None
    said = next((one for one in sentences[:2] if _vague(one)), "")
    text = _cut(said, None) if said else ""
    when, order = _printed_month(_vague(said), article.date)
    return Event(when, text or f"{title}。", said or (sentences[0] if sentences else title), order, False)


def _with_day(sentences: Sequence[str], day: dt.date) -> tuple[int | None, re.Match[str] | None]:
    """(number of the first sentence that prints this day, where)."""
    for at, one in enumerate(sentences):
        for found in _DATE.finditer(one):
            if (int(found["month"]), int(found["day"])) == (day.month, day.day):
                return at, found
    return None, None


def _vague(sentence: str) -> re.Match[str] | None:
    """A word of time in the sentence that tells when its event was."""
    if _SINCE.search(sentence):
        return None
    return next(
        (one for one in _VAGUE.finditer(sentence) if one["word"] or 1 <= int(one["month"]) <= 12), None
    )


def _printed_day(day: dt.date, found: re.Match[str] | None) -> str:
    """9月9日至11日 where a span is printed that begins so, else the day."""
    first = f"{day.month}月{day.day}日"
    if found is None or not found["day2"]:
        return first
    month = found["month2"]
    return f"{first}至{f'{int(month)}月' if month and int(month) != day.month else ''}{int(found['day2'])}日"


def _printed_month(found: re.Match[str] | None, issued: dt.date) -> tuple[str, tuple[int, int, int, int]]:
    """(9月中旬, what it is sorted by) of an article that has its issue's month."""
    if found is None:
        return f"{issued.month}月", (issued.year, issued.month, 31, 1)
    month = int(found["month"] or issued.month)
    year = issued.year - 1 if month > issued.month + 1 else issued.year
    part, word = found["part"] or "", found["word"] or ""
    order = (year, month, _ENDS_OF_MONTHS.get(part or word, 31), 1)
    if word:
        plain = word.removeprefix("月")
        return (f"{month}月{plain}" if plain in "上旬中旬下旬初底末" else f"{month}月（{word}）"), order
    until = f"至{int(found['month2'])}月{found['part2']}" if found["month2"] else ""
    return f"{month}月{part if part not in ('起', '份') else ''}{until}", order


def _cut(sentence: str, day: re.Match[str] | None) -> str:
    """Who did what where: without the day, kept short; "" where the sentence does not stand alone.

    day: where in the sentence it is printed.
    """
    line = sentence
    if day is not None:
        before, after = line[: day.start()], line[day.end() :]
        start = max(before.rfind(mark) for mark in "，；。？！”")
        if start >= 0 and (_LEADS_UP.search(before) or _SPEECH.match(before)):
            before = before[start + 1 :]
        stays = _KEPT_BEFORE.search(before) and not day["before"]
        will = "将" if (day["before"] or "").startswith("将") else ""
        line = before + (day[0] if stays else will) + (after if before or will else after.lstrip("，,、"))
    spoken = _SPEECH.match(line)
    line = _BRACKETS.sub("", line[spoken.end() :] if spoken and len(line) - spoken.end() > 10 else line)
    line = re.sub(r"(?:^|(?<=[，,]))(?:近日|日前|近期|最近|当天|当日)[，,]?", "", line)
    line = re.sub(
        r"^\d{1,2}月(?:上旬|中旬|下旬|初|中|底|末)?(?:[至到—-]+\d{1,2}月(?:上旬|中旬|下旬|初|中|底|末)?)?[，,]",
        "",
        line,
    )
    clauses = [one for one in re.split(r"(?<=[，；])", line.strip("。！？!?；;，, ")) if one.strip("，；, ")]
    while len(clauses) > 1 and _LEADS_UP.search(clauses[0].rstrip("，；")):
        if clauses[1].startswith(("标志着", "这")):
            clauses[0] = clauses[0].removeprefix("随着")
            break
        clauses.pop(0)
    kept = ""
    for clause in clauses:
        if kept and len(kept) + len(clause) > (LONGEST if _VERB.search(kept) else WITHOUT_VERB):
            break
        kept += clause
    kept = re.sub(r"[，；](?:双方)?就[^，；]*[，；]?$", "", kept).strip("，；,：: ")
    return "" if len(kept) < 6 or _ALONE_NOT.search(kept) or not _VERB.search(kept) else f"{kept}。"
