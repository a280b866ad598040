"""A small archive of invented newsletters for the tests of the read side."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.application.archive import Archive

TODAY = dt.date(2024, 3, 15)

RECORDS: list[dict[str, object]] = [
    {
        "id": "a1",
        "title": "云岭省举办防汛应急演练",
        "date": "2023-07-05",
        "section": "要闻",
        "authors": ["林见山"],
        "organizations": ["云岭省应急管理厅"],
        "people": ["周望舒"],
        "tags": ["防汛"],
        "source": "云岭晚报",
        "text": "7月5日，云岭省应急管理厅在清溪水库举办防汛应急演练。周望舒到场指导。\n"
        "演练分三个科目，五支队伍参加。",
    },
    {
        "id": "a2",
        "title": "清溪通信公司开通5G基站",
        "date": "2023-09-12",
        "section": "会员消息",
        "authors": ["林见山", "苏晚"],
        "organizations": ["清溪通信公司"],
        "text": "9月12日，清溪通信公司在云岭开通首批5G基站，NB-IoT网络同步建成。"
        "5G信号覆盖清溪全城，5G用户可以办理。",
    },
    {
        "id": "a3",
        "title": "2022年云岭省信息通信业助力乡村振兴工作方案印发",
        "date": "2022-05-10",
        "section": "要闻",
        "authors": ["苏晚"],
        "organizations": ["云岭省通信协会"],
        "text": "云岭省通信协会印发《2022年云岭省信息通信业助力乡村振兴工作方案》，提出四个目标。",
    },
    {
        "id": "a4",
        "title": "协会开展消防培训",
        "date": "2022-05-20",
        "section": "行业动态",
        "credit": "秘书处",
        "organizations": ["云岭省通信协会"],
        "text": "5月20日，协会组织消防培训，讲解灭火器的使用。先讲理论，后做演练。",
    },
    {
        "id": "a5",
        "title": "赛事记",
        "section": "副刊",
        "authors": ["顾长河"],
        "text": "他说：“好球！”满场的人都站了起来。",
    },
]


@pytest.fixture(scope="session")
def archive_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of `RECORDS`; do not change it."""
    folder = tmp_path_factory.mktemp("archive")
    records = folder / "records.jsonl"
    records.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in RECORDS), "utf-8")
    with Archive.open(folder / "archive", create=True) as archive:
        report = archive.ingest([records])
    assert not report.failed
    return folder / "archive"


@pytest.fixture
def archive(archive_directory: Path) -> Iterator[Archive]:
    with Archive.open(archive_directory, today=lambda: TODAY) as opened:
        yield opened
