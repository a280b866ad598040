"""How fast, how large, how hungry: indexing with us and with stock Whoosh over jieba's own analyzer.

    python -m benchmarks.indexing --data articles.jsonl[.xz] [--articles 5000,20000,75000] [--engines ours,…]

Each engine and size runs in a process of its own, one core, from text; the data are read and the dictionary
is loaded before the clock starts.  CPU seconds stand beside wall seconds: on a shared machine they are the
steadier figure.  `ours-update` adds one issue of 20 articles to the index that `ours` left.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import lzma
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from corpus.model import Article

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("XUNZHANG_DEV_DATA", ROOT.parent / "shared")) / "news" / "xwlb-75k.jsonl.xz"


ISSUE = 20
"""Articles of one issue."""


def read_articles(path: Path, count: int) -> list[Article]:
    """The first articles of a JSON Lines file."""
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
        return [_article(json.loads(line), number) for number, line in enumerate(islice(file, count))]


def _article(row: dict[str, object], number: int) -> Article:
    author, tags = row.get("author"), row.get("tags")
    return Article(
        id=str(row.get("id", number)),
        title=str(row.get("title", "")),
        body=str(row.get("text", "")),
        date=dt.date.fromisoformat(str(row["date"])[:10]) if row.get("date") else None,
        authors=(str(author),) if author else (),
        source=str(row.get("source") or ""),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
    )


def utf8_bytes(articles: list[Article]) -> int:
    """Titles and bodies in UTF-8."""
    return sum(len(article.title.encode()) + len(article.body.encode()) for article in articles)


@contextmanager
def measured(result: dict[str, float]) -> Iterator[None]:
    """Note wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    result["seconds"] = time.perf_counter() - wall
    result["cpu"] = time.process_time() - cpu


def index_ours(articles: list[Article], directory: Path, result: dict[str, float]) -> None:
    """Words, characters and pairs with places, facets, in one process."""
    from index.text.analyzer import Analyzer
    from index.writing.writer import IndexWriter

    analyzer = Analyzer()
    analyzer.tokenizer.cut("预热")
    with measured(result):
        IndexWriter(directory, analyzer, processes=1).apply(articles)


def index_ours_update(articles: list[Article], directory: Path, result: dict[str, float]) -> None:
    """Twenty articles more on top of all others: until they are searchable."""
    from index.opening import open_segments
    from index.writing.writer import IndexWriter

    IndexWriter(directory, processes=1).apply(articles)
    writer = IndexWriter(directory)
    writer.analyzer.tokenizer.cut("预热")
    with measured(result):
        writer.apply([replace(article, id=f"new-{article.id}") for article in articles[:ISSUE]])
        assert open_segments(directory).doc_count == len(articles) + min(ISSUE, len(articles))
    result["written"] = min(ISSUE, len(articles))


def index_stock(articles: list[Article], directory: Path, result: dict[str, float]) -> None:
    """Words only, as Whoosh and jieba come."""
    import jieba
    from jieba.analyse import ChineseAnalyzer
    from whoosh import fields, index

    jieba.lcut("预热")
    analyzer = ChineseAnalyzer()
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True),
        title=fields.TEXT(analyzer=analyzer),
        body=fields.TEXT(analyzer=analyzer),
        author=fields.KEYWORD(commas=True),
        tag=fields.KEYWORD(commas=True),
    )
    directory.mkdir(parents=True, exist_ok=True)
    with measured(result):
        writer = index.create_in(str(directory), schema).writer(limitmb=256)
        for article in articles:
            writer.add_document(
                id=article.id,
                title=article.title,
                body=article.body,
                author=",".join(article.authors),
                tag=",".join(article.tags),
            )
        writer.commit()


ENGINES: dict[str, Callable[[list[Article], Path, dict[str, float]], None]] = {
    "ours": index_ours,
    "ours-update": index_ours_update,
    "stock": index_stock,
}


def run_one(engine: str, data: Path, count: int) -> dict[str, float]:
    """Measure one engine in this process."""
    articles = read_articles(data, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result: dict[str, float] = {"articles": len(articles)}
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        ENGINES[engine](articles, directory / "index", result)
        size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    finally:
        shutil.rmtree(directory)
    written = result.get("written", len(articles))
    result["rate"] = written / result["seconds"]
    result["rate_cpu"] = written / result["cpu"]
    result["ratio"] = size / utf8_bytes(articles)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result["articles_mb"] = before / 1024
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--articles", default="5000,20000,75000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "COUNT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(run_one(options.one[0], options.data, int(options.one[1]))))
        return
    print("engine | articles | s | articles/s | articles/CPU s | bytes/UTF-8 | peak MB (of it the articles)")
    for count in options.articles.split(","):
        for engine in options.engines.split(","):
            command = [sys.executable, "-m", "benchmarks.indexing", "--data", str(options.data)]
            done = subprocess.run(
                [*command, "--one", engine, count], cwd=ROOT, check=True, capture_output=True, text=True
            )
            r = json.loads(done.stdout)
            print(
                f"{engine} | {r['articles']:.0f} | {r['seconds']:.2f} | {r['rate']:.0f} | "
                f"{r['rate_cpu']:.0f} | {r['ratio']:.2f} | {r['peak_mb']:.0f} ({r['articles_mb']:.0f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
