"""Headlines that are pasted whole find their own article first, whatever signs are in them."""

from __future__ import annotations

import itertools
import json
import lzma
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from search.answer.pasted import same_line
from search.application.archive import Archive
from search.model import SearchRequest

SHARED = Path(__file__).resolve().parents[3] / "shared"

WHO = ("桐花县邮政所", "青岩山林场", "河埠小学", "云岭通信", "渡口镇", "柳湾变电站", "白石村", "老码头合作社")
WHAT = (
    "夜校开到田头",
    "修好二十里山路",
    "接通首条光缆",
    "办起流动书屋",
    "为老人送饭上门",
    "连夜抢修线路",
    "试种新稻三百亩",
)
HOW = (
    "如何做到的",
    "三年走了多远",
    "谁来买单",
    "从零到一",
    "一天都没有停",
    "让山里的孩子看见海",
    "再上新台阶",
)
SHAPES = (
    "{who}:{what}",
    "{who}：{what}",
    "人物：{what}的{who}",
    "机构：{who}{how}",
    "单位:{what}，{how}",
    "期待：{who}{what}",
    "专访:{who}{how}",
    "标题：{how}不如{what}",
    "日期：{what}那一天",
    "来源：{who}{how}",
    "至少{n}次：{who}{how}",
    "{who}{what} {n}天{how}",
    "“{what}”：{who}{how}",
    "{who}“{how}”“{what}”",
    "“{what}——{who}{how}",
    "{who}「{what}」{how}",
    "《{how}》在{who}首映",
    "{who}（{what}）{how}",
    "（{n}）{who}{what}",
    "{who}({how}",
    "{who}——{what}",
    "{what} —{who}{how}",
    "{what} －－{who}记事",
    "-{n}℃，{who}{what}",
    "气温降到 -{n}℃ {who}{what}",
    "{who}{what}？{how}？",
    "{who}{how}？！",
    "{who}{what}?",
    "{who}{how}？——{what}",
    "{who}{what}……{how}",
    "{who}/{what}/{how}",
    "{who}|{what}",
    "{who}丨{what}",
    "NOT {who}{what}",
    "{who} AND {what}",
    "{who} or {what}",
    "{who} 或 {what} 都{how}",
    "{what}*{who}",
    "{who}{what}~{n}",
    "{n}月{n}日 {who}{what}",
    "2021年9月{who}{what}",
    "去年{who}{what}，今年{how}",
    "2022 年 {who} {what}",
    "{who}5G+{what}",
    "{who}{what}：“{how}”",
    "{who}【{what}】{how}",
    "{who}\\{what}",
    "【{how}】{who}：{what}！",
    "{who}·{what}·{how}",
    "{n}.{n}亿元！{who}{what}",
    "记者:{how}；答:{who}{what}",
    "http://{n}.example/{n} {who}{what}",
)


def own() -> Iterator[str]:
    """Six headlines of every shape, each with other words."""
    turns = zip(itertools.cycle(WHO), itertools.cycle(WHAT), itertools.cycle(HOW), itertools.count(2))
    for shape, _ in itertools.product(SHAPES, range(6)):
        who, what, how, n = next(turns)
        yield shape.format(who=who, what=what, how=how, n=n)


def first_share(folder: Path, rows: list[dict[str, object]], asked: Iterable[str]) -> tuple[float, list[str]]:
    """(share of the headlines that find an article of this headline first, those that do not)."""
    records = folder / "r.jsonl"
    records.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    short, total = [], 0
    with Archive.open(folder / "archive", create=True) as archive:
        assert not archive.ingest([records]).failed
        for line in asked:
            total += 1
            hits = archive.search(SearchRequest(q=line, size=1, facets=())).hits
            if not hits or hits[0].soft or not same_line(line, hits[0].article.title):
                short.append(line)
    return 1 - len(short) / max(total, 1), short


def article(number: int, title: str, others: list[str], dice: random.Random) -> dict[str, object]:
    """An article whose text has the words of other headlines, so that its own has rivals."""
    text = "。".join(dice.sample(others, 4)).replace("：", "，").replace(":", "，")
    return {"id": f"h{number}", "title": title, "date": f"2021-{number % 12 + 1:02}-05", "text": text}


def test_headlines_of_every_shape(tmp_path: Path) -> None:
    titles = list(dict.fromkeys(own()))
    dice = random.Random(7)
    rows = [article(number, title, titles, dice) for number, title in enumerate(titles)]
    share, short = first_share(tmp_path, rows, titles)
    assert share >= 0.995, short


def test_headlines_of_the_samples(sample_archive_directory: Path) -> None:
    with Archive.open(sample_archive_directory) as archive:
        titles = [hit.article.title for hit in archive.all_hits(SearchRequest())]
        short = [
            title
            for title in titles
            if not (hits := archive.search(SearchRequest(q=title, size=1, facets=())).hits)
            or not same_line(title, hits[0].article.title)
        ]
    assert len(titles) > 20 and len(short) <= len(titles) * 0.005, short


@pytest.mark.slow
def test_headlines_of_the_news(tmp_path: Path) -> None:
    news = SHARED / "news" / "xwlb-75k.jsonl.xz"
    if not news.exists():
        pytest.skip("the news are not on this machine")
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, 0, 24_000, 8)]
    dice = random.Random(3)
    share, short = first_share(tmp_path, rows, [str(row["title"]) for row in dice.sample(rows, 300)])
    assert share >= 0.995, short
