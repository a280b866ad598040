"""Here are the figures in benchmarks/results, give me the tables in benchmarks/README.md and the plot."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PAGES = ("AND top", "OR top", "AND facets", "OR facets", "OR snippets")
NAMES = {
    "ours": "寻章, the same words",
    "ours-as-typed": "寻章, as typed (substrings, three channels, nearness)",
    "tantivy": "tantivy (Python binding)",
    "fts5": "SQLite FTS5",
    "bm25s": "bm25s (no facets, no updates)",
    "whoosh": "stock Whoosh",
}
SHARED = bool(os.environ.get("XUNZHANG_BENCH_SHARED"))
"""Set on a machine that others use at the same time: tables show CPU time instead of wall clock."""
BEGIN, END = "<!-- search: begin -->", "<!-- search: end -->"


def clock(figures: dict[str, Any]) -> dict[str, float]:
    """Wall clock, or the thread's own time where the machine was shared."""
    chosen: dict[str, float] = figures["cpu"] if SHARED and "cpu" in figures else figures
    return chosen


def line(result: dict[str, Any]) -> str:
    """One engine in one line, for the terminal."""
    pages = result["pages"]
    shown = " | ".join(f"{name} {_pair(clock(pages[name]))}" for name in PAGES if name in pages)
    rate = result["articles_per_second"]
    return (
        f"{result['articles']:>7} {result['engine']:<14} {rate:8.0f}/s {result['peak_mb']:6.0f} MB  {shown}"
    )


def write(directory: Path) -> None:
    """Tables and plot from every size that was measured."""
    held = [json.loads(path.read_text("utf-8")) for path in (directory / "results").glob("search-*.json")]
    sizes = sorted((each["results"] for each in held), key=lambda results: int(results[0]["articles"]))
    text = "\n\n".join([*(_size(results) for results in sizes), _growth(sizes)])
    readme = directory / "README.md"
    whole = readme.read_text("utf-8") if readme.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
    if BEGIN not in whole:
        whole = f"{whole.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, after = whole.split(BEGIN)[0], whole.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
    plot(sizes, directory / "results" / "search.svg")


def _size(results: Sequence[dict[str, Any]]) -> str:
    head = [
        "engine",
        *(f"{page}" for page in PAGES),
        "8 clients, OR facets",
        "articles/s",
        "bytes/UTF-8",
        "peak MB",
    ]
    rows = [
        f"### {results[0]['articles']:,} articles",
        "",
        f"p50 / p95 in ms{' of CPU time (a shared machine)' if SHARED else ''}, one client, warm.",
        "",
    ]
    rows += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    rows += ["| " + " | ".join(_row(each)) + " |" for each in results]
    cold = [(each, page) for each in results for page in each["pages"] if page.endswith("cold")]
    if cold:
        figures = "; ".join(f"{NAMES[e['engine']]}, {p[:-5]}: {_pair(clock(e['pages'][p]))}" for e, p in cold)
        rows += ["", f"Cold (nothing decoded before each query): {figures}."]
    return "\n".join([*rows, "", *_ratios(results)])


def _row(result: dict[str, Any]) -> list[str]:
    pages = result["pages"]
    crowd = pages.get("OR facets x8", {})
    crowded = f"{crowd['per_second']:.0f}/s, p95 {crowd['p95']:.1f}" if "per_second" in crowd else "–"
    built = result["engine"] != "ours-as-typed"
    return [
        NAMES[result["engine"]],
        *(_pair(clock(pages[page])) if page in pages else "–" for page in PAGES),
        crowded,
        f"{result['articles_per_second']:,.0f}" if built else "the same index",
        f"{result['bytes_per_utf8_byte']:.2f}" if built else "",
        f"{result['peak_mb']:.0f}",
    ]


def _pair(figures: dict[str, float]) -> str:
    return f"{figures['p50']:.2f} / {figures['p95']:.2f}"


def _ratios(results: Sequence[dict[str, Any]]) -> list[str]:
    """How many times as long a peer takes, p50 (p95), in the same run."""
    by_name = {each["engine"]: each["pages"] for each in results}
    ours = by_name.get("ours", {})
    rows = []
    for name, pages in by_name.items():
        shared = [page for page in PAGES if page in pages and page in ours]
        if name in ("ours", "ours-as-typed") or not shared:
            continue
        each = [
            f"{page} {clock(pages[page])['p50'] / clock(ours[page])['p50']:.2g}×"
            f" ({clock(pages[page])['p95'] / clock(ours[page])['p95']:.2g}×)"
            for page in shared
        ]
        rows.append(f"- {NAMES[name]} takes, against 寻章, p50 (p95): " + ", ".join(each))
    return rows


def _growth(sizes: Sequence[Sequence[dict[str, Any]]]) -> str:
    """The exponent e of time ~ articles^e between the smallest and the largest size."""
    if len(sizes) < 2:
        return ""
    rows = ["### Growth", "", "Exponent of p50 against articles, smallest to largest size."]
    first, last = ({each["engine"]: each for each in results} for results in (sizes[0], sizes[-1]))
    for name in first.keys() & last.keys():
        low, high = first[name], last[name]
        span = math.log(high["articles"] / low["articles"])
        shared = [page for page in PAGES if page in low["pages"] and page in high["pages"]]
        each = [f"{page} {math.log(_p50(high, page) / _p50(low, page)) / span:.2f}" for page in shared]
        rows.append(f"- {NAMES[name]}: {', '.join(each)}")
    return "\n".join([*rows[:3], "", *sorted(rows[3:]), "", "![p50 by size](results/search.svg)"])


def _p50(result: dict[str, Any], page: str) -> float:
    return clock(result["pages"][page])["p50"]


def plot(sizes: Sequence[Sequence[dict[str, Any]]], path: Path) -> None:
    """p50 of the page with three facets, OR, by size; both axes logarithmic."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    lines: dict[str, list[tuple[int, float]]] = {}
    for results in sizes:
        for each in results:
            page = each["pages"].get("OR facets") or each["pages"].get("OR top")
            lines.setdefault(each["engine"], []).append((each["articles"], clock(page)["p50"]))
    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    for name, points in lines.items():
        axes.loglog(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xlabel="articles", ylabel="ms, p50", title="OR with three facets (bm25s: top ten only)")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
