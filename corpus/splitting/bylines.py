"""Here is a paragraph or a row, give me the byline that stands in it, by the places where bylines stand.

At the end of a text, alone on a row, under a headline, in the opening, or appended by a web page.  What a
byline's words say is `naming`'s business.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.splitting.naming import SOURCE, Byline, Naming, merge
from corpus.splitting.profile import Profile
from corpus.splitting.unwrap import ENUMERATED

__all__ = ["Byline", "BylineReader", "merge"]

_OPEN, _CLOSE = "（(【[〔［", "）)】]〕］"
_TAIL = re.compile(
    rf"[{re.escape(_OPEN)}]\s*([^{re.escape(_OPEN + _CLOSE)}]{{1,80}}?)\s*[{re.escape(_CLOSE)}]\s*[。.]?$"
)
_DASH = re.compile(r"^[—\-－─□■○●◎△▲◇◆☆★※✎\s]+")
_DATE_LINE = re.compile(
    r"(?:(?:发布|发表|更新|出版)?(?:时间|日期)\s*[:：]\s*)?(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|(?:点击|阅读|浏览)(?:次数|量|数)?\s*[:：]?\s*\d+\s*次?|字号\s*[:：]?\s*\S*$"
)
_LEAD = re.compile(r"^([^。！？\n]{0,44}?)[（(]([^（）()]{2,60})[)）]")
_FIRST = re.compile(r"^[（(]([^（）()]{2,40})[)）](?=\S{6})")
_SENT = re.compile(r"^(?:本报|本刊|本网)?[^\s，。]{0,10}\d{1,2}月\d{1,2}日(?:讯|电|消息)\s*")
_HEADED = re.compile(r"(?:讯|电|消息|报道)\s*[（(]([^（）()]{2,60})[)）]")
_PLAIN = re.compile(r"[^\s:：（(【\[〔［]+")
_BEFORE_APPENDED = frozenset("。！？…”）)】")
_WITH_ROLE = re.compile(
    r"^(?P<text>.*[。！？”])\s*(?P<by>(?:本报|本刊|本网|特约|见习)?(?:记者|通讯员|撰稿|供稿|作者|文\s*/\s*图)[\s:：/][^，。]{2,30})$",
    re.DOTALL,
)
_TRAILING_SOURCE = re.compile(r"(?<!图片)(?:来源|转自)\s*[:：丨]\s*([^\s，。：:；]{2,16})$")
_PICTURE = re.compile(r"^(?:图片|题图|配图|供图|图为|照片)|摄$")
_LEAD_BARE = re.compile(
    r"^(?:本报讯|本刊讯|本网讯|本台消息|[^，。\s]{2,10}讯)\s+(?P<who>(?:记者|通讯员|特约记者|实习生)[^，。：:]{2,40}?)\s*(?:报道|摄影报道)?[\s，：:]"
)
_NEWS_HEAD = re.compile(r"(?:讯|电|消息|报道|专稿)\s*$")
_TERMINAL = "。！？!?”’》）)…"


class BylineReader(Naming):
    """Finds bylines by their places; reads them with the vocabulary of one profile."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(profile)
        self._read: dict[tuple[str, bool, bool], Byline | None] = {}

    def tail(self, text: str, *, signed: bool = False) -> tuple[str, Byline] | None:
        """The paragraph without the byline(s) at its end, and what they say; None where there is none.

        signed: as in `Naming.read`.
        """
        if not text.rstrip("。. ").endswith(tuple(_CLOSE)):
            appended = _WITH_ROLE.match(text)
            byline = self.read(appended["by"]) if appended is not None else None
            if appended is None or byline is None or not byline.authors:
                return None
            return appended["text"], byline
        found: Byline | None = None
        while match := _TAIL.search(text):
            before = text[: match.start()].rstrip()
            alone = not before or before[-1] in _TERMINAL
            byline = self.read(match[1], alone=alone, signed=alone and signed)
            if byline is None or (not self._stands_apart(before, byline, match[1])):
                break
            found = byline if found is None else merge(byline, found)
            text = before
        return (text, found) if found is not None else None

    def _stands_apart(self, before: str, byline: Byline, content: str) -> bool:
        """After a finished sentence a bracket is a byline; in mid-sentence only if it cannot be else."""
        if not before or before[-1] in _TERMINAL or before[-1] in _CLOSE:
            return True
        return byline.roles or byline.confidence >= 0.9

    def line(self, text: str, *, bare: bool, signed: bool = False) -> Byline | None:
        """A row that is nothing but a byline.

        bare: no bracket or role is needed, as under a headline; signed: as in `Naming.read`.
        """
        key = (text, bare, signed)
        if key not in self._read:
            if len(self._read) > 8192:
                self._read.clear()
            self._read[key] = self._line(*key)
        return self._read[key]

    def _line(self, text: str, bare: bool, signed: bool) -> Byline | None:
        if len(text) > 90 or (len(text) > 20 and _PLAIN.fullmatch(text) and not self.role.search(text)):
            return None
        if not text or text[-1] in "：:":  # nothing, or whom the text speaks to
            return None
        stripped = _DASH.sub("", text)
        if bare and (dateless := _DATE_LINE.sub(" ", stripped).strip(" |丨,，")) != stripped.strip():
            if not dateless:
                return Byline(confidence=0.9, how="date line")
            stripped = dateless
        if match := re.fullmatch(rf"(?:[{re.escape(_OPEN)}])\s*(.+?)\s*[{re.escape(_CLOSE)}]?", stripped):
            content = match[1]
            if ENUMERATED.match(stripped):  # （甲）…, an item of a list
                return None
            if content and content[0] not in _OPEN:
                tail = self.tail(stripped, signed=signed) if stripped[-1:] in _CLOSE else None
                if tail is not None and not tail[0]:
                    return tail[1]
                return self.read(content, alone=True, signed=signed)
        sourced = SOURCE.match(stripped) is not None
        if len(stripped) > 40 or (set("。！？；《》“”") & set(stripped) and not sourced):
            return None
        byline = self.read(stripped)
        if byline is None:
            placed = self.from_place(stripped) if stripped != text else None
            return placed if placed is not None and placed.credit and placed.confidence >= 0.8 else None
        if byline.roles or byline.how == "source label" or (stripped != text and byline.authors):
            return byline
        plain = byline.confidence >= 0.94 if byline.authors else byline.how == "department"
        return byline if bare and plain else None

    def signature(self, text: str) -> Byline | None:
        """What a row says that may sign a text without a bracket."""
        stripped = _DASH.sub("", text)
        return self.read(stripped, alone=True) or self.from_place(stripped)

    def end(self, text: str) -> tuple[str, Byline] | None:
        """Like `tail`, and past a web page's furniture also what press texts append without brackets."""
        found: Byline | None = None
        while True:
            clean = text
            for pattern in self._profile.furniture:
                clean = pattern.sub("", clean).rstrip()
            step = self.tail(clean) or self._appended(clean)
            if step is None:
                return (text, found) if found is not None else None
            text, byline = step
            found = byline if found is None else merge(byline, found)

    def _appended(self, text: str) -> tuple[str, Byline] | None:
        """A byline after the last sentence: 来源：…, 记者 … 编辑 …, or two names and more."""
        if match := _TRAILING_SOURCE.search(text):
            return text[: match.start()].rstrip(), Byline((), match[1], 0.9, "source label")
        for at in range(len(text) - 3, max(-1, len(text) - 92), -1):
            if text[at] not in _BEFORE_APPENDED:
                continue
            rest = text[at + 1 :].strip()
            byline = self.read(rest) if len(rest) >= 3 and not _PICTURE.search(rest) else None
            if byline is not None and (
                byline.roles or (len(byline.authors) > 1 and byline.confidence >= 0.94)
            ):
                return text[: at + 1], byline
            if text[at] in _TERMINAL:
                break
        return None

    def lead(self, text: str) -> Byline | None:
        """Who is named at the opening of the text: 本报讯（记者 …）, or （宣传科 …） before all else."""
        if (first := _FIRST.match(text)) is not None and not ENUMERATED.match(text):
            byline = self.read(_SENT.sub("", first[1]))
            if byline is not None and (byline.authors or byline.credit) and byline.confidence >= 0.8:
                return replace(byline, how="opening")
        if match := _LEAD_BARE.match(text):
            byline = self.read(match["who"])
            if byline is not None and byline.authors:
                return Byline(byline.authors, None, byline.confidence, "opening", True)
        opening, headed = _LEAD.match(text), _HEADED.search(text[:160])
        contents = [(opening[2], bool(_NEWS_HEAD.search(opening[1])))] if opening else []
        contents += [(headed[1], True)] if headed else []
        for content, is_head in contents:
            byline = self.read(content)
            if byline is not None and byline.authors and (byline.roles or is_head):
                return Byline(byline.authors, None, byline.confidence, "opening", byline.roles)
        return None
