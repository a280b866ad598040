"""Here is a collection; give me the run of a system over it: ourselves by the command line, peers in process.

All see the same folded text.  Peers search title and text as one field with their default weights (k1 = 1.2,
b = 0.75), every token of the query optional, as their users would for questions.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.relevance.collection import Collection
from index.text.analyzer import Analyzer
from index.text.fold import fold_text

Run = Mapping[str, Sequence[str]]
Tokens = Callable[[str], list[str]]
DEPTH = 100


def words() -> Tokens:
    """Words as jieba's search mode cuts the folded text."""
    analyzer = Analyzer()
    return lambda text: analyzer.word_texts(text)


def bigrams(text: str) -> list[str]:
    """Pairs of Chinese characters and whole Latin words, as Lucene's CJK analyzer makes them."""
    found = []
    for run in re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", fold_text(text)):
        chinese = run[0] > "\u2e7f"
        found += [run[i : i + 2] for i in range(max(1, len(run) - 1))] if chinese else [run]
    return found


def ourselves(collection: Collection) -> Run:
    """`xunzhang ingest` and `xunzhang batch --format trec` with the defaults."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "web.main", "--archive", str(Path(folder) / "archive")]
        corpus = collection.directory / "corpus.jsonl"
        subprocess.run([*command, "ingest", str(corpus)], check=True, stdout=subprocess.DEVNULL)
        answers = Path(folder) / "run.trec"
        queries = collection.directory / "queries.jsonl"
        options = ["--format", "trec", "--limit", str(DEPTH), "-o", str(answers)]
        subprocess.run([*command, "batch", str(queries), *options], check=True)
        return read_run(answers)


def read_run(path: Path) -> Run:
    """The run in a TREC file, best first."""
    rows: dict[str, list[tuple[float, int, str]]] = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, rank, score, _ = line.split()
        rows.setdefault(query, []).append((-float(score), int(rank), document))
    return {query: [document for _, _, document in sorted(found)] for query, found in rows.items()}


def fts5(tokens: Tokens) -> Callable[[Collection], Run]:
    """SQLite FTS5's own bm25 over given tokens; tokens are numbered, so that its tokenizer keeps them."""

    def run(collection: Collection) -> Run:
        numbers: dict[str, str] = {}

        def line(text: str) -> list[str]:
            return [numbers.setdefault(token, f"t{len(numbers)}") for token in tokens(text)]

        base = sqlite3.connect(":memory:")
        base.execute("create virtual table found using fts5(name unindexed, text, detail=column)")
        base.executemany(
            "insert into found values (?, ?)",
            ((name, " ".join(line("\n".join(each)))) for name, each in collection.documents.items()),
        )
        asked = "select name from found where found match ? order by rank limit ?"
        runs: dict[str, list[str]] = {}
        for query, text in collection.queries.items():
            wanted = " OR ".join(dict.fromkeys(line(text)))
            runs[query] = [name for (name,) in base.execute(asked, (wanted, DEPTH))] if wanted else []
        return runs

    return run


def tantivy(tokens: Tokens) -> Callable[[Collection], Run]:
    """tantivy's BM25 over given tokens."""

    def run(collection: Collection) -> Run:
        import tantivy as engine

        numbers: dict[str, str] = {}

        def numbered(text: str) -> Iterable[str]:
            return (numbers.setdefault(token, f"t{len(numbers)}") for token in tokens(text))

        schema = (
            engine.SchemaBuilder()
            .add_text_field("name", stored=True, tokenizer_name="raw")
            .add_text_field("text", tokenizer_name="whitespace")
            .build()
        )
        index = engine.Index(schema)
        writer = index.writer(200_000_000, 1)
        for name, each in collection.documents.items():
            writer.add_document(engine.Document(name=name, text=" ".join(numbered("\n".join(each)))))
        writer.commit()
        index.reload()
        searcher = index.searcher()
        runs: dict[str, list[str]] = {}
        for query, text in collection.queries.items():
            wanted = " ".join(numbered(text))
            hits = searcher.search(index.parse_query(wanted, ["text"]), DEPTH).hits if wanted else []
            runs[query] = [searcher.doc(address)["name"][0] for _, address in hits]
        return runs

    return run


def peers() -> Mapping[str, Callable[[Collection], Run]]:
    """The systems to compare with, those that are installed."""
    cut = words()
    found = {"SQLite FTS5, character pairs": fts5(bigrams), "SQLite FTS5, jieba words": fts5(cut)}
    try:
        import tantivy as _  # noqa: F401
    except ImportError:
        return found
    return {
        **found,
        "tantivy, character pairs": tantivy(bigrams),
        "tantivy, jieba words": tantivy(cut),
    }
