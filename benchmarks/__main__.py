"""Compare ourselves with our peers, on the same tokens: `make bench`.

    python -m benchmarks [--data FILE] [--articles 5000,20000,75000] [--engines …] [--queries N] [--large]

Every engine and size is built and asked in a process of its own.  Figures go to benchmarks/results/, the
tables and the plot to benchmarks/README.md.  Exits with 1 when boolean engines disagree on a hit count.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.compare import corpus, report
from benchmarks.compare.engines import ENGINES
from benchmarks.indexing import DATA, ROOT

RESULTS = ROOT / "benchmarks" / "results"
LARGE = 8
"""Copies of the articles, sentences shuffled, with --large."""


def run(engine: str, kept: Path, directory: Path, queries: int | None) -> dict[str, Any]:
    """One engine in a process of its own, on one core's worth of numpy."""
    command = [sys.executable, "-m", "benchmarks.compare.measure", engine, str(kept), str(directory)]
    if queries:
        command += ["--queries", str(queries)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{engine}: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def disagreements(results: list[dict[str, Any]]) -> list[str]:
    """Boolean engines that count other hits than we do, for the queries both were asked."""
    found = []
    for mode in ("AND top", "OR top"):
        asked = {r["engine"]: r["pages"][mode]["totals"] for r in results if mode in r["pages"]}
        ours = asked.get("ours", [])
        for name, totals in asked.items():
            if name in ("ours", "ours-as-typed", "bm25s") or not ours:
                continue
            step = max(1, len(ours) // len(totals))
            if totals != ours[::step][: len(totals)]:
                found.append(f"{name}, {mode}: {totals} against {ours[::step]}")
    return found


def keep(path: Path, results: list[dict[str, Any]]) -> None:
    """Save the results of one size, beside those of engines that were not run this time."""
    held = json.loads(path.read_text("utf-8"))["results"] if path.exists() else []
    merged = {each["engine"]: each for each in (*held, *results)}
    ordered = [merged[name] for name in ENGINES if name in merged]
    machine = {"machine": platform.machine(), "python": platform.python_version()}
    corpus.save(path, {**machine, "results": ordered})


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--articles", default="5000,20000,75000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--queries", type=int, help="fewer queries for the slow engine (whoosh)")
    parser.add_argument("--large", action="store_true", help=f"also {LARGE} times the largest size")
    parser.add_argument("--work", type=Path, help="where to keep corpora and indexes (default: temporary)")
    asked = parser.parse_args()
    if not asked.data.exists():
        parser.error(f"{asked.data} is not here: name a JSON Lines file with --data")
    work = asked.work or Path(tempfile.mkdtemp(prefix="xunzhang-bench-"))
    sizes = [(int(size), 1) for size in asked.articles.split(",")]
    if asked.large:
        sizes.append((sizes[-1][0], LARGE))
    RESULTS.mkdir(exist_ok=True)
    wrong = []
    for size, copies in sizes:
        kept = work / f"{size}x{copies}" / "corpus.pickle"
        if not kept.exists():
            corpus.prepare(asked.data, size, copies, kept)
        results = []
        for engine in asked.engines.split(","):
            directory = kept.parent / engine
            shutil.rmtree(directory, ignore_errors=True)
            few = asked.queries if engine == "whoosh" else None
            results.append(run(engine, kept, directory, few))
            print(report.line(results[-1]), flush=True)
            keep(RESULTS / f"search-{size * copies}.json", results)
        wrong += disagreements(results)
    report.write(ROOT / "benchmarks")
    if not asked.work:
        shutil.rmtree(work)
    if wrong:
        sys.exit("hit counts disagree: " + "; ".join(wrong))


if __name__ == "__main__":
    main()
