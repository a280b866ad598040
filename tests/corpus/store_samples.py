"""Fictional issues and records for the tests of the store."""

from __future__ import annotations

import datetime as dt

from corpus.model import Article, Issue, ParsedIssue, Provenance

BODIES = (
    "云州市通信学会近日召开年度工作会议，会议听取了上一年度工作报告，研究部署了新一年的重点任务。",
    "青川联合电信在北岭县开通首个山区高速基站，当地村民第一次用上了千兆网络，农产品直播销量翻番。",
    "河湾邮电设计院举办青年技术比武，二十四名选手参加了光缆熔接、故障定位两个项目的角逐。",
    "临川数据中心二期工程通过验收，采用间接蒸发冷却技术，年节电约三百万度。",
)


def article(number: int, **changes: object) -> Article:
    """Article `number` of the sample issue, with fields changed at will."""
    fields: dict[str, object] = {
        "title": f"第{number}则消息的标题",
        "body": BODIES[number % len(BODIES)] + f"（编号{number}）",
        "section": "行业动态",
        "authors": ("闻 溪", "陆行舟"),
        "credit": "学会秘书处",
        "date": dt.date(2031, 7, number % 30 + 1),
        "date_basis": "inferred",
        "organizations": ("云州市通信学会", "青川联合电信"),
        "subjects": ("青川联合电信",),
        "people": ("闻溪",),
        "tags": ("基站", "千兆"),
        "lines": (number * 10 + 1, number * 10 + 9),
        "page_no": 1 + number // 2,
        "source": "云州通信简报",
        "extra": {"batch": number, "说明": ["甲", "乙"]},
        "provenance": {"title": Provenance("heading", 0.9), "authors": Provenance("byline", 0.4)},
    }
    fields.update(changes)
    return Article(**fields)  # type: ignore[arg-type]


def parsed(*articles: Article, source: str = "简报.txt", **changes: object) -> ParsedIssue:
    """An issue of these articles (by default: four) in the file `source`."""
    fields: dict[str, object] = {
        "title": "云州通信简报 2031年第7期",
        "publication": "云州通信简报",
        "number": "7",
        "year": 2031,
        "month": 7,
        "date_basis": "masthead",
    }
    fields.update(changes)
    issue = Issue(**fields)  # type: ignore[arg-type]
    return ParsedIssue(source, issue, articles or tuple(article(number) for number in range(4)))
