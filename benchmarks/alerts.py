"""How long it takes to hold an issue that came in against ten thousand saved searches.

    python -m benchmarks.alerts [--searches N] [--articles N] [--archive N]

The archive is invented: organisations, people and sentences put together from a fixed seed.  Saved searches
are what reporters and librarians keep: names of organisations and people, two or three words, quoted runs,
fields, dates, exclusions; a part of them, as in a real archive, is about what the issue prints.  Seconds of
the whole evaluation: reading the searches, indexing the issue by itself, matching, writing down the finds.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from corpus.alerts.arrivals import Arrivals
from corpus.desk import LOCAL_ADMIN, Person
from search.alerts import keeping
from search.application.archive import Archive

TARGET = 5.0
"""Seconds for 10,000 searches and 60 articles."""


def _cut(run: str) -> list[str]:
    """The words of two characters of which a run is made."""
    return [run[at : at + 2] for at in range(0, len(run), 2)]


_PLACES = _cut("云岭清溪白鹭黑石龙门南川北原东港西泽石桥松江柳林金沙银滩玉湖霞浦丹阳紫金翠屏碧水")
_TRADES = _cut("通信水务电力机械化工医药纺织食品物流环保建材航运矿业教育软件传媒轨道粮油种业光电")
_FORMS = ["有限公司", "股份有限公司", "集团", "研究院", "协会"]
_WORDS = _cut(
    "基站防汛演练培训标准年会论坛水库桥梁隧道专利招标安全数据人才乡村振兴投资出口订单"
    "工厂节能改造验收试点调研签约捐赠表彰评审展会检测电池芯片算法园区港口高铁航线支教合唱书法摄影"
)
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴徐孙", "海山川河云雨林森文武明华静芳"


class Press:
    """Invented names and texts from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def organization(self) -> str:
        place, other = self.chance.sample(_PLACES, 2)
        return place + other + self.chance.choice(_TRADES) + self.chance.choice(_FORMS)

    def person(self) -> str:
        return self.chance.choice(_FAMILY) + "".join(self.chance.choices(_GIVEN, k=2))

    def article(self, number: int) -> dict[str, object]:
        organizations = [self.organization() for _ in range(3)]
        people = [self.person() for _ in range(2)]
        sentences = [
            f"{self.chance.choice(organizations)}{self.chance.choice(people)}介绍，"
            + "、".join(self.chance.sample(_WORDS, 4))
            + f"等{self.chance.randint(2, 90)}项工作取得进展。"
            for _ in range(25)
        ]
        day = f"{2010 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        title = organizations[0] + self.chance.choice(_WORDS) + self.chance.choice(_WORDS)
        return {"id": f"b{number}", "title": title, "date": day, "people": people, "text": "".join(sentences)}

    def query(self) -> str:
        kind, words = self.chance.random(), self.chance.sample(_WORDS, 3)
        if kind < 0.45:
            return self.organization()
        if kind < 0.6:
            return self.person()
        if kind < 0.75:
            return f"{self.organization()} {words[0]}"
        if kind < 0.85:
            return f'"{words[0]}{words[1]}"'
        if kind < 0.9:
            return f"机构：{self.organization()}"
        if kind < 0.95:
            return f"{self.person()} {words[0]} -{words[1]}"
        return f"{self.chance.randint(2010, 2024)}年 {self.organization()}"


def ingest(archive: Archive, folder: Path, press: Press, numbers: range) -> None:
    """So many invented articles more."""
    path = folder / f"{numbers.start}.jsonl"
    rows = (json.dumps(press.article(number), ensure_ascii=False) for number in numbers)
    path.write_text("\n".join(rows), "utf-8")
    archive.ingest([path])


def main() -> None:
    """Make it, measure it, say it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--searches", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--archive", type=int, default=5_000)
    asked = parser.parse_args()
    press = Press(14)
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.open(Path(folder) / "archive", create=True) as archive,
    ):
        ingest(archive, Path(folder), press, range(asked.archive))
        began = time.perf_counter()
        for number in range(asked.searches):
            person = Person(f"reader{number // 900}", "", LOCAL_ADMIN.role)
            keeping.save(archive, "list", press.query(), person)
        print(f"{asked.searches} searches saved in {time.perf_counter() - began:.1f} s")
        for issue in range(3):
            start = asked.archive + issue * asked.articles
            ingest(archive, Path(folder), press, range(start, start + asked.articles))
            began, used = time.perf_counter(), time.process_time()
            found = keeping.evaluate(archive)
            wall, cpu = time.perf_counter() - began, time.process_time() - used
            print(
                f"issue {issue + 1}: {asked.articles} articles, {found} finds, {wall:.2f} s "
                f"({cpu:.2f} s of processor; wanted ≤ {TARGET:.0f} s)"
            )
        assert not Arrivals(archive.store.database).waiting()


if __name__ == "__main__":
    main()
