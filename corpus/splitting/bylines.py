"""Here is the end of an article (or the line under its headline), give me who wrote it.

People become `authors`; departments, media and sources become `credit`, as printed; editors, proof-readers
and picture sources are neither.  Names are told by their shape, never by luck: a surname, a length, no word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import reduce

from corpus.language.names import Names, cut_names, is_han, name_likeness
from corpus.language.tagging import tag
from corpus.splitting.profile import Profile

_OPEN, _CLOSE = "（(【[〔［", "）)】]〕］"
_TAIL = re.compile(
    rf"[{re.escape(_OPEN)}]\s*([^{re.escape(_OPEN + _CLOSE)}]{{1,80}}?)\s*[{re.escape(_CLOSE)}]\s*[。.]?$"
)
_SEPARATORS = re.compile(r"[\s、,，;；|｜/／&＆]+|(?<=[\u4e00-\u9fff])[和及](?=[\u4e00-\u9fff]{2})")
_SHARED_ROLE = re.compile(
    r"[文图]\s*[/、]?\s*[文图摄](?:影)?(?=\s|$|[:：])|(?<![\u4e00-\u9fff])[文图]\s*/\s*[文图摄]影?"
)
_ONE_ROLE = re.compile(r"\s*/\s*(?:文|图|摄影?|撰文|供图)(?=[\s、,，]|$)")
_LABEL = re.compile(r"\s*[:：丨]\s*")
_SOURCE = re.compile(
    r"^(?:文章|信息|稿件|新闻)?(?:来源|稿源|出处|转自|转载自|供稿单位|供稿部门|原载|选自|摘自)\s*(?:[:：丨]|于|自)\s*(.{2,40})$"
)
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000\xa0]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_LABELLED = re.compile(
    r"[\s|丨]+(?=[\u4e00-\u9fff]{2,5}\s*[:：])|(?=(?:通讯员|作者|责任编辑|责编|编辑|校对|审核|来源|供稿)\s*[:：])(?<![\s|丨本])(?<=.)"
)
_FROM = re.compile(r"\s*发自[\u4e00-\u9fff]{2,6}$")
_DASH = re.compile(r"^[—\-－─□■○●◎△▲◇◆☆★※✎\s]+")
_DATE_LINE = re.compile(
    r"(?:(?:发布|发表|更新|出版)?(?:时间|日期)\s*[:：]\s*)?(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|(?:点击|阅读|浏览)(?:次数|量|数)?\s*[:：]?\s*\d+\s*次?|字号\s*[:：]?\s*\S*$"
)
_LEAD = re.compile(r"^([^。！？\n]{0,44}?)[（(]([^（）()]{2,60})[)）]")
_HEADED = re.compile(r"(?:讯|电|消息|报道)\s*[（(]([^（）()]{2,60})[)）]")
_LABEL_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff])(文|图|摄影|摄|编辑)\s*[/／]")
_PLAIN = re.compile(r"[^\s:：（(【\[〔［]+")
_BEFORE_APPENDED = frozenset("。！？…”）)】")
_AUTHOR_IS = re.compile(
    r"^作者(?:工作)?(?:单位\s*[:：]?|系|为|供职于|就职于|来自|现任)\s*(?P<where>[^，。]{2,30})$"
)
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


@dataclass(frozen=True, slots=True)
class Byline:
    """Who is named: `authors` people, `credit` a department or source as printed.

    Both are empty for a mark such as （完） or a list of editors: no part of the text, and no author.
    confidence: 0.0–1.0; how: the rule that read it.
    """

    authors: tuple[str, ...] = ()
    credit: str | None = None
    confidence: float = 0.0
    how: str = "byline"
    roles: bool = False


def merge(first: Byline | None, second: Byline) -> Byline:
    """Two bylines of one article as one, in the order of reading."""
    if first is None:
        return second
    authors = tuple(dict.fromkeys((*first.authors, *second.authors)))
    named = [b for b in (first, second) if b.authors or b.credit]
    confidence = min((b.confidence for b in named), default=max(first.confidence, second.confidence))
    return Byline(authors, first.credit or second.credit, confidence, first.how, first.roles or second.roles)


class BylineReader:
    """Reads bylines with the vocabulary of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._staff = frozenset(profile.staff)
        self._roles = frozenset(profile.roles)
        self._read: dict[tuple[str, bool], Byline | None] = {}
        self._bodies = tuple(sorted(profile.bodies, key=len, reverse=True))
        words = sorted({w for w in (*profile.roles, *profile.staff) if len(w) > 1}, key=len, reverse=True)
        self._role = re.compile("(" + "|".join(map(re.escape, words)) + ")")

    def interpret(self, content: str, *, alone: bool = False) -> Byline | None:
        """What the text of one bracket (or of one line) says; None where it is no byline at all.

        alone: it stands where only a byline can stand, so a given name without a known surname will do.
        """
        text = _FROM.sub("", unicodedata.normalize("NFKC", content).strip(" 。.,:"))
        text = _ONE_ROLE.sub(" ", _LABEL_INSIDE.sub(r" \1 ", _SHARED_ROLE.sub(" 图文 ", text))).strip()
        if not text or len(text) > 80:
            return None
        if text in self._profile.byline_noise:
            return Byline(confidence=0.9, how="end mark")
        if len(parts := _LABELLED.split(text)) > 1 and any(_SOURCE.match(part) for part in parts):
            read = [self.interpret(part, alone=alone) for part in parts]
            named = [byline for byline in read if byline is not None]
            return reduce(merge, named) if len(named) == len(read) else None
        if source := _SOURCE.match(text):
            return Byline((), source[1].strip(), 0.95, "source label")
        if employed := _AUTHOR_IS.match(text):
            return Byline((), self._employer(employed["where"]), 0.85, "employer of the author")
        people = self._people(text, alone) or (self.from_place(text) if alone else None)
        if people is not None:
            return people
        if len(text) <= 30 and not set("。！？；") & set(text):
            if any(pattern.search(text) for pattern in self._profile.credit):
                return Byline((), text, 0.9, "credit phrase")
            if self._is_body(text) and len(text) <= 20:
                return Byline((), text, 0.85, "department")
        return None

    def _people(self, text: str, alone: bool) -> Byline | None:
        if text.startswith(("图片", "题图", "配图", "供图", "图为", "照片")) or text.endswith("供图"):
            return Byline(confidence=0.8, how="picture credit") if len(text) <= 24 else None
        authors: list[str] = []
        credits: list[str] = []
        staff = roles = edited = False
        worth = 1.0
        for token in self._tokens(text):
            if token in self._staff:
                staff = roles = edited = True
            elif token in self._roles:
                staff, roles = False, True
            elif staff:
                if not self._may_be_handled_by(token):
                    return None
            elif self._is_body(token):
                credits.append(token)
            else:
                names = self._names(token, alone or roles)
                if not names:
                    return None
                authors.extend(names)
                worth = min(worth, *(name_likeness(name) for name in names))
        if not authors and not credits and not edited:
            return None
        if credits and not authors:
            return Byline((), text, 0.85, "department", roles)
        confidence = 0.6 + 0.38 * worth if authors else 0.8
        return Byline(tuple(dict.fromkeys(authors)), "、".join(credits) or None, confidence, "byline", roles)

    def _employer(self, where: str) -> str:
        """Without the post held there: the longest opening that ends like a department or an institution."""
        ends = (where[:end] for end in range(len(where), 3, -1))
        return next((part for part in ends if self._is_body(part)), where)

    def _employs(self, piece: str, role: str) -> bool:
        """What stands right before 记者 is a medium or a unit; before other roles, unless it is a clause."""
        if len(piece) > 14:
            return False
        if self._is_body(piece):
            return True
        likeness = name_likeness(piece)
        if role.endswith("记者"):
            return len(piece) != 3 or likeness < 0.9
        return likeness < 0.5 and not any(kind in ("v", "vn", "d", "p") for kind in tag(piece).tags)

    def _may_be_handled_by(self, token: str) -> bool:
        """What may follow 编辑 or 来源: a name, a body, a staff number."""
        if token.isascii() or self._is_body(token):
            return len(token) <= 14
        return (is_han(token) and len(token) <= 4) or name_likeness(token) > 0 or bool(cut_names(token))

    def _names(self, token: str, sure: bool) -> tuple[str, ...]:
        if token.endswith("摄") and len(token) >= 3:
            token = token[:-1]
        if token in self._profile.section_words:
            return ()
        likeness = name_likeness(token)
        if likeness < 0.9 and len(token) >= 4 and (names := cut_names(token)):
            return names
        return (token,) if likeness >= 0.5 or (sure and likeness >= 0.2) else ()

    def _tokens(self, text: str) -> list[str]:
        text = _SPACED.sub(r"\1\2", _SPACED.sub(r"\1\2", text))
        tokens: list[str] = []
        for part in _SEPARATORS.split(_LABEL.sub(" ", text)):
            if not part:
                continue
            if self._is_body(part) and not self._role.match(part):
                tokens.append(part)
                continue
            pieces = [piece for piece in self._role.split(part) if piece]
            for at, piece in enumerate(pieces):
                followed = at + 1 < len(pieces) and pieces[at + 1].endswith(
                    ("记者", "通讯员", "评论员", "出品")
                )
                if followed and self._employs(piece, pieces[at + 1]):
                    continue  # the medium before 记者: an employer, not a credit
                tokens.append(piece)
        return tokens

    def _is_body(self, text: str) -> bool:
        """Ends like a department, an institution or a medium, and is not a name that happens to end so."""
        if not text.endswith(self._bodies):
            return False
        last = next(body for body in self._bodies if text.endswith(body))
        shaped = name_likeness(text) >= 0.95 and (len(text) <= 3 or text[:2] in Names.load().compound)
        return not (shaped and len(last) == 1 and last in "委办院报社店台站馆")

    def tail(self, text: str) -> tuple[str, Byline] | None:
        """The paragraph without the byline(s) at its end, and what they say; None where there is none."""
        if not text.rstrip("。. ").endswith(tuple(_CLOSE)):
            signed = _WITH_ROLE.match(text)
            byline = self.interpret(signed["by"]) if signed is not None else None
            if signed is None or byline is None or not byline.authors:
                return None
            return signed["text"], byline
        found: Byline | None = None
        while match := _TAIL.search(text):
            before = text[: match.start()].rstrip()
            byline = self.interpret(match[1], alone=not before or before[-1] in _TERMINAL)
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

    def line(self, text: str, *, bare: bool) -> Byline | None:
        """A row that is nothing but a byline.  bare: no bracket or role is needed, as under a headline."""
        key = (text, bare)
        if key not in self._read:
            if len(self._read) > 8192:
                self._read.clear()
            self._read[key] = self._line(text, bare)
        return self._read[key]

    def _line(self, text: str, bare: bool) -> Byline | None:
        if len(text) > 90 or (len(text) > 20 and _PLAIN.fullmatch(text) and not self._role.search(text)):
            return None
        stripped = _DASH.sub("", text)
        if bare and (dateless := _DATE_LINE.sub(" ", stripped).strip(" |丨,，")) != stripped.strip():
            if not dateless:
                return Byline(confidence=0.9, how="date line")
            stripped = dateless
        if match := re.fullmatch(rf"(?:[{re.escape(_OPEN)}])\s*(.+?)\s*[{re.escape(_CLOSE)}]?", stripped):
            content = match[1]
            if content and content[0] not in _OPEN:
                tail = self.tail(stripped) if stripped[-1:] in _CLOSE else None
                if tail is not None and not tail[0]:
                    return tail[1]
                return self.interpret(content, alone=True)
        if len(stripped) > 40 or set("。！？；《》“”") & set(stripped):
            return None
        byline = self.interpret(stripped)
        if byline is None:
            return None
        if byline.roles or byline.how == "source label" or (stripped != text and byline.authors):
            return byline
        plain = byline.confidence >= 0.94 if byline.authors else byline.how == "department"
        return byline if bare and plain else None

    def from_place(self, text: str) -> Byline | None:
        """A line of a place or unit nobody knows and a certain name (江头  谢云生), as essays carry it."""
        match = re.fullmatch(
            r"([\u4e00-\u9fff]{2,8})[\s\u3000]+([\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])", text
        )
        if match is None or name_likeness(name := re.sub(r"\s", "", match[2])) < 0.94:
            return None
        return Byline((name,), match[1] if self._is_body(match[1]) else None, 0.8, "byline")

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
            byline = self.interpret(rest) if len(rest) >= 3 and not _PICTURE.search(rest) else None
            if byline is not None and (
                byline.roles or (len(byline.authors) > 1 and byline.confidence >= 0.94)
            ):
                return text[: at + 1], byline
            if text[at] in _TERMINAL:
                break
        return None

    def lead(self, text: str) -> Byline | None:
        """Reporters named at the opening of the text: 本报讯（记者 …）."""
        if match := _LEAD_BARE.match(text):
            byline = self.interpret(match["who"])
            if byline is not None and byline.authors:
                return Byline(byline.authors, None, byline.confidence, "opening", True)
        opening, headed = _LEAD.match(text), _HEADED.search(text[:160])
        contents = [(opening[2], bool(_NEWS_HEAD.search(opening[1])))] if opening else []
        contents += [(headed[1], True)] if headed else []
        for content, is_head in contents:
            byline = self.interpret(content)
            if byline is not None and byline.authors and (byline.roles or is_head):
                return Byline(byline.authors, None, byline.confidence, "opening", byline.roles)
        return None
