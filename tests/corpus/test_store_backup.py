"""Backups are whole or refused; a restored archive is the archive; check sees what is wrong; stats count."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.desk import LOCAL_ADMIN
from corpus.errors import StoreError
from corpus.intake.ingest import Parser, ingest_bytes
from corpus.intake.report import Progress
from corpus.settings import load
from corpus.store import DATABASE, BackupError, Store, backup, check, restore, stats
from corpus.store.sources import Sources
from corpus.topics.keeping import TopicKeeper
from tests.corpus.store_samples import article, parsed
from tests.corpus.test_ingest import jsonl, record


@pytest.fixture
def full(store: Store) -> Store:
    """A store with something of everything."""
    outcome = store.add_issue(parsed(), b"source")
    store.add_issue(parsed(article(0), article(1), article(2)), b"corrected")
    ingest_bytes([("n.jsonl", jsonl([record(1), record(2)]))], store, Parser())
    store.correct(outcome.added[0], "title", "改正", "编辑")
    store.edit_gazetteer("alias", "甲", "乙", "编辑")
    TopicKeeper(store.database).shelf.begin("专题", LOCAL_ADMIN)
    store.acknowledge(store.pending()[-1].seq)
    (store.directory / "config.toml").write_text("", encoding="utf-8")
    return store


def contents(store: Store) -> tuple[object, ...]:
    return (
        list(store.iter_articles()),
        store.issues(),
        store.corrections(),
        store.gazetteer_edits(),
        TopicKeeper(store.database).shelf.topics(LOCAL_ADMIN),
        [store.source_bytes(issue.id) for issue in store.issues()],
        sorted(store.sources),
    )


def test_there_and_back(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "副本" / "a.zip"
    seen: list[tuple[int, int]] = []
    manifest = backup(full, file, lambda *at: seen.append(at))
    assert (manifest.issues, manifest.articles, manifest.sources) == (2, 5, 3)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert [path.name for path in file.parent.iterdir()] == ["a.zip"]
    assert restore(file, tmp_path / "new") == manifest
    with Store.open(tmp_path / "new") as again:
        assert contents(again) == contents(full)
        assert [row.article_id for row in again.pending()] == [one.id for one in full.iter_articles()]
        assert (again.directory / "config.toml").is_file()
        assert check(again).sound
        again.add_issue(parsed(article(5), source="x", month=9), b"goes on")


def test_between_databases(full: Store, tmp_path: Path, postgres_server: Callable[[], str]) -> None:
    backup(full, tmp_path / "a.zip")
    url = postgres_server()
    restore(tmp_path / "a.zip", tmp_path / "moved", url=url)
    with Store.open(tmp_path / "moved", url) as moved:
        assert contents(moved) == contents(full)
        moved.add_issue(parsed(article(5), source="x", month=9), b"goes on")
        backup(moved, tmp_path / "b.zip")
        restore(tmp_path / "b.zip", tmp_path / "back")
        with Store.open(tmp_path / "back") as back:
            assert contents(back) == contents(moved)


def test_nothing_is_overwritten_unasked(full: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "a.zip")
    with Store.open(tmp_path / "other") as other:
        other.add_issue(parsed(article(9), source="别的"), b"other")
    (tmp_path / "other" / "index").mkdir()
    with pytest.raises(BackupError, match="--force"):
        restore(tmp_path / "a.zip", tmp_path / "other")
    with Store.open(tmp_path / "other") as other:
        assert other.count() == 1
    restore(tmp_path / "a.zip", tmp_path / "other", force=True)
    with Store.open(tmp_path / "other") as other:
        assert contents(other)[:5] == contents(full)[:5]
        assert [problem.kind for problem in check(other).problems] == ["left over"]
    assert not (tmp_path / "other" / "index").exists()


def test_damaged_backups_are_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a") as store:
        store.add_issue(parsed(), b"source" * 1000)
        backup(store, tmp_path / "a.zip")
    data = (tmp_path / "a.zip").read_bytes()
    bad = {
        "truncated": data[: len(data) // 2],
        "flipped": data[:3000] + bytes([data[3000] ^ 255]) + data[3001:],
        "no zip": b"nothing of the kind",
        "empty": b"",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BackupError, match="whole"):
            restore(tmp_path / name, tmp_path / "new")
        assert list((tmp_path / "new").iterdir()) == []
    with zipfile.ZipFile(tmp_path / "a.zip") as package, zipfile.ZipFile(tmp_path / "less", "w") as less:
        for entry in package.namelist()[:-1]:
            less.writestr(entry, package.read(entry))
    with pytest.raises(BackupError, match="0/1"):
        restore(tmp_path / "less", tmp_path / "new")
    with pytest.raises(StoreError):
        restore(tmp_path / "nowhere", tmp_path / "new")


@pytest.mark.parametrize("harm", ["missing", "flipped"])
def test_a_backup_names_what_is_damaged_and_saves_the_rest(full: Store, tmp_path: Path, harm: str) -> None:
    digest = full.source_digest(full.issues()[0].id)
    path = full.sources.path(digest)
    path.chmod(0o644)
    data = path.read_bytes()
    path.unlink()
    if harm == "flipped":
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    manifest = backup(full, tmp_path / "a.zip")
    assert (list(manifest.damaged), manifest.sources) == ([digest], 2)
    with pytest.raises(BackupError, match=f"{digest}.*--partial"):
        restore(tmp_path / "a.zip", tmp_path / "new")
    assert list(restore(tmp_path / "a.zip", tmp_path / "new", partial=True).damaged) == [digest]
    with Store.open(tmp_path / "new") as again:
        assert list(again.iter_articles()) == list(full.iter_articles())
        assert sorted(again.sources) == sorted(one for one in full.sources if one != digest)
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert (f"damaged/{digest}" in package.namelist()) is (harm == "flipped")


def test_a_damaged_database_is_named_and_the_sources_are_saved(full: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "good.zip")
    restore(tmp_path / "good.zip", tmp_path / "rotten")
    database = tmp_path / "rotten" / DATABASE
    data = bytearray(database.read_bytes())
    with Store.open(tmp_path / "rotten") as rotten:
        for at in range(len(data) // 2, len(data), 4096):
            data[at : at + 64] = b"\xff" * 64
        database.write_bytes(data)
        manifest = backup(rotten, tmp_path / "a.zip")
    assert DATABASE in manifest.damaged
    assert manifest.sources == 3
    with pytest.raises(BackupError, match=DATABASE):
        restore(tmp_path / "a.zip", tmp_path / "new", partial=True)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_restore_writes_to_no_database_that_was_not_named(full: Store, tmp_path: Path) -> None:
    live = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    with Store.open(tmp_path / "server", live) as server:
        server.add_issue(parsed(article(9), source="别的"), b"live")
    config = full.directory / "config.toml"
    for text in (f'[store]\nurl = "{live}"\n[log]\nfiles = 3\n', f'store.url = "{live}"\n'):
        config.write_text(text, encoding="utf-8")
        backup(full, tmp_path / "a.zip")
        directory = tmp_path / str(len(text))
        restore(tmp_path / "a.zip", directory)
        assert load(directory).store.url == ""
        assert load(directory).log.files in (3, 5)
        with Store.open(directory, load(directory).store.url) as again:
            assert contents(again) == contents(full)
        config.unlink()
        (directory / "config.toml").write_text(text, encoding="utf-8")
        with pytest.raises(BackupError, match="--database"):
            restore(tmp_path / "a.zip", directory, force=True)
    with pytest.raises(BackupError, match="holds an archive"):
        restore(tmp_path / "a.zip", tmp_path / "unforced", url=live)
    with Store.open(tmp_path / "server", live) as server:
        assert server.count() == 1
    restore(tmp_path / "a.zip", tmp_path / "told", url=live, force=True)
    assert load(tmp_path / "told").store.url == live
    with Store.open(tmp_path / "told", live) as told:
        assert contents(told) == contents(full)


def test_check_sees_what_is_wrong(full: Store) -> None:
    report = check(full, [one.id for one in full.iter_articles()])
    assert report.sound and report.problems == ()
    assert (report.sources, report.issues, report.articles, report.pending) == (3, 2, 5, 0)
    ids = [one.id for one in full.iter_articles()]
    first, *_ = (full.source_path(issue.id) for issue in full.issues())
    first.write_bytes(b"tampered")
    (first.parent / ("0" * 64)).write_bytes(b"left by a crash")
    report = check(full, [*ids[1:], "unknown"])
    kinds = sorted(problem.kind for problem in report.problems)
    assert kinds == ["index", "index", "left over", "source"]
    assert not report.sound
    first.unlink()
    assert any("missing" in problem.remedy for problem in check(full).problems)


def test_check_knows_what_waits(store: Store) -> None:
    store.add_issue(parsed(), b"source")
    report = check(store, [])
    assert report.sound and report.pending == 4


def test_check_names_an_ingest_cut_short(store: Store) -> None:
    def cancel(progress: Progress) -> None:
        if progress.articles > 1200:
            raise KeyboardInterrupt

    rows = jsonl([record(number) for number in range(2500)])
    with pytest.raises(KeyboardInterrupt):
        ingest_bytes([("n.jsonl", rows)], store, Parser(), cancel)
    assert store.count() == 1000
    assert [problem.subject for problem in check(store).problems] == ["n.jsonl"]


def test_check_of_a_damaged_database(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number in range(20):
            store.add_issue(
                parsed(
                    *(article(n, body="字" * 2000 + str(number)) for n in range(5)),
                    source=str(number),
                    publication=str(number),
                ),
                str(number).encode(),
            )
    path = tmp_path / DATABASE
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8192] = b"\xff" * 8192
    path.write_bytes(data)
    with Store.open(tmp_path) as store:
        report = check(store)
    assert not report.sound and {problem.kind for problem in report.problems} == {"database"}


def test_stats(full: Store) -> None:
    found = stats(full)
    assert (found.issues, found.articles, found.sources, found.corrections, found.topics) == (2, 5, 3, 1, 1)
    assert found.source_bytes == len(b"source") + len(b"corrected") + len(jsonl([record(1), record(2)]))
    assert found.database_bytes > 0 and found.pending == 0
    assert found.years == {"2031": 5}
    assert found.characters > 100


@pytest.mark.parametrize("harm", ["missing", "flipped", "cut"])
def test_taking_a_file_in_again_mends_its_source(store: Store, harm: str) -> None:
    data = jsonl([record(1), record(2)])
    ingest_bytes([("n.jsonl", data)], store, Parser())
    path = store.sources.path(store.source_digest(store.issues()[0].id))
    path.unlink()
    if harm != "missing":
        path.write_bytes(data[:-1] + (b"x" if harm == "flipped" else b""))
    (problem,) = check(store).problems
    assert "ingest it again" in problem.remedy
    report = ingest_bytes([("n.jsonl", data)], store, Parser())
    assert report.unchanged == ("n.jsonl",)
    assert "put back" in str(report)
    assert check(store).sound
    assert path.read_bytes() == data


def test_a_folder_takes_what_it_lacks_and_gives_back_any_moment(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "每晚"
    kept = Sources(folder / "sources")
    store.add_issue(parsed(), b"one")
    backup(store, folder / "1.zip", beside=kept)
    first = {path: path.stat().st_mtime_ns for path in kept.root.rglob("*") if path.is_file()}
    store.add_issue(parsed(article(7), source="b", publication="b"), b"two")
    done = backup(store, folder / "2.zip", beside=kept)
    assert done.sources == 2 and len(list(kept)) == 2
    assert {path: path.stat().st_mtime_ns for path in first} == first  # what is there is not written again
    with zipfile.ZipFile(folder / "2.zip") as package:
        assert not [name for name in package.namelist() if name.startswith("sources/")]
    restore(folder, tmp_path / "new")
    restore(folder / "1.zip", tmp_path / "old")
    for name, expected in (("new", 2), ("old", 1)):
        with Store.open(tmp_path / name) as again:
            assert len(again.issues()) == expected and check(again).problems == ()
    (rotten,) = first
    rotten.write_bytes(b"rotten")
    with pytest.raises(BackupError, match=rotten.name):
        restore(folder, tmp_path / "third")
    assert restore(folder, tmp_path / "third", partial=True).damaged == (rotten.name,)
    backup(store, folder / "3.zip", beside=kept)  # the next evening mends it
    assert restore(folder, tmp_path / "fourth").damaged == ()


def test_a_folder_without_a_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"没有备份.*no backup"):
        restore(tmp_path, tmp_path / "new")
