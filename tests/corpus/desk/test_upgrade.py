"""An archive of the first version opens as it was: everything in it is published, nothing is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from corpus.alerts.arrivals import Arrival, Arrivals
from corpus.desk import Issues, Jobs
from corpus.store import DATABASE, Store, open_shelf
from corpus.store.database import sqlite_url
from corpus.store.migrate import MIGRATIONS
from tests.corpus.desk.people import EDITOR


def old_archive(directory: Path) -> None:
    """As the first version of the program left it."""
    engine = sa.create_engine(sqlite_url(directory / DATABASE))
    with engine.begin() as conn:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(directory / DATABASE) as conn:
        conn.execute(
            "INSERT INTO issue "
            "(id, title, publication, year, month, date_basis, source_file, digest, complete)"
            " VALUES ('i', '第7期', '简报', 2031, 7, 'masthead', '七.txt', 'd', 1)"
        )
        columns = (
            "id, issue_id, position, digest, doubt, title, body, subtitle, authors, date_basis, "
            "organizations, subjects, people, tags, source, extra, provenance"
        )
        conn.execute(
            f"INSERT INTO article ({columns}) VALUES ('a', 'i', 0, 'x', 0.5, '题', '正文', '', '', 'issue', "
            "'', '', '', '', '简报', '', '{\"title\": [\"heading\", 0.5]}')"
        )
        conn.execute(
            "INSERT INTO source (digest, issue_id, name, size, added)"
            " VALUES ('d', 'i', '七.txt', 9, '2031-07-01T08:00:00+00:00')"
        )
        conn.execute(
            "INSERT INTO correction (target, field, old, new, who, at)"
            " VALUES ('a', 'title', '\"题\"', '\"改\"', '编辑', '2031-07-01')"
        )
        conn.execute(
            "INSERT INTO gazetteer_edit (action, name, value, who, at)"
            " VALUES ('alias', '甲', '乙', '编辑', '2031-07-01')"
        )
    conn.close()


def test_an_archive_of_the_first_version(tmp_path: Path) -> None:
    old_archive(tmp_path)
    assert open_shelf(tmp_path / DATABASE) is None  # to be brought up to date first
    with Store.open(tmp_path) as store:
        assert store.article("a").title == "改" and Issues(store).state("i") == "published"
        assert (store.corrections()[0].reason, store.gazetteer_edits()[0].value) == ("", "乙")
        came = [Arrival(1, "a", "2031-07-01T08:00:00+00:00")]
        assert Arrivals(store.database).after(0) == came, "with its source, not on the day of the upgrade"
        assert Jobs(store.database).enqueue("x", {}, EDITOR).state == "queued"
        shelf = open_shelf(tmp_path / DATABASE)
        assert shelf is not None and shelf.article("a") == store.article("a")
        shelf.close()
