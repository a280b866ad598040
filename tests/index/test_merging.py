"""Merging moves lists; it never sorts, narrows or loses them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.segments.packed import PackedSegment
from index.text.tokenizer import Tokenizer
from index.writing.inversion import invert
from index.writing.merging import RunSource, merge
from tests.index.articles import SAMPLES


def test_documents_of_small_runs_are_numbered_past_sixteen_bits(tmp_path: Path) -> None:
    run = invert([SAMPLES[0]], Tokenizer())
    many = 70_000
    filler = {name: array[:0] for name, array in run.items()}
    for name in run:
        if name.endswith("/lengths") or name in ("dates", "ids/ends"):
            filler[name] = np.zeros(many, np.uint32)
        elif name.endswith("/offsets"):
            filler[name] = np.zeros(many + 1, np.int32)
    assert run["body/docs"].dtype == np.uint16
    sources = [RunSource(filler, np.ones(many, np.bool_)), RunSource(run, np.ones(1, np.bool_))]
    assert merge(sources, tmp_path / "x.xzs", "f") == many + 1
    segment = PackedSegment(tmp_path / "x.xzs", "x")
    assert segment.postings("body", "南川").docs.tolist() == [many]
    assert segment.positions("body_bigrams", "南川").docs.tolist() == [many]
    assert segment.postings("author", "赵小满").docs.tolist() == [many]
    assert segment.ids[many] == "a1"
    assert segment.find_ids(["a1"]) == [many]
