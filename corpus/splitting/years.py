"""Here are the texts of an issue that does not name its year, give me the year they take for the present.

Years are named outright (2022年), or by what everybody counts from: 建党100周年 was 2021, and so was the
first year of the 14th plan.  An issue is not older than what it speaks of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.numerals import from_han

_YEAR = re.compile(
    r"(?P<before>.{0,6}?)(?<!\d)(?P<year>(?:19|20)\d\d)\s*"
    r"(?:年|(?=[-—–－~～至到]{1,2}\s*(?:19|20)\d\d\s*年))(?P<after>.{0,3})",
    re.DOTALL,
)
_FUTURE = re.compile(r"(?:到|至|力争|预计|截至|截止|末|前|\d\s*[-—–－~～]{1,2})\s*$")
_N = r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})"
_JUBILEES = (  # what is celebrated, and the year it is counted from
    (re.compile(rf"(?:建党|(?:中国)?共产党(?:成立|建党|诞生))\s*{_N}\s*周年"), 1921),
    (re.compile(rf"(?:建国|新中国(?:成立)?|共和国(?:成立)?|国庆)\s*{_N}\s*周年"), 1949),
    (re.compile(rf"改革开放\s*{_N}\s*周年"), 1978),
)
_PLAN = re.compile(
    r"[“\"]?十(?P<n>[一二三四五六七八九])五[”\"]?(?:规划)?(?:的)?(?P<end>开局|起步|收官|决胜|收尾)"
)
_FIRST_PLAN = 1951  # the n-th five-year plan begins in this year + 5 n
_NOT_BEFORE = (
    (re.compile(r"新冠|新型冠状病毒"), 2020),
    (re.compile(r"党的二十大(?:精神|报告)"), 2022),
)


def infer_year(texts: Sequence[str]) -> int | None:
    """The latest year that is named about as often as any, plans and terms aside; None without a sign."""
    years: Counter[int] = Counter()
    for text in texts:
        for match in _YEAR.finditer(text):
            if not _FUTURE.search(match["before"]) and not match["after"].startswith(
                ("前", "底", "末", "至")
            ):
                years[int(match["year"])] += 1
        years.update(_counted(text))
    floor = max((year for sign, year in _NOT_BEFORE if any(map(sign.search, texts))), default=0)
    late = Counter({year: n for year, n in years.items() if year >= floor})
    if not late:
        return floor or None
    most = max(late.values())
    return max(year for year, n in late.items() if n >= max(1.0, 0.3 * most))


def _counted(text: str) -> list[int]:
    """Years told by a jubilee or by the place in a five-year plan."""
    found = []
    for sign, zero in _JUBILEES:
        found += [zero + n for match in sign.finditer(text) if (n := from_han(match["n"])) and n >= 10]
    for match in _PLAN.finditer(text):
        ordinal = from_han("十" + match["n"])
        if ordinal:
            found.append(_FIRST_PLAN + 5 * ordinal + (0 if match["end"] in ("开局", "起步") else 4))
    return found
