"""Corrections come from what the archive prints: same sound before same look before anything else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.text.fold import fold_text
from search.answer.otherwise import Meant, Otherwise
from search.engine.postings.analysis import Analysis
from search.language.tree import Fuzzy, Phrase, Query
from search.names.lexicon import Entry, Lexicon, build
from search.names.spelling import Speller, looks_like, near_misses
from search.names.suggest import Suggester

TEXTS = (
    "博翰科技在云岭市开通骨干直联点。",
    "博翰科技举办读书活动，博瀚网络也来了。",
    "云岭联通与云岭移动共建智能矿山。",
    "防汛应急演练在清溪县举行。",
)
ANALYSIS = Analysis()


def count(query: Query) -> int:
    assert isinstance(query, Phrase)
    return sum(fold_text(query.text) in fold_text(text) for text in TEXTS)


def texts(query: Query, limit: int) -> Sequence[str]:
    assert isinstance(query, Fuzzy)
    pattern = near_misses(query.text)
    return [text for text in TEXTS if pattern.search(fold_text(text))][:limit]


@pytest.fixture(scope="module")
def suggester(tmp_path_factory: pytest.TempPathFactory) -> Suggester:
    folder = tmp_path_factory.mktemp("lexicon") / "lexicon-1"
    names = [Entry("云岭联通", "organization", 1), Entry("云岭移动", "organization", 1)]
    build(folder, names, ANALYSIS.analyzer.tokenizer.tokenize)
    return Suggester(Lexicon(folder))


@pytest.fixture
def speller(suggester: Suggester) -> Speller:
    return Speller(count, texts, suggester.lexicon, ANALYSIS.wanted)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("博汉科技", "博翰科技"),  # sounds the same
        ("云领联通", "云岭联通"),  # a slip of the input method
        ("智能旷山", "智能矿山"),  # looks and sounds the same
        ("骨干直连点", "骨干直联点"),
        ("直联骨干点", None),  # words in another order are no slip
        ("骨干联直点", "骨干直联点"),  # swapped
        ("防汛应急演", None),  # printed as it is
        ("火车站", None),  # nothing like it
        ("云岭防讯应急演练", "云岭防汛应急演练"),  # only the odd stretch is looked at
    ],
)
def test_corrections(speller: Speller, typed: str, meant: str | None) -> None:
    found = speller.corrections(typed)
    assert (found[0].text if found else None) == meant


def test_what_sounds_alike_comes_before_what_does_not(speller: Speller) -> None:
    assert [each.text for each in speller.corrections("博汉科技")] == ["博翰科技"]
    assert looks_like("博", "搏") and not looks_like("博", "云")


class NoIndex:
    """An index in which nothing is printed."""

    analysis = ANALYSIS

    def following(self, char: str) -> list[str]:
        return []

    def frequency(self, word: str) -> int:
        return 0


def test_another_question(suggester: Suggester) -> None:
    other = Otherwise(suggester, count, texts, NoIndex())
    assert other.meant("yllt") == Meant("pinyin", "云岭联通", "云岭联通", True)
    assert other.meant("智能旷山 标题:5G") == Meant("spelling", "智能矿山 标题:5G", "智能矿山 标题:5G", True)
    assert other.meant("火车站") is None
    assert other.meant("body:(") is None


def test_near_misses_are_one_edit_away() -> None:
    pattern = near_misses("直联点")
    assert all(pattern.fullmatch(text) for text in ("直连点", "直X联点", "直点", "联直点", "直联点"))
    assert not any(pattern.fullmatch(text) for text in ("直", "点联直", "直连店"))
