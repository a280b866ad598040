"""Articles to index: fictional, small, with the forms that make indexing hard."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from corpus.model import Article

SAMPLES = (
    Article(
        id="a1",
        title="云岭通信建成首个5G＋工业互联网示范基地",
        body="云岭通信在南川建成示范基地。\n基地采用NB-IoT与5G专网，覆盖3.5 km。",
        section="要闻",
        authors=("赵小满", "钱一鸣"),
        organizations=("云岭通信", "南川市工业局"),
        subjects=("云岭通信",),
        people=("孙立",),
        date=dt.date(2021, 7, 16),
        source="云岭通讯",
        issue_id="i1",
        issue_title="2021年第7期",
        tags=("5G", "示范"),
    ),
    Article(
        id="a2",
        title="南川數據中心啟用",
        body="南川數據中心正式啟用，總面積2000㎡。\n\n赵小满摄影报道",
        section="要闻",
        authors=("赵小满",),
        organizations=("南川数据中心",),
        date=dt.date(2021, 8, 2),
        issue_id="i2",
    ),
    Article(id="a3", title="无题", body="", source_file="x.txt"),
    Article(
        id="a4",
        title="会讯",
        body="协会召开会议。会议会期两天，会上会后共议会务。😀𠀀𠀁 hello world",
        subtitle="——年中例会",
        credit="办公室",
        section="会议",
        date=dt.date(2022, 1, 1),
    ),
)

_TEXT = st.text(alphabet="会议南川通信基地5Gab 。，\n聯", max_size=30)


def articles(max_ids: int = 6) -> st.SearchStrategy[Article]:
    """Random articles over few ids and few characters."""
    return st.builds(
        lambda number, title, body, sample, date: replace(
            sample, id=f"n{number}", title=title, body=body, date=date
        ),
        st.integers(0, max_ids - 1),
        _TEXT,
        _TEXT,
        st.sampled_from(SAMPLES),
        st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2023, 12, 31)),
    )
