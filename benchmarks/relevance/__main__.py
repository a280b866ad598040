"""`python -m benchmarks.relevance COLLECTION…`: tables of nDCG@10, MRR@10, S@1 and R@100, as Markdown.

Each COLLECTION is a directory as `collection` describes it.  Ourselves go the whole way, through `ingest` and
`batch --format trec` of the command line; the difference to every peer stands beside with its interval.
"""

from __future__ import annotations

import argparse
import os
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.relevance.collection import load
from benchmarks.relevance.metrics import METRICS, interval, measure
from benchmarks.relevance.systems import ourselves, peers


def main() -> None:
    """Measure the collections that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("collections", nargs="*", type=Path)
    with tempfile.TemporaryDirectory() as folder:
        for directory in parser.parse_args().collections or packed(Path(folder)):
            report(directory)


def packed(folder: Path) -> list[Path]:
    """The collections that lie packed in $XUNZHANG_DEV_DATA, unpacked into `folder`."""
    data = Path(os.environ.get("XUNZHANG_DEV_DATA", "../shared")) / "collections"
    archives = sorted(data.glob("*.tar.xz"))
    if not archives:
        raise SystemExit(f"no collections in {data}: name the directories of some, or set XUNZHANG_DEV_DATA")
    for archive in archives:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    return sorted(path.parent for path in folder.rglob("qrels.tsv"))


def report(directory: Path) -> None:
    """Print the table of one collection."""
    collection = load(directory)
    print(
        f"\n### {collection.name}: {len(collection.documents)} documents, {len(collection.queries)} queries\n"
    )
    print(
        "| |" + "|".join(METRICS) + "| nDCG@10 of 寻章 minus this (95 %) |\n" + "|---" * 6 + "|", flush=True
    )
    ours = measure(collection, ourselves(collection))
    print(_row("**寻章**", ours.mean(axis=0), ""), flush=True)
    for name, run in peers().items():
        theirs = measure(collection, run(collection))
        difference, low, high = interval(ours[:, 0], theirs[:, 0])
        print(_row(name, theirs.mean(axis=0), f"{difference:+.4f} [{low:+.4f}, {high:+.4f}]"), flush=True)


def _row(name: str, figures: Iterable[float], beside: str) -> str:
    return f"| {name} | " + " | ".join(f"{value:.4f}" for value in figures) + f" | {beside} |"


if __name__ == "__main__":
    main()
