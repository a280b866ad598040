"""How fast issues are split and records read: `python -m benchmarks.parsing [DATA]`.

DATA is the folder of development data (default: XUNZHANG_DEV_DATA, or ../shared); without it the bundled
samples are parsed.  Prints articles a second on one core, with and without organisations and people.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from corpus.entities import Gazetteer, Recognizer
from corpus.intake.parse import parse
from corpus.model import Article, Document, Issue
from corpus.reading import article_from_record, read
from corpus.splitting import attribute

ROOT = Path(__file__).resolve().parents[1]


def documents(folder: Path) -> list[Document]:
    """Every document below a folder."""
    contents = (getattr(source, "content", None) for source in read(folder))
    return [content for content in contents if isinstance(content, Document)]


def records(path: Path, limit: int) -> Iterator[Article]:
    """The first `limit` articles of a compressed JSON Lines file, without the dates they state."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            row = json.loads(line)
            yield article_from_record(
                {key: row[key] for key in ("id", "title", "text") if key in row}, path.name
            )


def timed(name: str, work: Callable[[], int]) -> None:
    """Run once and print the rate of what it counts."""
    started = time.process_time()
    count = work()
    seconds = time.process_time() - started
    print(f"{name:<46} {count:>6} articles {seconds:7.2f} s CPU {count / max(seconds, 1e-9):9.0f} articles/s")


def split_all(issues: Sequence[Document], recognizer: Recognizer | None, times: int) -> int:
    """Parse every issue `times` times; the number of articles found."""
    return sum(len(parse(issue, recognizer).articles) for _ in range(times) for issue in issues)


def attribute_all(articles: Sequence[Article], recognizer: Recognizer | None) -> int:
    """Read author and day of every record, and its names; the number of articles."""
    issue = Issue(title="records", year=2020, month=1)
    for article in articles:
        known = attribute(article, issue)
        if recognizer is not None:
            recognizer.annotate(known, issue)
    return len(articles)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument(
        "data", nargs="?", default=os.environ.get("XUNZHANG_DEV_DATA", ROOT.parent / "shared")
    )
    options.add_argument("--records", type=int, default=2000)
    arguments = options.parse_args()
    data = Path(arguments.data)
    newsletters = data / "newsletters"
    issues = documents(newsletters if newsletters.is_dir() else ROOT / "corpus" / "samples")
    recognizer = Recognizer(Gazetteer.load())
    split_all(issues, recognizer, 1)  # dictionaries are loaded at the first use
    timed(f"{len(issues)} issues, split", lambda: split_all(issues, None, 10))
    timed(f"{len(issues)} issues, split and annotated", lambda: split_all(issues, recognizer, 10))
    news = data / "news" / "xwlb-75k.jsonl.xz"
    if news.exists():
        articles = list(records(news, arguments.records))
        timed("records: author and day", lambda: attribute_all(articles, None))
        timed("records: author, day, organisations, people", lambda: attribute_all(articles, recognizer))


if __name__ == "__main__":
    main()
