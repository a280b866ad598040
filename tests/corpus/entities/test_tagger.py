"""The statistical tagger: the arithmetic of a linear-chain CRF, a small file, answers within the text."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entities.tagger import LABELS, CharacterTagger, features
from corpus.language.data import DATA
from corpus.language.tagging import tag


@pytest.fixture(scope="module")
def tagger() -> CharacterTagger:
    return CharacterTagger.load()


@given(st.text(max_size=80) | st.text("省市县区张王李公司协会，。、\n 召开 abc12", max_size=150))
@settings(max_examples=100)
def test_stretches_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for stretch in CharacterTagger.load().stretches(text, tag(text)):
        assert last <= stretch.start < stretch.end <= len(text)
        assert not set("，。；：！？、\n") & set(text[stretch.start : stretch.end])
        last = stretch.end


@given(st.text("局长张王李明公司市协会出席", min_size=1, max_size=5))
@settings(max_examples=25)
def test_the_labels_are_the_best_of_all_sequences(text: str) -> None:
    tagger = CharacterTagger.load()
    scores = tagger.scores(text, tag(text))
    inside = [label.startswith("I-") for label in LABELS]

    def worth(labels: tuple[int, ...]) -> float:
        if inside[labels[0]]:
            return -1e6
        steps = sum(float(tagger._steps[a, b]) for a, b in pairwise(labels))
        return steps + sum(float(scores[at, label]) for at, label in enumerate(labels))

    found = tuple(int(label) for label in tagger._decoded(text, scores))
    best = max(product(range(len(LABELS)), repeat=len(text)), key=worth)
    assert worth(found) == pytest.approx(worth(best), abs=1e-2)


def test_a_long_run_without_marks_is_read(tagger: CharacterTagger) -> None:
    text = "昆明市公安局局长林见山出席" * 40
    assert len([s for s in tagger.stretches(text, tag(text)) if s.kind == "PER"]) >= 30


def test_what_it_reads(tagger: CharacterTagger) -> None:
    text = "3月8日，青岚市律师协会会长龚明毅带队走访青岚中燃城市燃气发展有限公司。"
    read = {(text[s.start : s.end], s.kind) for s in tagger.stretches(text, tag(text))}
    wanted = {("青岚市律师协会", "ORG"), ("龚明毅", "PER"), ("青岚中燃城市燃气发展有限公司", "ORG")}
    assert wanted <= read


def test_the_model_is_small_and_its_features_are_numbers_of_the_text_alone() -> None:
    assert (DATA / "tagger.npz").stat().st_size < 3_000_000
    text = "林见山到会"
    first, second = features(text, tag(text)), features(text, tag(text))
    assert first.shape[0] == len(text)
    assert np.array_equal(first, second)
