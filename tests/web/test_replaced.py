"""Another archive put under a running server and its worker: both go on with the one that is there."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from corpus.desk import LOCAL_ADMIN, Jobs
from corpus.store import DATABASE, Store, backup, occupancy
from index.segments.toc import generations
from search.application.archive import Archive
from search.application.jobs import REINDEX, order_index
from search.application.worker import work_off
from search.commands import group
from tests.corpus.store_samples import article, parsed
from tests.web.test_serve import command, free_port
from web.main import TABLE
from web.serving.app import create_app


def run(directory: Path, *arguments: str) -> None:
    done = CliRunner().invoke(group(TABLE), ["--archive", str(directory), *arguments])
    assert done.exit_code == 0, done.output


def until(there: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def served(directory: Path) -> Iterator[Callable[[str], list[str]]]:
    """A server as a process of its own; asked for a word, it says the titles that it finds."""
    port = free_port()
    server = subprocess.Popen(command(directory, port), stderr=subprocess.DEVNULL)

    def titles(word: str) -> list[str]:
        address = f"http://127.0.0.1:{port}/api/v1/search?soft=0&q={urllib.parse.quote(word)}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return [hit["title"] for hit in json.load(answer)["hits"]]

    def up() -> bool:
        try:
            titles("一")
        except OSError:
            assert server.poll() is None, "the server stopped"
            return False
        return True

    try:
        until(up)
        yield titles
    finally:
        server.terminate()
        server.wait(timeout=30)


def paper(folder: Path, name: str, word: str) -> Path:
    file = folder / f"{name}.txt"
    file.write_text(f"{word}通航\n\n　　{word}渡口今日通航，两岸居民往来方便。（林见山）\n", encoding="utf-8")
    return file


def test_a_restored_archive_is_the_one_that_is_served_and_written(tmp_path: Path) -> None:
    here = tmp_path / "archive"
    run(here, "ingest", "-q", str(paper(tmp_path, "a", "南川")))
    run(here, "backup", "-q", str(tmp_path / "a.zip"))
    run(here, "ingest", "-q", str(paper(tmp_path, "b", "云岭")))
    with served(here) as titles:
        assert titles("南川") == ["南川通航"] and titles("云岭") == ["云岭通航"]
        number = generations(here / "index")[-1]
        run(here, "restore", "-q", "--force", str(tmp_path / "a.zip"))
        assert titles("南川") == ["南川通航"] and titles("云岭") == []
        run(here, "ingest", "-q", str(paper(tmp_path, "c", "青石")))
        assert generations(here / "index")[-1] <= number  # numbers begin anew, and say nothing
        assert titles("青石") == ["青石通航"] and titles("云岭") == []
        with Archive.open(here) as archive:  # the server's own worker works the queue that is there
            mended = article(1, title="水车修好")
            with archive.store.occupied():
                archive.store.add_issue(parsed(mended, source="d", publication="d"), b"d")
            order_index(archive, LOCAL_ADMIN)
            until(lambda: not Jobs(archive.store.database).jobs(states=("queued", "running")))
        assert titles("水车") == ["水车修好"]


def test_an_answer_of_the_archive_before_is_not_taken_for_one_of_now(tmp_path: Path) -> None:
    """Two archives of one generation, one after the other under the same server: no tag is common to them."""
    here = tmp_path / "archive"
    run(here, "ingest", "-q", str(paper(tmp_path, "a", "南川")))
    run(here, "backup", "-q", str(tmp_path / "a.zip"))
    with Archive.open(here) as archive:
        client = create_app(archive, LOCAL=True, TESTING=True).test_client()
        first = client.get("/api/v1/search?q=南川")
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get("/api/v1/search?q=南川", headers=known).status_code == 304
        run(here, "restore", "-q", "--force", str(tmp_path / "a.zip"))
        assert client.get("/readyz").json["generation"] == 1
        again = client.get("/api/v1/search?q=南川", headers=known)
        assert again.status_code == 200 and again.json["total"] == 1


def test_an_index_of_another_archive_is_built_anew(tmp_path: Path) -> None:
    here, other = tmp_path / "archive", tmp_path / "other"
    run(here, "ingest", "-q", str(paper(tmp_path, "a", "南川")))
    run(other, "ingest", "-q", str(paper(tmp_path, "b", "云岭")))
    with Archive.open(here) as archive, Archive.open(other) as second:
        assert archive.store.identity() != second.store.identity()
        client = create_app(archive, LOCAL=True, TESTING=True).test_client()
        assert client.get("/api/v1/search?q=南川").json["total"] == 1
        (here / "index").rename(tmp_path / "index")
        shutil.copytree(other / "index", here / "index")
        refused = client.get("/api/v1/search?q=南川")
        assert refused.status_code == 503 and "Retry-After" in refused.headers
        assert [job.kind for job in Jobs(archive.store.database).jobs(states=("queued",))] == [REINDEX]
        work_off(archive)
        assert client.get("/api/v1/search?q=南川").json["total"] == 1
        assert client.get("/api/v1/search?q=云岭&soft=0").json["total"] == 0
    shutil.rmtree(here / "index")
    shutil.copytree(other / "index", here / "index")
    done = CliRunner().invoke(group(TABLE), ["--archive", str(here), "search", "南川", "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout)["total"] == 1


def test_a_restored_archive_is_another_one(tmp_path: Path) -> None:
    run(tmp_path / "one", "ingest", "-q", str(paper(tmp_path, "a", "南川")))
    run(tmp_path / "one", "backup", "-q", str(tmp_path / "a.zip"))
    for name in ("two", "three"):
        run(tmp_path / name, "restore", "-q", str(tmp_path / "a.zip"))
    stores = [Store.open(tmp_path / name) for name in ("one", "two", "three", "two")]
    found = [store.identity() for store in stores]
    assert len({*found}) == 3 and found[1] == found[3]
    for store in stores:
        store.close()


def test_a_file_put_in_place_by_hand_is_the_one_that_is_served(tmp_path: Path) -> None:
    here, other = tmp_path / "archive", tmp_path / "other"
    run(here, "ingest", "-q", str(paper(tmp_path, "a", "南川")))
    run(other, "ingest", "-q", str(paper(tmp_path, "b", "云岭")))
    with Store.open(other) as store:  # so that the file is whole without its log
        backup(store, tmp_path / "b.zip")
    with served(here) as titles:
        assert titles("南川") == ["南川通航"]
        with occupancy.alone(here):
            for name in ("index", "sources"):
                (here / name).rename(tmp_path / name)
                (other / name).rename(here / name)
            for suffix in ("-wal", "-shm"):
                (here / f"{DATABASE}{suffix}").unlink(missing_ok=True)
            (other / DATABASE).replace(here / DATABASE)
        assert titles("南川") == [] and titles("云岭") == ["云岭通航"]
        run(here, "ingest", "-q", str(paper(tmp_path, "c", "青石")))
        assert titles("青石") == ["青石通航"]
    run(here, "check")
