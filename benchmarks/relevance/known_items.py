"""Here are dated articles; give me collections that are judged by themselves: known-item search.

    python -m benchmarks.relevance.known_items NEWS.jsonl[.xz] FOLDER [--articles 15000] [--queries 1000]

`headlines`: the headline asks, the articles have none.  `sentences`: a sentence asks and is gone from
its article.  `tags`: three tags ask, headlines stay.  They guard against weights that only fit the judged.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = dict[str, object]


def main() -> None:
    """Write the three collections into the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=15_000)
    parser.add_argument("--queries", type=int, default=1_000)
    options = parser.parse_args()
    opener = lzma.open if options.news.suffix == ".xz" else open
    with opener(options.news, "rt", encoding="utf-8") as lines:
        rows: list[Row] = [json.loads(line) for line in lines]
    chance = random.Random(7)
    rows = chance.sample(rows, min(options.articles, len(rows)))
    asked = [row for row in rows if len(str(row["text"])) > 250][: options.queries]
    untitled = [{"id": row["id"], "title": "", "text": row["text"]} for row in rows]
    headlines = {str(row["id"]): re.sub(r"^【[^】]*】", "", str(row["title"])) for row in asked}
    write(options.folder / "headlines", untitled, headlines)
    sentences = {str(row["id"]): found for row in asked if (found := sentence(str(row["text"]), chance))}
    plain = [{"id": row["id"], "title": row["title"], "text": row["text"]} for row in rows]
    write(options.folder / "sentences", [without(row, sentences) for row in plain], sentences)
    tags = {
        str(row["id"]): " ".join(chance.sample(found, 3)) for row in asked if len(found := tags_of(row)) > 2
    }
    write(options.folder / "tags", plain, tags)


def sentence(text: str, chance: random.Random) -> str | None:
    """A sentence of ordinary length from anywhere in the text."""
    found = [each for each in re.split(r"(?<=[。！？\n])", text) if 20 <= len(each.strip()) <= 80]
    return chance.choice(found).strip() if found else None


def without(row: Row, sentences: Mapping[str, str]) -> Row:
    """The article without the sentence that asks for it."""
    gone = sentences.get(str(row["id"]))
    return {**row, "text": str(row["text"]).replace(gone, "")} if gone else row


def tags_of(row: Row) -> list[str]:
    """The tags of an article."""
    found = row.get("tags")
    return [str(tag) for tag in found] if isinstance(found, list) else []


def write(folder: Path, documents: Sequence[Row], queries: Mapping[str, str]) -> None:
    """A collection in which each query has the one document of its own id."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [{"id": f"q-{name}", "text": text} for name, text in queries.items()]
    for file, rows in (("corpus.jsonl", documents), ("queries.jsonl", asked)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / file).write_text("".join(lines), encoding="utf-8")
    (folder / "qrels.tsv").write_text("".join(f"q-{name}\t{name}\t1\n" for name in queries), encoding="utf-8")


if __name__ == "__main__":
    main()
