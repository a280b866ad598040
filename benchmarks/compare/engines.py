"""Here is an engine's name, give me one that builds and answers: the same interface for us and our peers.

Every answer says how many articles match (peers that can), which ten are best, and what three facets count.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks.compare.corpus import FACETS, Corpus, facet_values

TOP = 10


@dataclass(frozen=True)
class Answer:
    """total: None where the engine cannot tell; ids: best first; facets: field → value → count."""

    total: int | None
    ids: Sequence[str]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """boolean: can say AND and counts; facets: counts them itself."""

    boolean: bool
    facets: bool

    def build(self, corpus: Corpus, directory: Path) -> None: ...
    def open(self, corpus: Corpus, directory: Path) -> None: ...
    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer: ...


class Ours:
    """The vector searcher over the word fields: the same tokens as the peers."""

    boolean = facets = True

    def build(self, corpus: Corpus, directory: Path) -> None:
        from index.writing.writer import IndexWriter

        IndexWriter(directory, processes=1).apply(corpus.articles)

    def open(self, corpus: Corpus, directory: Path) -> None:
        from search.engine.vector_engine import VectorEngine

        self.engine = VectorEngine.open(directory)
        self.searcher = self.engine.newest()

    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer:
        from search.language.tree import And, Or, Word

        parts = tuple(Word(word) for word in words)
        return self._ask(And(parts) if every else Or(parts), facets)

    def forget(self) -> None:
        """As after a start: nothing decoded, nothing counted."""
        self.engine.cache.clear()

    def _ask(self, query: Any, facets: bool) -> Answer:
        found = self.searcher.search(query, limit=TOP, facets=FACETS if facets else (), facet_limit=20)
        return Answer(found.total, found.ids, {name: dict(each) for name, each in found.facets.items()})


class OursAsTyped(Ours):
    """What a person gets: every word a substring, three channels and nearness in the score."""

    boolean = False

    def build(self, corpus: Corpus, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)

    def open(self, corpus: Corpus, directory: Path) -> None:
        super().open(corpus, directory.parent / "ours")

    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer:
        from search.language.tree import Or, Text

        text = "".join(words)
        return self._ask(Text(text) if every else Or(tuple(Text(word) for word in words)), facets)


class Tantivy:
    """tantivy's Python binding; facets are its terms aggregations over fast fields."""

    boolean = facets = True

    def build(self, corpus: Corpus, directory: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("all", tokenizer_name="whitespace", index_option="freq")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        directory.mkdir(parents=True, exist_ok=True)
        writer = tantivy.Index(builder.build(), str(directory)).writer(256_000_000, 1)
        for article, text in zip(corpus.articles, corpus.texts(), strict=True):
            values = {name: list(each) for name, each in facet_values(article).items()}
            writer.add_document(tantivy.Document(id=[article.id], all=[text], **values))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, corpus: Corpus, directory: Path) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(directory))
        self._searcher = self._index.searcher()
        self._number = corpus.number()

    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer:
        from tantivy import Occur, Query

        occur = Occur.Must if every else Occur.Should
        schema = self._index.schema
        parts = [(occur, Query.term_query(schema, "all", self._number[word], "freq")) for word in words]
        query = Query.boolean_query(parts)
        found = self._searcher.search(query, TOP)
        ids = [self._searcher.doc(address)["id"][0] for _, address in found.hits]
        counted = {}
        if facets:
            asked = {name: {"terms": {"field": name, "size": 20}} for name in FACETS}
            buckets = self._searcher.aggregate(query, asked)
            counted = {n: {b["key"]: b["doc_count"] for b in each["buckets"]} for n, each in buckets.items()}
        return Answer(found.count, ids, counted)


