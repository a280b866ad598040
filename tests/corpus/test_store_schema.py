"""The migrations and the tables say the same; an archive from the future is refused; threads and speed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st

import corpus.store
from corpus.errors import ArticleNotFound, StoreError
from corpus.store import DATABASE, Shelf, Store, open_shelf
from corpus.store.database import Database, sqlite_url
from corpus.store.identity import ComparedText, opaque, pair, similarity
from corpus.store.migrate import MIGRATIONS
from corpus.store.revision import REVISION
from corpus.store.schema import metadata
from tests.corpus.store_samples import article, parsed


def test_migrations_make_the_tables(store: Store) -> None:
    with store.database.read() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_newest_migration_is_known() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_an_archive_from_the_future(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, store.database.write() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="upgrade xunzhang"):
        Store.open(tmp_path)


@pytest.mark.parametrize("empty", [True, False])
def test_a_lost_database_is_not_replaced_by_an_empty_one(tmp_path: Path, empty: bool) -> None:
    with Store.open(tmp_path) as store:
        store.sources.put(b"text")
    for path in tmp_path.glob(f"{DATABASE}*"):
        path.unlink()
    if empty:
        (tmp_path / DATABASE).touch()
    with pytest.raises(StoreError, match="xunzhang restore"):
        Store.open(tmp_path)


def test_the_shelf_reads_as_the_store_does(tmp_path: Path) -> None:
    assert open_shelf(tmp_path / DATABASE) is None
    with Store.open(tmp_path) as store:
        outcome = store.add_issue(
            parsed(*(article(n, date=None, date_basis="issue") for n in range(4))), b"a"
        )
        shelf = open_shelf(tmp_path / DATABASE)
        assert isinstance(shelf, Shelf)
        ids = outcome.added[::-1] * 200
        assert shelf.articles(ids) == store.articles(ids) and shelf.count() == 4
        store.correct(ids[0], "title", "改", "甲")
        store.correct_issue(outcome.issue_id, "year", 2029, "甲")
        edit = store.edit_gazetteer("alias", "甲", "乙", "丙")
        assert shelf.articles(ids) == store.articles(ids) and shelf.article(ids[0]).title == "改"
        assert shelf.gazetteer_edits() == [edit]
        with pytest.raises(ArticleNotFound, match="nothing"):
            shelf.articles(["nothing", *ids])
        with store.database.write() as conn:
            conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        assert open_shelf(tmp_path / DATABASE) is None
        shelf.close()
    (tmp_path / DATABASE).write_bytes(b"nothing of the kind")
    assert open_shelf(tmp_path / DATABASE) is None


def test_a_search_does_not_wait_for_sqlalchemy() -> None:
    code = "import sys, corpus.store as s; s.open_shelf, s.DATABASE; sys.exit('sqlalchemy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=MIGRATIONS.parents[2], check=False).returncode == 0
    )


def test_every_name_is_there() -> None:
    assert sorted(corpus.store.__all__) == sorted({n for ns in corpus.store._MODULES.values() for n in ns})
    assert all(getattr(corpus.store, name) is not None for name in corpus.store.__all__)
    with pytest.raises(AttributeError):
        _ = corpus.store.nothing  # type: ignore[attr-defined]


def test_opening_at_once(tmp_path: Path) -> None:
    """Several programs may make the archive in the same moment."""
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            with Store.open(tmp_path) as store:
                one = parsed(article(number), source=str(number), publication=str(number))
                store.add_issue(one, str(number).encode())
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(tmp_path) as store:
        assert store.count() == 6


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    ids = store.add_issue(parsed(), b"source").added
    with store.database.write() as conn:
        conn.execute(sa.text("UPDATE article SET title = 'x'"))
        assert [one.title for one in store.articles(ids)] != ["x"] * 4


texts = st.builds(
    ComparedText, st.text("甲乙丙丁 ", max_size=4), st.text("春夏秋冬风花雪月山水 \n", max_size=30)
)


@given(st.lists(texts, max_size=8), st.randoms())
def test_pairing_finds_every_equal_text(old: list[ComparedText], random: object) -> None:
    new = list(old)
    random.shuffle(new)  # type: ignore[attr-defined]
    matched = pair(old, new)
    assert sorted(matched.values()) == list(range(len(old)))
    assert all(similarity(new[n], old[o]) == 1 for n, o in matched.items())


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=6))
def test_pairing_uses_each_once(old: list[ComparedText], new: list[ComparedText]) -> None:
    matched = pair(old, new)
    assert len(set(matched.values())) == len(matched)
    assert all(0 <= n < len(new) and 0 <= o < len(old) for n, o in matched.items())


def test_pairing_of_long_lists_stays_near() -> None:
    old = [
        ComparedText(f"标题{n}", f"第{n}段的内容，说的是{n * 7}号的事，共有{n * 13}项。") for n in range(400)
    ]
    new = [
        ComparedText("新的头条", "与旧文毫无关系的一段话。"),
        *(ComparedText(one.title, one.body + "完") for one in old),
    ]
    assert pair(old, new) == {n + 1: n for n in range(400)}


@given(st.lists(st.text(), min_size=1))
def test_ids_are_opaque_and_short(parts: list[str]) -> None:
    assert len(opaque(*parts)) == 12 and opaque(*parts).isalnum() and opaque(*parts) == opaque(*parts)


def test_a_connection_in_use_at_the_end_is_closed_when_it_is_given_back(tmp_path: Path) -> None:
    opened, ended = [], []
    database = Database(sqlite_url(tmp_path / DATABASE))
    sa.event.listen(database.engine, "connect", lambda connection, _: opened.append(connection))
    sa.event.listen(database.engine, "close", lambda connection, _: ended.append(connection))
    with database.read() as first, database.read() as second:
        for conn in (first, second):
            conn.exec_driver_sql("SELECT 1")
        closing = threading.Thread(target=database.close)
        closing.start()
        closing.join()
    assert len(opened) == 1  # the other was there from the start
    assert len(ended) == 2
