"""Here is a row, tell me how it is worded: like a headline, a list's item, a caption, a salutation."""

from __future__ import annotations

import re

from corpus.language.names import name_likeness
from corpus.splitting.profile import Profile
from corpus.splitting.unwrap import ENUMERATED, is_open

_INSTITUTION = re.compile(
    r"公司|集团|[局厅署委院所厂站校]|协会|学会|商会|大学|医院|中心|[省市县区镇乡村]|党[委支组]|总?工会|[我全本][省市县校院会局司区国]|中国|国家"
)
_DATE_OPENING = re.compile(r"^(?:(?:19|20)\d\d\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]")
_BAD_OPENING = frozenset("，。、；：！？”’）》】,.;:!?)%％的了着")
_PRIZE = re.compile(r"(?:等奖|优秀奖|纪念奖|组织奖|提名奖|优胜奖|元|分|名|票)$")
_RANK = re.compile(
    r"^(?:[特一二三]等奖|优秀奖|第[一二三四五六七八九十]名|[^，。：:]{1,10}[（(]\d+\s*[名个件篇项家人][)）])\s*[（(:：]"
)
SALUTATION = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的|各|致|全[市县省区体]|编辑)[^，。：:]{1,24}[：:]$"
    r"|^[^，。：:]{1,20}(?:老师|同志|朋友|同学|先生|女士|阿姨|叔叔|伯伯|乡亲|家长|同事|师傅)们?[：:]$"
)
_SPOKEN = re.compile(r"^(?:问|答|记者问?|[QA])\s*[：:]")
SUBTITLE = re.compile(r"^\s*[—–―─－-]{1,3}\s*\S")
PROSE = re.compile(r"[了着]|以及|并且|不仅|由于|因此|对于|通过|其中|同时|作为|还是|就是|、.*、")
CAPTION = re.compile(
    r"^(?:图为|图\s*[\d一二三四五:：]|图片|[上下左右]图|照片|△)|(?:摄|供图|图片?提供|科提供|处提供|部提供)$|^.{0,10}(?:现场|合影|留影|剪影|一角)$"
)
TABLE_HEAD = re.compile(r"^(?:附[表图件]|[续图]?表)\s*[\d一二三四五六七八九十]{0,3}\s*(?:[:：]|$)")
_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff]\s+){2,}[\u4e00-\u9fff]")
_WIDE_SPACES = re.compile(r"\s{2,}|\u3000+")
_CELL = re.compile(r"[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3}\s*[（(][^（）()]{2,24}[)）]$")
_SPACES = re.compile(r"[\s\u3000]+")


def weigh_wording(title: str, squeezed: str, profile: Profile) -> float:
    """What the words of a headline are worth; squeezed: without white space."""
    w = profile.weights
    n = len(squeezed)
    score = (
        w["length_good"]
        if 8 <= n <= 34
        else w["length_short"]
        if n < 5
        else w["length_long"]
        if n > 48
        else 0.0
    )
    if CAPTION.search(title):
        score += w["caption"]
    if _SPACED_OUT.fullmatch(title):
        score += w["spaced_out"]
    if title[-1] in "。；;：:，,、":
        score += w["ends_like_sentence"]
    if "。" in title[:-1]:
        score += w["has_full_stop"]
    if "，" in title or "," in title:
        score += w["comma"]
    if ENUMERATED.match(title):
        score += w["enumerated"]
    if _DATE_OPENING.match(title):
        score += w["sentence_like"]
    if title[0] in _BAD_OPENING:
        score += w["bad_opening"]
    if is_open(title):
        score += w["unbalanced"]
    if is_list_item(title) or _SPOKEN.match(title):
        score += w["list_item"]
    if profile.title_verbs.search(squeezed):
        score += w["verb"]
    if _INSTITUTION.search(squeezed[:14]):
        score += w["institution"]
    return score


def squeeze(text: str) -> str:
    """Without white space."""
    return _SPACES.sub("", text)


def is_list_item(text: str) -> bool:
    """A row of a table or name list: a name first and cells after it, or a prize at its end."""
    wide = _WIDE_SPACES.split(text)
    if len(wide) >= 2 and sum(_CELL.match(cell) is not None for cell in wide) >= 2:
        return True
    if re.search(r"[（(]\s*\d+\s*[名个件篇项家人]\s*[)）]$", text) or _RANK.match(text):
        return True
    cells = _SPACES.split(text)
    if all(len(cell) == 1 for cell in cells):
        return False
    if len(cells) >= 2 and _PRIZE.search(cells[-1]) and len(cells[-1]) <= 5:
        return True
    named = name_likeness(cells[0]) >= 0.9 or (
        len(cells[0]) == 1 and len(cells) > 2 and name_likeness("".join(cells[:2])) >= 0.9
    )
    return len(cells) >= 3 and named