class Fts5:
    """SQLite's full-text index; facets are GROUP BY over the matching rows."""

    boolean = facets = True

    def build(self, corpus: Corpus, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(directory / "fts.db") as db:
            db.execute("create virtual table fts using fts5(body, content='')")
            db.execute("create table article(n integer primary key, id text)")
            for name in FACETS:
                db.execute(f"create table {name}(n integer, value text)")
            db.executemany("insert into fts(rowid, body) values (?, ?)", enumerate(corpus.texts()))
            db.executemany("insert into article values (?, ?)", enumerate(a.id for a in corpus.articles))
            for name in FACETS:
                rows = ((n, v) for n, a in enumerate(corpus.articles) for v in facet_values(a)[name])
                db.executemany(f"insert into {name} values (?, ?)", rows)
                db.execute(f"create index {name}_n on {name}(n, value)")
        db.close()

    def open(self, corpus: Corpus, directory: Path) -> None:
        self._path = directory / "fts.db"
        self._number = corpus.number()
        self._local = threading.local()

    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer:
        if not hasattr(self._local, "db"):
            self._local.db = sqlite3.connect(self._path)
        db = self._local.db
        match = (" AND " if every else " OR ").join(self._number[word] for word in words)
        best = "select id from fts join article on n = fts.rowid where fts match ? order by rank limit ?"
        ids = [row[0] for row in db.execute(best, (match, TOP))]
        total = db.execute("select count(*) from fts where fts match ?", (match,)).fetchone()[0]
        counted = {}
        for name in FACETS if facets else ():
            grouped = (
                f"select value, count(*) c from fts join {name} on n = fts.rowid where fts match ? "
                "group by value order by c desc, value limit 20"
            )
            counted[name] = dict(db.execute(grouped, (match,)).fetchall())
        return Answer(total, ids, counted)


class StockWhoosh:
    """Whoosh as it comes: its own codec, BM25F, `groupedby`."""

    boolean = facets = True

    def build(self, corpus: Corpus, directory: Path) -> None:
        from whoosh import analysis, fields, index

        schema = fields.Schema(
            id=fields.ID(stored=True),
            all=fields.TEXT(analyzer=analysis.SpaceSeparatedTokenizer(), phrase=False),
            author=fields.KEYWORD(commas=True),
            tag=fields.KEYWORD(commas=True),
            year=fields.ID(),
        )
        directory.mkdir(parents=True, exist_ok=True)
        writer = index.create_in(str(directory), schema).writer(limitmb=256)
        for article, text in zip(corpus.articles, corpus.texts(), strict=True):
            values = {name: ",".join(each) for name, each in facet_values(article).items()}
            writer.add_document(id=article.id, all=text, **values)
        writer.commit()

    def open(self, corpus: Corpus, directory: Path) -> None:
        from whoosh import index

        self._searcher = index.open_dir(str(directory)).searcher()
        self._number = corpus.number()

    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer:
        from whoosh.query import And, Or, Term
        from whoosh.sorting import FieldFacet

        parts = [Term("all", self._number[word]) for word in words]
        query = And(parts) if every else Or(parts)
        groups = {name: FieldFacet(name, allow_overlap=name != "year") for name in FACETS} if facets else None
        found = self._searcher.search(query, limit=TOP, groupedby=groups)
        ids = [found[i]["id"] for i in range(min(TOP, found.scored_length()))]
        counted = {name: {k: len(v) for k, v in found.groups(name).items()} for name in groups or ()}
        return Answer(len(found), ids, counted)


class Bm25s:
    """bm25s: sparse scores of every term computed beforehand; top ten only."""

    boolean = facets = False

    def build(self, corpus: Corpus, directory: Path) -> None:
        import bm25s

        engine = bm25s.BM25()
        engine.index([text.split() for text in corpus.texts()], show_progress=False)
        engine.save(str(directory))

    def open(self, corpus: Corpus, directory: Path) -> None:
        import bm25s

        self._engine = bm25s.BM25.load(str(directory), mmap=True)
        self._number = corpus.number()
        self._ids = [article.id for article in corpus.articles]

    def search(self, words: Sequence[str], every: bool, facets: bool) -> Answer:
        asked = [[self._number[word] for word in words]]
        places, _ = self._engine.retrieve(asked, k=TOP, show_progress=False, n_threads=0)
        return Answer(None, [self._ids[int(place)] for place in places[0]])


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "ours-as-typed": OursAsTyped,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "bm25s": Bm25s,
    "whoosh": StockWhoosh,
}
