"""Here is one engine and one corpus, give me its figures: run in a process of its own.

    python -m benchmarks.compare.measure ENGINE CORPUS DIRECTORY [--queries N]

Prints one JSON object.  Latencies are milliseconds of wall clock; `cpu` beside them is the thread's own time,
the steadier figure on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.compare.corpus import Corpus, Query, load, utf8
from benchmarks.compare.engines import ENGINES, Answer, Engine, Ours
from search.answer.highlight import Marker
from search.answer.snippets import snippets
from search.engine.postings.analysis import Analysis
from search.language.tree import Or, Word

CLIENTS = 8
COLD = 5
"""Every so many queries are also asked cold."""


def measure(name: str, corpus: Corpus, directory: Path, count: int | None) -> dict[str, Any]:
    """Build, open, ask."""
    engine = ENGINES[name]()
    result: dict[str, Any] = {"engine": name, "articles": len(corpus.articles)}
    began = time.perf_counter(), time.process_time()
    engine.build(corpus, directory)
    seconds = time.perf_counter() - began[0]
    result["build_seconds"], result["build_cpu"] = seconds, time.process_time() - began[1]
    result["articles_per_second"] = len(corpus.articles) / seconds
    size = sum(each.stat().st_size for each in directory.rglob("*") if each.is_file())
    result["bytes_per_utf8_byte"] = size / utf8(corpus.articles)
    began = time.perf_counter(), 0.0
    engine.open(corpus, directory)
    result["open_ms"] = (time.perf_counter() - began[0]) * 1e3
    queries = corpus.queries[:: max(1, len(corpus.queries) // count)] if count else corpus.queries
    result["pages"] = pages(engine, corpus, queries)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def pages(engine: Engine, corpus: Corpus, queries: Sequence[Query]) -> dict[str, Any]:
    """Every kind of page, AND and OR, cold where the engine can forget, one client and many."""
    texts = {article.id: article.body for article in corpus.articles}
    found: dict[str, Any] = {}
    for mode in ("AND", "OR") if engine.boolean or isinstance(engine, Ours) else ("OR",):
        for page in ("top", "facets", "snippets") if engine.facets else ("top",):
            ask = asker(engine, texts, mode == "AND", page)
            if isinstance(engine, Ours):
                found[f"{mode} {page} cold"] = timed(ask, queries[::COLD], engine.forget)
            for query in queries:
                ask(query)
            found[f"{mode} {page}"] = timed(ask, queries)
            if page != "snippets":
                found[f"{mode} {page} x{CLIENTS}"] = crowded(ask, queries)
    return found


def asker(engine: Engine, texts: dict[str, str], every: bool, page: str) -> Callable[[Query], Answer]:
    """One page of that kind."""

    reading = Analysis()

    def ask(query: Query) -> Answer:
        answer = engine.search(query.words, every, page != "top")
        if page == "snippets":
            bodies = [texts[each] for each in answer.ids]
            if isinstance(engine, Ours):
                passages(query, bodies, reading)
            else:
                windows(query, bodies)
        return answer

    return ask


def timed(
    ask: Callable[[Query], Answer], queries: Sequence[Query], before: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """p50, p95 and the longest, one after the other; totals for comparison."""
    wall, cpu, totals = [], [], []
    for query in queries:
        before()
        began = time.perf_counter(), time.thread_time()
        totals.append(ask(query).total)
        cpu.append((time.thread_time() - began[1]) * 1e3)
        wall.append((time.perf_counter() - began[0]) * 1e3)
    return {**spread(wall), "cpu": spread(cpu), "totals": totals}


def crowded(ask: Callable[[Query], Answer], queries: Sequence[Query]) -> dict[str, Any]:
    """The same with CLIENTS threads: latencies as each sees them, and pages a second."""
    wall = []

    def one(query: Query) -> None:
        began = time.perf_counter()
        ask(query)
        wall.append((time.perf_counter() - began) * 1e3)

    began = time.perf_counter()
    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(one, queries))
    except Exception as error:  # noqa: BLE001  an engine that cannot do threads is a finding, not a failure
        return {"failed": type(error).__name__}
    return {**spread(wall), "per_second": len(queries) / (time.perf_counter() - began)}


def spread(latencies: Sequence[float]) -> dict[str, float]:
    """p50, p95, max in milliseconds."""
    p50, p95 = np.percentile(latencies, [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3), "max": round(max(latencies), 3)}


def passages(query: Query, bodies: Sequence[str], reading: Analysis) -> None:
    """Our snippets, as on the page."""
    marker = Marker.of(Or(tuple(Word(word) for word in query.words)), reading)
    for body in bodies:
        snippets(body, marker)


def windows(query: Query, bodies: Sequence[str]) -> None:
    """The least that a peer would have to do: forty characters around the first words found."""
    pattern = re.compile("|".join(re.escape(word) for word in query.words), re.IGNORECASE)
    for body in bodies:
        found = pattern.search(body)
        at = found.start() if found else 0
        pattern.sub(r"<b>\g<0></b>", body[max(0, at - 40) : at + 70])


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=sorted(ENGINES))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--queries", type=int)
    asked = parser.parse_args(arguments)
    result = measure(asked.engine, load(asked.corpus), asked.directory, asked.queries)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
