"""How long the pages of a topic of 2,000 articles take over a large archive.

    python -m benchmarks.topics --archive DIR [--articles N] [--new N] [--each N]

The archive is copied first, since a topic is written to it.  The topic keeps what several searches for the
most frequent names find, in eight sections, with a hundred notes; then a number of its articles are dropped,
so that its searches offer them as new.  Through Flask's test client: routing, replay, searches, reasons,
template, everything but the network.  Milliseconds; wall and CPU.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.pages import quantile, timed
from corpus.desk import LOCAL_ADMIN
from corpus.topics.changes import TopicChange
from corpus.topics.keeping import KeptTopic, TopicKeeper
from search.application.archive import Archive
from search.model import SearchRequest
from search.request import to_query_string
from search.topics.living import finds
from search.topics.making import begin
from web.serving.app import create_app
from web.serving.serve import warm

PAGE, WHATS_NEW = 50.0, 100.0
"""Milliseconds within which the page is made when nothing is new, and with everything that is."""

SECTIONS, NOTES = 8, 100


def grown(archive: Archive, articles: int) -> KeptTopic:
    """A topic of so many articles, of as many searches as that takes, in sections and with notes."""
    keeper = TopicKeeper(archive.store.database)
    kept = begin(archive, "两千篇", "", LOCAL_ADMIN)
    for number, name in enumerate(archive.facet(SearchRequest(), "organization")[20:], 1):
        missing = articles - len(kept.state.listed)
        if missing <= 0:
            break
        query = to_query_string(SearchRequest(q=name.value))
        taken = tuple(one for one in finds(archive, {"": query}) if one not in kept.state.listed)[:missing]
        changes = [TopicChange("ask", key=str(number), text=query), TopicChange("accept", taken)]
        kept = keeper.change(kept.id, changes, kept.version, LOCAL_ADMIN)
    ids = tuple(kept.state.listed)
    changes = [TopicChange("section_add", text=f"第{n}组") for n in range(SECTIONS)]
    changes += [TopicChange("file", ids[n :: SECTIONS + 1], f"第{n}组") for n in range(SECTIONS)]
    changes += [TopicChange("note", (one,), text="核对日期与人名") for one in ids[:: len(ids) // NOTES]]
    found = finds(archive, kept.state.queries)
    rest = tuple(one for one in found if one not in kept.state.listed)
    changes.append(TopicChange("exclude", rest, text="不收"))
    return keeper.change(kept.id, changes, kept.version, LOCAL_ADMIN)


def pages(kept: KeptTopic) -> Iterator[tuple[str, str]]:
    """(what it is, its URL)."""
    place = f"/topics/{kept.id}"
    yield "the page", place
    yield "its last page", f"{place}?start={len(kept.state.listed) - 40}"
    yield "the list of topics", "/topics"
    yield "history", f"{place}/history"
    yield "by API, whole", f"/api/v1{place}"
    yield "suggestions", f"{place}/suggested"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--new", type=int, default=60)
    parser.add_argument("--each", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder) / "archive"
        shutil.copytree(asked.archive, directory)
        with Archive.open(directory) as archive:
            warm(archive)
            kept = grown(archive, asked.articles)
            client = create_app(archive, LOCAL=True).test_client()
            print(f"{archive.stats().articles} articles, {len(kept.state.listed)} of them in a topic of")
            print(
                f"{len(kept.state.queries)} searches; targets {PAGE:.0f}, with what is new {WHATS_NEW:.0f}\n"
            )
            print("| page | p50 | p95 | CPU p50 | CPU p95 |\n|---|---|---|---|---|")
            told(client, list(pages(kept)), asked.each)
            fresh = tuple(kept.state.listed)[: asked.new]
            keeper = TopicKeeper(archive.store.database)
            kept = keeper.change(kept.id, [TopicChange("drop", fresh)], kept.version, LOCAL_ADMIN)
            told(
                client,
                [(f"{what}, {asked.new} new", url) for what, url in pages(kept) if "history" not in url],
                asked.each,
            )


def told(client: FlaskClient, urls: list[tuple[str, str]], each: int) -> None:
    """A row for each page, asked so many times after a first."""
    for what, url in urls:
        timed(client, url)
        walls, cpus = map(list, zip(*(timed(client, url) for _ in range(each)), strict=True))
        figures = (statistics.median(walls), quantile(walls, 0.95))
        figures += (statistics.median(cpus), quantile(cpus, 0.95))
        print(f"| {what} | " + " | ".join(f"{one:.1f}" for one in figures) + " |", flush=True)


if __name__ == "__main__":
    main()
