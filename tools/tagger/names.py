"""Here is a random generator; give me invented names of people and organisations, as newsletters print them.

Places are real (`corpus/data`), everything else is put together from the pieces below.
"""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

from corpus.language.data import lines, parts, rows, words

PIECES = {
    name: ["" if piece == "-" else piece for piece in pieces.split()]
    for line in (Path(__file__).parent / "pieces.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for name, _, pieces in (line.partition(":"),)
}


@lru_cache(maxsize=1)
def _given() -> tuple[list[str], list[float]]:
    chars: list[str] = []
    weights: list[float] = []
    for line in lines("given_chars.txt"):
        weight, characters = line.split()
        if int(weight) > 0:
            chars += characters
            weights += [float(weight) ** 2] * len(characters)
    common = "明华建国志文玉秀兰英丽红军平伟芳敏静强磊洋勇艳杰"
    common += "涛超娟霞刚桂鹏辉健浩宇婷雪梅琳慧晓春小海永德光宏振立新俊峰"
    return chars + list(common), weights + [300.0] * len(common)


@lru_cache(maxsize=1)
def _foreign() -> str:
    return "".join(words("transliteration.txt"))


@lru_cache(maxsize=1)
def _places() -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]:
    provinces, cities = [], []
    for row in rows("places.csv"):
        provinces.append((row["name"], row["full"]))
        for item in row["cities"].split():
            short, _, full = item.partition("=")
            cities.append((short, full or short + "市"))
    return provinces, cities, [word.rstrip("!") for word in words("counties.txt")]


@lru_cache(maxsize=1)
def _departments() -> list[tuple[str, ...]]:
    return [(row["key"], *parts(row["stems"])) for row in rows("departments.csv") if not row["level"]]


class Inventor:
    """Invents names.  Every method returns one string."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._made_place = self.random.random() < 0.3

    def person(self) -> str:
        """A Chinese personal name of two to four characters."""
        pick = self.random
        chars, weights = _given()
        size = 1 if pick.random() < 0.25 else 2
        surname = pick.choice(PIECES["compound"]) if pick.random() < 0.03 else self._surname()
        return surname + "".join(pick.choices(chars, weights, k=size))

    def foreigner(self) -> str:
        """A foreign name, transliterated, sometimes with a dot."""
        pick = self.random
        parts = [
            "".join(pick.choices(_foreign(), k=pick.randint(2, 4))) for _ in range(pick.choice((1, 2, 2)))
        ]
        return "·".join(parts)

    def _surname(self) -> str:
        weight = self.random.random() ** 2
        return PIECES["surnames"][int(weight * len(PIECES["surnames"]))]

    def place(self) -> str:
        """A place of any level, short or full."""
        provinces, cities, counties = _places()
        pick = self.random
        level = pick.random()
        if level < 0.15:
            return pick.choice(provinces)[pick.random() < 0.5]
        if level < 0.55:
            return pick.choice(cities)[pick.random() < 0.5]
        if level < 0.8:
            return pick.choice(counties)
        return self._coined() + pick.choice(("市", "县", "区", "镇", "乡"))

    def _coined(self, size: int = 2) -> str:
        return "".join(self.random.choices(PIECES["brands"], k=size))

    def _seat(self) -> str:
        """What an office's name begins with: 某省, 某市, 某市某区, 市, 区, or nothing told."""
        provinces, cities, counties = _places()
        pick = self.random
        level = pick.random()
        if level < 0.16:
            return pick.choice(provinces)[1]
        if level < 0.42:
            return pick.choice(cities)[1]
        if level < 0.56:
            return pick.choice(counties)
        if level < 0.66:
            return pick.choice(cities)[1] + pick.choice(counties)
        if level < 0.78:
            return pick.choice("省市区县")
        return self._coined() + pick.choice(("市", "县", "区", "省"))

    def organization(self) -> str:
        """A name of an organisation of any kind, sometimes with a unit of it."""
        pick = self.random
        kinds = (self._company, self._office, self._society, self._branch, self._local, self._bank)
        name = pick.choices(kinds, (30, 30, 14, 14, 12, 6))[0]()
        if pick.random() < 0.12 and len(name) < 16:
            name += pick.choice(PIECES["units"])
        return name

    def _company(self) -> str:
        pick = self.random
        brand = self._coined(pick.choices((2, 3, 4), (80, 15, 5))[0])
        where = pick.random()
        place = self.place() if where < 0.45 else ""
        trade = pick.choice(PIECES["trades"]) if pick.random() < 0.85 else ""
        legal = pick.choice(PIECES["legal"])
        if not trade and not legal:
            trade = pick.choice(PIECES["trades"])
        if pick.random() < 0.08:
            return f"{brand}（{pick.choice(_places()[1])[0]}）{trade}{legal or '有限公司'}"
        if pick.random() < 0.08:
            return place + brand + "律师事务所" + (f"{self.place()}分所" if pick.random() < 0.2 else "")
        if pick.random() < 0.15:
            return (
                place
                + brand
                + pick.choice(
                    (
                        "酒店",
                        "超市",
                        "煤矿",
                        "电厂",
                        "农场",
                        "书店",
                        "医院",
                        "药业",
                        "银行",
                        "幼儿园",
                        "学校",
                        "纺织厂",
                        "会计师事务所",
                    )
                )
            )
        return place + brand + trade + legal

    def _office(self) -> str:
        pick = self.random
        seat = self._seat()
        if pick.random() < 0.45:
            return seat + pick.choice(PIECES["party"])
        if pick.random() < 0.25:
            return seat + pick.choice(pick.choice(_departments()))
        if pick.random() < 0.1:
            return pick.choice(
                (f"共青团{self.place()}委员会", f"团{seat}委", f"中共{self.place()}委员会", f"{seat}委")
            )
        name = seat + pick.choice(PIECES["bureaux"])
        if pick.random() < 0.12:
            name += pick.choice(
                (f"{self.place()}分局", "执法支队", "交警大队", "监察大队", "稽查局", "服务中心")
            )
        return name

    def _society(self) -> str:
        pick = self.random
        head = "中国" if pick.random() < 0.2 else "中华" if pick.random() < 0.03 else self._seat()
        return head + pick.choice(PIECES["fields"]) + pick.choice(PIECES["societies"])

    def _branch(self) -> str:
        pick = self.random
        chain, whole, place = pick.choice(PIECES["chains"]), pick.choice(PIECES["operators"]), self.place()
        return pick.choice(
            (
                f"{place}{chain}",
                f"{place}{chain}公司",
                f"{chain}{place}分公司",
                f"{whole}{place}分公司",
                f"{whole}{place}公司",
                f"{place}{chain}{self.place()}分公司",
                whole,
                f"国网{place}供电公司",
                f"{chain}公司",
            )
        )

    def _bank(self) -> str:
        pick = self.random
        bank, place = pick.choice(PIECES["banks"]), self.place()
        road = pick.choice(PIECES["directions"])
        return pick.choice(
            (
                f"{bank}{place}分行",
                f"{bank}{place}支行",
                f"{bank}{place}{road}支行",
                f"{bank}{road}支行",
                bank,
                f"{place}{bank}",
            )
        )

    def _local(self) -> str:
        pick = self.random
        base = pick.choice(PIECES["directions"]) if pick.random() < 0.5 else self._coined()
        where = self.place() if pick.random() < 0.3 else ""
        return where + base + pick.choice(PIECES["local"])
