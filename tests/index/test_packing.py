"""Lists and frequencies come back as they went in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexStale
from index.arrays.files import ArrayFileWriter, open_arrays
from index.arrays.packing import Frequencies, FrequencyWriter, Lists, ListWriter

UNIVERSE = st.sampled_from([1, 300, 70_000, 5_000_000, (1 << 31) - 1])


@st.composite
def lists(draw: st.DrawFn) -> tuple[int, list[list[int]]]:
    """A universe and ascending lists below it, a few of them long enough for every width."""
    universe = draw(UNIVERSE)
    rng = np.random.default_rng(draw(st.integers(0, 1 << 30)))
    sizes = draw(st.lists(st.sampled_from([1, 2, 3, 40, 700, 3000]), min_size=0, max_size=150))
    return universe, [np.unique(rng.integers(0, universe, size)).tolist() for size in sizes]


@given(lists(), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_lists_come_back(drawn: tuple[int, list[list[int]]], piece: int) -> None:
    universe, written = drawn
    with tempfile.TemporaryDirectory() as directory:
        file = ArrayFileWriter(Path(directory, "x"))
        writer = ListWriter(file, "l", universe)
        for first in range(0, len(written), piece):
            part = written[first : first + piece]
            flat = np.array([value for each in part for value in each], np.uint32)
            writer.add(flat, np.array([len(each) for each in part], np.int64))
        file.finish()
        read = Lists(open_arrays(Path(directory, "x"))[0], "l", universe)
        assert len(read) == len(written)
        assert [read[i].tolist() for i in range(len(written))] == written
        middle = len(written) // 3
        flat = [value for each in written[middle:] for value in each]
        assert read.read(middle, len(written)).tolist() == flat


@given(st.lists(st.lists(st.sampled_from([1, 1, 1, 2, 3, 256, 257, 258, 70_000]), max_size=300), max_size=20))
@settings(max_examples=40, deadline=None)
def test_frequencies_come_back(written: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        file = ArrayFileWriter(Path(directory, "x"))
        writer = FrequencyWriter(file, "f")
        for part in written:
            writer.add(np.array(part, np.uint32))
        writer.finish()
        file.finish()
        read = Frequencies(open_arrays(Path(directory, "x"))[0], "f")
        flat = [freq for part in written for freq in part]
        for first in range(0, len(flat), 97):
            assert read.read(first, len(flat)).tolist() == flat[first:]


def test_ranks_reach_far() -> None:
    freqs = np.random.default_rng(7).choice(np.array([1, 1, 2, 300], np.uint32), 50_000)
    with tempfile.TemporaryDirectory() as directory:
        file = ArrayFileWriter(Path(directory, "x"))
        writer = FrequencyWriter(file, "f")
        for first in range(0, len(freqs), 1237):
            writer.add(freqs[first : first + 1237])
        writer.finish()
        file.finish()
        read = Frequencies(open_arrays(Path(directory, "x"))[0], "f")
        for first in (0, 1, 4095, 4096, 12_345, 49_999):
            assert (read.read(first, 50_000) == freqs[first:]).all()


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"short")
    with pytest.raises(IndexStale):
        open_arrays(tmp_path / "x")
    (tmp_path / "x").write_bytes(bytes(100))
    with pytest.raises(IndexStale):
        open_arrays(tmp_path / "x")
