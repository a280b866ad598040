"""Here is what one bracket or one line holds, give me who is named in it.

People become `authors`; departments, media and sources become `credit`; editors, proof-readers and picture
sources are neither.  Names are told by their shape, never by luck: a surname, a length, no word.  A token
that is neither a name nor a known body is a department nobody knows where the rest names someone, and where
the issue signs its articles: a credit, never a veto.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce

from corpus.language.names import NameModel, cut_names, is_han, name_likeness
from corpus.language.tagging import known, tag
from corpus.splitting.labelled import labelled_people
from corpus.splitting.profile import Profile
from corpus.splitting.tokens import CLASS, PLACED, SCHOOL_CLASS, may_be_unit, placed_name, sets_off

_SEPARATORS = re.compile(r"[\s、,，;；|｜/／&＆]+|(?<=[\u4e00-\u9fff])[和及](?=[\u4e00-\u9fff]{2})")
_SHARED_ROLE = re.compile(
    r"[文图]\s*[/、]?\s*[文图摄](?:影)?(?=\s|$|[:：])|(?<![\u4e00-\u9fff])[文图]\s*/\s*[文图摄]影?"
)
_ONE_ROLE = re.compile(r"\s*/\s*(?:文|图|摄影?|撰文|供图)(?=[\s、,，]|$|[\u4e00-\u9fff]{2,4}/)")
_LABEL = re.compile(r"\s*[:：丨]\s*")
SOURCE = re.compile(
    r"^(?:文章|信息|稿件|新闻)?(?:来源|稿源|出处|转自|转载自|供稿单位|供稿部门|原载|选自|摘自)\s*(?:[:：丨]|于|自)\s*(.{2,40})$"
)
_SPACED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000\xa0]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_LABELLED = re.compile(
    r"[\s|丨]+(?=[\u4e00-\u9fff]{2,5}\s*[:：])|(?=(?:通讯员|作者|责任编辑|责编|编辑|校对|审核|来源|供稿)\s*[:：])(?<![\s|丨本])(?<=.)"
)
_FROM = re.compile(r"\s*发自[\u4e00-\u9fff]{2,6}$")
_LABEL_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff])(文|图|摄影|摄|编辑)\s*[/／]")
_AUTHOR_IS = re.compile(
    r"^作者(?:工作)?(?:单位\s*[:：]?|系|为|供职于|就职于|来自|现任)\s*(?P<where>[^。]{2,30})$"
)
_EVENT = re.compile("召开|举办|举行|开展|荣获|获评|获得|走进|印发|出台|迎来|揭牌|签约|慰问|调研|赴")
_POST = re.compile(
    "(?:主任|老师|教师|辅导员|书记|[院校会局处科所站队班组社厂部船机车行店馆园矿段]长|医师|医生|护士|经理|员|家长|同学|干事|[)\\d]班)$"
)
_CREW = re.compile("[队场团矿港库坊班连营]$")  # 生产队, 农场: words for bodies that are ordinary nouns, too
_SENT_IN = re.compile(r"([^\s:：]{2,})(?:供稿|报送|答复|解答)")
_DATED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日$")  # 方一舟  8月3日
_NOTE_SIGN = re.compile(r"(?<=[\u4e00-\u9fff])[¹²³⁴⁵⁶⁷⁸⁹①-⑨*＊]+(?=[\s,，、;；]|$)")
_NUMBERED = re.compile(r"(?:^|(?<=[;；]))\s*\d\s*[.．、]\s*(?=[\u4e00-\u9fff])")  # 1.法学院；2.人民法院
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,7}[乡镇县旗]|[\u4e00-\u9fff]{3,6}[村区州]")
_SENTENCE = frozenset("。！？；")


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


@dataclass
class _Found:
    """What the tokens of one byline are, as they are read."""

    authors: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    roles: bool = False
    edited: bool = False
    worth: float = 1.0


class Naming:
    """Reads what bylines say, with the vocabulary of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._staff = frozenset(profile.staff)
        self._roles = frozenset(profile.roles)
        self._bodies = tuple(sorted(profile.bodies, key=len, reverse=True))
        self.known: frozenset[str] = frozenset()
        words = sorted({w for w in (*profile.roles, *profile.staff) if len(w) > 1}, key=len, reverse=True)
        self.role = re.compile("(" + "|".join(map(re.escape, words)) + ")")

    def know(self, names: Iterable[str]) -> None:
        """People whom the issue itself lists as authors: whatever their names look like, they are names."""
        self.known = self.known | frozenset(name for name in names if 2 <= len(name) <= 10)

    def read(self, content: str, *, alone: bool = False, signed: bool = False) -> Byline | None:
        """What the text of one bracket (or of one line) says; None where it is no byline at all.

        alone: it stands where only a byline can stand, so a given name without a surname will do;
        signed: the issue signs its articles there, so a unit nobody knows will do.
        """
        content = _NUMBERED.sub("", _NOTE_SIGN.sub("", content))
        text = _FROM.sub("", unicodedata.normalize("NFKC", content).strip(" 。.,:"))
        text = _DATED.sub("", text)
        if (said := labelled_people(text, self.is_body)) is not None:
            return Byline(said[0], "、".join(said[1]) or None, 0.9, "labels", True)
        text = _ONE_ROLE.sub(" ", _LABEL_INSIDE.sub(r" \1 ", _SHARED_ROLE.sub(" 图文 ", text))).strip()
        if not text or len(text) > 80:
            return None
        if text in self._profile.byline_noise:
            return Byline(confidence=0.9, how="end mark")
        if len(parts := _LABELLED.split(text)) > 1 and any(SOURCE.match(part) for part in parts):
            read = [self.read(part, alone=alone, signed=signed) for part in parts]
            named = [byline for byline in read if byline is not None]
            return reduce(merge, named) if len(named) == len(read) else None
        if source := SOURCE.match(text):
            return Byline((), source[1].strip(), 0.95, "source label")
        if employed := _AUTHOR_IS.match(text):
            *place, who = _SPACED.sub(r"\1\2", employed["where"]).split()
            if place and ("单位" in text or self.is_body(place[-1])) and self._could_be_name(who):
                return Byline((who,), " ".join(place), 0.85, "employer of the author")
            stated = "单位" in text or self._employer(employed["where"]) != employed["where"]
            credit = self._employer(employed["where"]) if stated or self.is_body(employed["where"]) else None
            return Byline((), credit, 0.85, "employer of the author")
        people = self._people(text, alone, signed) or (self.from_place(text) if alone else None)
        if people is not None:
            return people
        if len(text) <= 30 and not _SENTENCE & set(text):
            if any(pattern.search(text) for pattern in self._profile.credit):
                sent = _SENT_IN.fullmatch(text)
                return Byline((), sent[1] if sent else text, 0.9, "credit phrase")
            if self.is_body(text) and len(text) <= 20:
                return Byline((), text, 0.85, "department")
        if signed and len(text) <= 16 and all(map(may_be_unit, text.split())):
            return Byline((), text, 0.6, "unknown signature")
        return None

    def _people(self, text: str, alone: bool, signed: bool) -> Byline | None:
        if text.startswith(("图片", "题图", "配图", "供图", "图为", "照片")) or text.endswith("供图"):
            return Byline(confidence=0.8, how="picture credit") if len(text) <= 24 else None
        if (label := _LABEL.search(text)) and not self.role.search(text[: label.start()]):
            return None  # a headline of two halves, or the label of something else
        found = self._sorted(text, alone, signed)
        if found is None:
            return None
        sure = found.roles or found.credits or (found.authors and found.worth >= 0.9)
        if found.unknown and not (sure and all(map(may_be_unit, found.unknown))):
            return None
        posts = [t for t in found.unknown if len(t) <= 8 and _POST.search(t)] if found.authors else []
        credits = [*found.credits, *(token for token in found.unknown if token not in posts)]
        if not found.authors and not credits and not found.edited:
            return None
        if credits and not found.authors:
            whole = "、".join(credits) if found.roles else text
            how = "unknown signature" if found.unknown else "department"
            return Byline((), whole, 0.7 if found.unknown else 0.85, how, found.roles)
        confidence = 0.6 + 0.38 * found.worth if found.authors else 0.8
        if len(found.unknown) > len(posts):
            confidence = min(confidence, 0.75)
        authors = tuple(dict.fromkeys(found.authors))
        return Byline(authors, "、".join(credits) or None, confidence, "byline", found.roles)

    def _sorted(self, text: str, alone: bool, signed: bool) -> _Found | None:
        """The tokens by what they are; None where one can be no part of a byline."""
        found = _Found()
        staff = beside_body = after_role = False
        drawn = {"".join(match.groups()) for match in _SPACED.finditer(text)} if alone or signed else set()
        for token, whole in self._tokens(text):
            named, after_role = after_role, False
            if token in self._profile.byline_noise:
                continue
            if token in self._staff:
                staff = found.roles = found.edited = True
            elif token in self._roles:
                staff, found.roles, after_role = False, True, len(token) > 1
            elif staff:
                if not self._may_be_handled_by(token):
                    return None
            elif self.is_body(token):
                found.credits.append(token)
            elif names := self._names(token, alone or found.roles):
                found.authors.extend(names)
                found.worth = min(found.worth, *(self._likeness(name) for name in names))
            elif whole and (alone or beside_body) and self._could_be_name(token):
                found.authors.append(token)
                found.worth = min(found.worth, 0.3)
            elif whole and (
                (alone and beside_body and token in drawn)  # 石桥支行  锡  山: whatever word it is
                or ((named or token in drawn or (alone and signed)) and placed_name(token, named))
            ):
                found.authors.append(token)
                found.worth = min(found.worth, 0.5)
            elif whole:
                found.unknown.append(token)
            else:  # what is left of a word beside a role: part of a phrase
                return None
            beside_body = bool(found.credits or found.unknown)
        return found

    def _employer(self, where: str) -> str:
        """Without the post held there: the longest opening that ends like a department or an institution."""
        ends = (where[:end] for end in range(len(where), 3, -1))
        return next((part for part in ends if self.is_body(part)), where)

    def _employs(self, piece: str, role: str) -> bool:
        """What stands right before 记者 is a medium or a unit; before other roles, unless it is a clause."""
        if len(piece) > 14:
            return False
        if self.is_body(piece):
            return True
        likeness = name_likeness(piece)
        if role.endswith("记者"):
            return len(piece) != 3 or likeness < 0.9
        return likeness < 0.5 and not any(kind in ("v", "vn", "d", "p") for kind in tag(piece).tags)

    def _may_be_handled_by(self, token: str) -> bool:
        """What may follow 编辑 or 来源: a name, a body, a staff number."""
        if token.isascii() or self.is_body(token):
            return len(token) <= 14
        return (is_han(token) and len(token) <= 4) or name_likeness(token) > 0 or bool(cut_names(token))

    def _names(self, token: str, sure: bool) -> tuple[str, ...]:
        if token.endswith("摄") and len(token) >= 3:
            token = token[:-1]
        if token in self.known:
            return (token,)
        if token in self._profile.section_words:
            return ()
        if known(token) and (_POST.search(token) or (_CREW.search(token) and tag(token).tags[0] != "nr")):
            return ()
        likeness = name_likeness(token)
        transcribed = len(token) == 4 and tag(token).tags[0] == "nrt"  # of another language: one name
        if likeness < 0.9 and len(token) >= 4 and not transcribed and (names := cut_names(token)):
            return names
        return (token,) if likeness >= 0.5 or (sure and likeness >= 0.2) else ()

    def _likeness(self, name: str) -> float:
        return 0.95 if name in self.known else name_likeness(name)

    def _tokens(self, text: str) -> list[tuple[str, bool]]:
        """The tokens, and of each whether it stands between separators, not only beside a role."""
        text = _SPACED.sub(r"\1\2", _SPACED.sub(r"\1\2", text))
        tokens: list[tuple[str, bool]] = []
        for part in _SEPARATORS.split(_LABEL.sub(" ", text)):
            if not part:
                continue
            if self.is_body(part) and not self.role.match(part):
                tokens.append((part, True))
                continue
            pieces = [piece for piece in self.role.split(part) if piece]
            for at, piece in enumerate(pieces):
                followed = at + 1 < len(pieces) and pieces[at + 1].endswith(
                    ("记者", "通讯员", "评论员", "出品")
                )
                if followed and self._employs(piece, pieces[at + 1]):
                    continue  # the medium before 记者: an employer, not a credit
                tokens.append((piece, len(pieces) == 1))
        return tokens

    def is_body(self, text: str) -> bool:
        """Ends like a department, an institution or a medium, and is not a name that happens to end so."""
        if _PLACE.fullmatch(text) and (text[-1] in "乡镇县" or name_likeness(text) < 0.9):
            return True
        if not text.endswith(self._bodies) or _EVENT.search(text):
            return False
        last = next(body for body in self._bodies if text.endswith(body))
        if len(last) == 1 and (len(text) > 4 or any(map(str.isdigit, text))):
            word = tag(text)
            if not (sets_off(word, last, self._bodies) or word.tags[-1].startswith(("n", "j"))) or (
                len(text) > 9 and any(map(str.isdigit, text))
            ):
                return False  # 并网, 落户: the end of a verb
        shaped = (
            name_likeness(text) >= 0.95
            and not known(text[: -len(last)])
            and (len(text) <= 3 or text[:2] in NameModel.load().compound)
        )
        return not (shaped and len(last) == 1 and last in "委办院报社店台站馆")

    def from_place(self, text: str) -> Byline | None:
        """A row of a name with where its bearer comes from: 江头  谢云生, 谢云生（退休教师）.

        Where they stand tells the name; a body beside it is credited, a post or a place is not.
        """
        match = PLACED.fullmatch(text)
        if match is None or not (match["where"] or match["of"]):
            return None
        name = "".join(match["name"].split())
        of = match["of"] or ""
        classed = len(match["gap"] or "") > 1 and CLASS.fullmatch(match["where"] or "") is not None
        drawn = match["name"][1].isspace() and len(of) >= 4 and of.endswith((*self._bodies, "系"))
        drawn = drawn or (classed and NameModel.load().surname(name, 0) > 0)
        posted = len(match["gap"] or "") > 1 and _POST.search(match["where"] or "") is not None
        sure = (
            name in self.known or self._likeness(name) >= 0.94 or drawn or posted
        )  # 春 雷（县文化馆）: whatever word
        if not sure and not ((of or len(match["gap"] or "") > 1) and self._could_be_name(name)):
            return None
        employers = (SCHOOL_CLASS.sub("", place) for place in (match["where"], match["of"]) if place)
        places = [place for place in employers if self.is_body(place) or place.endswith("系")]
        return Byline((name,), places[0] if places else None, 0.8 if sure else 0.65, "byline")

    def _could_be_name(self, token: str) -> bool:
        """Shaped like a name, if only by its given name: surnames are many, and some are rare."""
        if token in self.known or name_likeness(token) >= 0.5:
            return True
        if len(token) != 3 or not is_han(token) or known(token) or _POST.search(token):
            return False
        return NameModel.load().given_weight(token[1:]) > 0 and not self.is_body(token)
