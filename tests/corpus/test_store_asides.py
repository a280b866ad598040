"""What stands in no article is kept with its issue, on every database, however a store is filled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from corpus.errors import IssueNotFound
from corpus.intake.account import account_of
from corpus.intake.ingest import Parser, ingest_bytes, reparse
from corpus.model import Aside, ParsedIssue
from corpus.store import DATABASE, Store, backup, open_shelf, restore
from corpus.store.database import sqlite_url
from corpus.store.migrate import MIGRATIONS
from tests.corpus.store_samples import article, parsed

ASIDES = (
    Aside("head", "云州通信简报\n第7期", "masthead", (1, 2), 1),
    Aside("section", "【行业动态】", "section heading", (4, 4), 1),
    Aside("furniture", "上一页 下一页", "navigation"),
)
ISSUE = replace(parsed(), asides=ASIDES, notices=("第 3 页是图片 / page 3 is a picture",))
TEXT = """云州通信简报
2031年第7期

学会召开年度工作会议

7月3日，云州市通信学会在云州召开年度工作会议，听取工作报告，部署新一年的重点任务。
（闻 溪）

报：市工信局
"""


def held(store: Store, issue_id: str) -> tuple[object, ...]:
    return store.asides(issue_id), store.notices(issue_id)


def test_they_come_back_and_the_same_source_changes_nothing(store: Store) -> None:
    outcome = store.add_issue(ISSUE, b"source")
    assert held(store, outcome.issue_id) == (ASIDES, ISSUE.notices)
    assert store.add_issue(replace(ISSUE, asides=()), b"source").kind == "unchanged"
    assert held(store, outcome.issue_id) == (ASIDES, ISSUE.notices)
    with pytest.raises(IssueNotFound):
        store.notices("nothing")


def test_a_newer_reading_replaces_them_without_touching_the_articles(store: Store) -> None:
    outcome = store.add_issue(ISSUE, b"source")
    store.acknowledge(store.pending()[-1].seq)
    again = store.reparse_issue(outcome.issue_id, replace(ISSUE, asides=ASIDES[1:], notices=()))
    assert held(store, outcome.issue_id) == (ASIDES[1:], ())
    assert again.unchanged == 4 and store.pending() == []


def test_they_are_in_a_backup(store: Store, tmp_path: Path) -> None:
    outcome = store.add_issue(ISSUE, b"source")
    backup(store, tmp_path / "a.zip")
    restore(tmp_path / "a.zip", tmp_path / "new")
    with Store.open(tmp_path / "new") as again:
        assert held(again, outcome.issue_id) == (ASIDES, ISSUE.notices)


def test_the_shelf_reads_them_as_the_store_does(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        outcome = store.add_issue(ISSUE, b"source")
        shelf = open_shelf(tmp_path / DATABASE)
        assert shelf is not None
        assert shelf.asides(outcome.issue_id) == store.asides(outcome.issue_id) == ASIDES
        shelf.close()


def test_an_archive_without_them_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = sa.create_engine(sqlite_url(tmp_path / DATABASE))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        conn.execute(
            sa.text(
                "INSERT INTO issue (id, title, publication, date_basis, source_file, digest, complete) "
                "VALUES ('i', '简报', '简报', 'unknown', 'a.txt', 'd', true)"
            )
        )
    engine.dispose()
    with Store.open(tmp_path) as store:
        assert held(store, "i") == ((), ())
        assert [issue.id for issue in store.issues()] == ["i"]


def test_a_byline_is_kept_as_printed_and_one_without_keeps_its_digest(store: Store) -> None:
    signed = article(0, byline="（闻 溪）")
    (id_,) = store.add_issue(parsed(signed), b"source").added
    assert store.article(id_).byline == "（闻 溪）"
    with store.database.read() as conn:
        digests = [row[0] for row in conn.execute(sa.text("SELECT digest FROM article"))]
    (other,) = store.add_issue(parsed(article(0), source="b.txt", month=8), b"other").added
    assert store.article(other).byline == ""
    with store.database.read() as conn:
        assert len({*digests, *(row[0] for row in conn.execute(sa.text("SELECT digest FROM article")))}) == 2


def test_an_ingest_gives_an_account_of_every_character(store: Store) -> None:
    report = ingest_bytes([("简报.txt", TEXT.encode())], store, Parser())
    (account,) = report.accounts
    (issue,) = store.issues()
    apart = sum(len("".join(aside.text.split())) for aside in store.asides(issue.id))
    assert (account.name, account.articles, account.much_apart) == ("简报.txt", 1, 0)
    assert account.characters + apart == len("".join(TEXT.split()))
    assert account.lines() == ["云州通信简报 第7期，1 篇 / 1 articles"]
    before = held(store, issue.id)
    assert ingest_bytes([("简报.txt", TEXT.encode())], store, Parser()).accounts == ()
    assert reparse(store, Parser()).accounts == report.accounts and held(store, issue.id) == before


def test_much_in_no_article_is_said() -> None:
    whole = ParsedIssue(
        "a.txt", ISSUE.issue, (article(0),), (Aside("head", "目录" * 150, "contents"),), ("甲 / a",)
    )
    first, much, notice = account_of(whole).lines()
    assert "1 篇" in first and "300 字不在任何一篇之内（刊头 300）" in much and notice == "甲 / a"
