"""How long the server takes for each kind of page over a large archive.

    python -m benchmarks.pages [--archive DIR] [--data articles.jsonl[.xz]] [--each N]

Without `--archive`, one is made of the data with the real ingest, once, under benchmarks/work/ (minutes).
Every kind of page is asked N times with different names, queries and articles of that archive, through
Flask's test client: routing, search, templates, everything but the network.  Milliseconds; wall and CPU.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient

from search.application.archive import Archive
from search.model import SearchRequest
from web.serving.app import create_app
from web.serving.serve import warm

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "benchmarks" / "work" / "pages"
DATA = Path(os.environ.get("XUNZHANG_DEV_DATA", ROOT.parent / "shared")) / "news" / "xwlb-75k.jsonl.xz"
TARGET = 50.0
"""Milliseconds within which 95 of 100 pages should be made."""


def made(directory: Path, data: Path) -> Archive:
    """The archive in `directory`; made of `data` where there is none."""
    if (directory / "archive.sqlite3").exists():
        return Archive.open(directory)
    directory.mkdir(parents=True, exist_ok=True)
    plain = data
    if data.suffix == ".xz":
        import lzma

        plain = directory.parent / data.stem
        plain.write_bytes(lzma.decompress(data.read_bytes()))
    archive = Archive.open(directory, create=True)
    archive.ingest([plain])
    return archive


def urls(archive: Archive, each: int, seed: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Kind of page → URLs of it."""
    chance = random.Random(seed)

    def names(field: str, most: int = 200) -> list[str]:
        values = [item.value for item in archive.facet(SearchRequest(facets=()), field)][:most]
        return [chance.choice(values) for _ in range(each)] if values else []

    total = archive.stats().articles
    pages = chance.sample(range(1, max(2, total // 10)), min(each, max(1, total // 10 - 1)))
    articles = [
        hit.article for page in pages for hit in archive.search(SearchRequest(page=page, size=1)).hits[:1]
    ]
    titles = [re.sub(r"\W+", " ", article.title).strip() for article in articles]
    pieces = [max(title.split(), key=len)[:4] for title in titles]
    starts = [title.split()[0][:6] for title in titles]
    organizations = names("organization")
    queries = [*pieces, *organizations, *titles][: 3 * each]

    yield "home", ["/"] * each
    yield from searches(queries, pieces, each, chance)
    yield (
        "article",
        [f"/articles/{a.id}?{urlencode({'q': q})}" for a, q in zip(articles, starts, strict=True)],
    )
    yield (
        "why",
        [f"/why?{urlencode({'q': q, 'article': a.id})}" for a, q in zip(articles, starts, strict=True)],
    )
    yield "facet", ["/facet/organization?" + urlencode({"q": q}) for q in pieces]
    for kind, field in (("organizations", "organization"), ("people", "person"), ("sections", "section")):
        yield f"/{kind}", [f"/{kind}"] * each
        yield f"/{kind}/<name>", [f"/{kind}/{name}" for name in names(field)]
    yield "issues", ["/issues"] * each
    yield "issue", [f"/issues/{chance.choice(archive.issues()).id}" for _ in range(each)]
    yield (
        "batch of 5",
        [f"/batch?{urlencode({'names': chr(10).join(chance.sample(queries, 5))})}" for _ in range(each)],
    )
    yield "syntax", ["/syntax"] * each
    yield "feed", [f"/search.atom?{urlencode({'q': q})}" for q in pieces]
    yield "API search", [f"/api/v1/search?{urlencode({'q': q})}" for q in queries]
    yield "API suggest", [f"/api/v1/suggest?{urlencode({'q': q[:2]})}" for q in pieces]


def searches(
    queries: list[str], pieces: list[str], each: int, chance: random.Random
) -> Iterator[tuple[str, list[str]]]:
    """The kinds of result pages."""

    def search(**parameters: object) -> list[str]:
        return [f"/search?{urlencode({'q': q, **parameters})}" for q in queries]

    yield "search", search()
    yield "search, newest, page 3", search(sort="newest", page=3)
    yield "search, one year", search(year="2019")
    yield "search, everything", ["/search", "/search?page=4000", "/search?sort=newest"] * (each // 3)
    yield "search, reprints folded", search(grouped=1)
    yield (
        "search, a slip",
        [f"/search?{urlencode({'q': slipped(piece, chance)})}" for piece in pieces if len(piece) > 2],
    )
    yield (
        "search, wildcard or near",
        [
            f"/search?{urlencode({'q': q})}"
            for a, b in zip(pieces, reversed(pieces), strict=True)
            for q in (f"{a[:2]}*{a[2:]}", f"{a[:2]} 同句 {b[:2]}")
        ][:each],
    )


def slipped(text: str, chance: random.Random) -> str:
    """The text with one character that does not belong there."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("连名期成事公新") + text[at + 1 :]


def timed(client: FlaskClient, url: str) -> tuple[float, float]:
    """(wall, CPU) milliseconds of one page."""
    wall, cpu = time.perf_counter(), time.process_time()
    response = client.get(url)
    response.get_data()  # a page may be made while it is sent
    taken = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    assert response.status_code == 200, (url, response.status_code)
    return taken


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, default=WORK / "archive")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--each", type=int, default=30)
    asked = parser.parse_args()
    with made(asked.archive, asked.data) as archive:
        warm(archive)  # as the server does beside its first pages
        client = create_app(archive).test_client()
        print(f"{archive.stats().articles} articles; milliseconds; target p95 {TARGET:.0f}\n")
        print("| page | first | p50 | p95 | most | CPU p50 | CPU p95 |\n|---|---|---|---|---|---|---|")
        for kind, wanted in urls(archive, asked.each):
            if not wanted:
                continue
            first, _ = timed(client, wanted[0])
            walls, cpus = map(list, zip(*(timed(client, url) for url in wanted), strict=True))
            figures = (
                first,
                statistics.median(walls),
                quantile(walls, 0.95),
                max(walls),
                statistics.median(cpus),
                quantile(cpus, 0.95),
            )
            print(f"| {kind} | " + " | ".join(f"{each:.1f}" for each in figures) + " |", flush=True)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"\nResident memory after all of them, at most: {most} MB")


if __name__ == "__main__":
    main()
