"""The names of a generation, of which the one before had most."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from corpus.entities import Gazetteer, Recognizer
from search.names.vocabulary import Vocabulary

NAMES = st.lists(
    st.sampled_from(["臺灣", "台湾", "台 湾", "爱德华·李", "爱德华李", "ＡＢＣ", "abc", "北岭", "南渡"])
)


class Generation:
    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)

    def values(self, field: str) -> Iterable[str]:
        return self.names if field == "person" else ["别的"]


@given(st.lists(NAMES, min_size=1, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_generation_after_others_means_what_it_means_by_itself(
    generations: list[list[str]], asked: list[bool]
) -> None:
    """Whether or not those before were asked."""

    def recognizer() -> Recognizer:
        return Recognizer(Gazetteer.of([]))

    after: Vocabulary | None = None
    for names, now in zip(generations, asked, strict=False):
        after = Vocabulary(Generation(names), recognizer, after)
        alone = Vocabulary(Generation(names), recognizer)
        for typed in ("台湾", "爱德华李", "abc", "岭", "*渡") if now else ():
            assert after.exact("person", typed) == alone.exact("person", typed)
            assert after.values("person", typed) == alone.values("person", typed)
