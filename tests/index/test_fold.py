"""Equal forms become one, and every offset slices back to what was printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.traditional import to_simplified
from index.text.fold import Folded, decode, fold, fold_batch, fold_each, fold_text, paragraph_starts
from index.text.foldtable import DROP, EXPAND, MARK, load

TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "月月99日底 \t\n\u3000-—－aB中聯①ﬁ㎡½…éé\u0301\u3099がｶﾞ각각¨´\u200b\ufeff\x00Ａ『』“ⅣßİΣς"
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("printed", "matched"),
    [
        ("ＡＢＣ１２３，（）！", "abc123,()!"),
        ("山西聯通與華為", "山西联通与华为"),
        ("NB－IoT", "nbiot"),
        ("NB IoT", "nbiot"),
        ("nb — iot", "nbiot"),
        ("Wi-Fi 6E", "wifi6e"),
        ("2.4 GHz", "2.4ghz"),
        ("6G-X、A-320", "6gx、a320"),
        ("3-5年 2019 2020", "3-5年2019-2020"),
        ("电话0359-7654321、400-123-4567、139-0000-1111", "电话03597654321、4001234567、13900001111"),
        ("降到-7℃", "降到-7°c"),
        ("共7,654,321.5元，1,23、12,3456", "共7654321.5元,1,23、12,3456"),
        ("古丽娜尔·艾山．买买提﹒江", "古丽娜尔艾山买买提江"),
        ("3·8节", "3·8节"),
        ("甲……乙...丙…丁", "甲…乙…丙…丁"),
        ("衞生、髙原、⻓⻛、湾區帳戶", "卫生、高原、长风、湾区账户"),
        ("沿著、覆查、計畫", "沿着、复查、计划"),
        ("5G＋工业互联网", "5g+工业互联网"),
        ("5G + 工业互联网", "5g+工业互联网"),
        ("到 2021 年 6 月", "到2021年6月"),
        ("徐 媛", "徐媛"),
        ("PM2.5 ㎡ ① ½ ﬁ …", "pm2.5m2-1-1/2fi…"),
        ("部 9月月 15 日", "部9月15日"),
        ("9月月底、2021年年底、25日日报", "9月月底、2021年年底、25日日报"),
        ("二○二一年“一号”『二号』", '二零二一年"一号""二号"'),
        ("買買提•吐爾遜", "买买提吐尔逊"),
        ("瞭解只有憑藉", "了解只有凭借"),
        ("破折——号", "破折-号"),
        ("\ufeff零\u200b宽", "零宽"),
        ("cafe\u0301 CAFÉ", "cafécafé"),
        ("  \n\t", ""),
        ("", ""),
    ],
)
def test_equal_forms_become_one(printed: str, matched: str) -> None:
    assert fold(printed).text == matched


def test_a_folded_slice_names_the_original_characters() -> None:
    text = "中国 聯通 NB  IoT 与①号"
    folded = fold(text)
    start = folded.text.index("联通")
    assert text[slice(*folded.original(start, start + 2))] == "聯通"
    start = folded.text.index("nbiot")
    assert text[slice(*folded.original(start, start + 5))] == "NB  IoT"
    assert folded.original(len(folded.text), len(folded.text)) == (len(text), len(text))


@given(TRICKY)
@settings(max_examples=400)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@given(TRICKY)
@settings(max_examples=300)
def test_offsets_never_decrease_and_lie_in_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for offsets in (folded.starts.tolist(), folded.ends.tolist()):
        assert offsets == sorted(offsets)
        assert all(0 <= offset <= len(text) for offset in offsets)
    assert (folded.starts < folded.ends).all()


SIGNS = set(" \n-—－.．·，,、()A月")
"""Beside letters and digits these may be layout, a sign or part of a number: a query does not end there."""


@given(TRICKY, st.data())
@settings(max_examples=300)
def test_a_part_that_cuts_neither_number_nor_word_is_found_in_its_text(
    text: str, data: st.DataObject
) -> None:
    folded = fold(text)
    ends = [i for i in range(len(folded.text) + 1) if _may_end(text, folded, i)]
    if len(ends) > 1:
        start, end = sorted((data.draw(st.sampled_from(ends)), data.draw(st.sampled_from(ends))))
        if start < end:
            assert fold_text(text[slice(*folded.original(start, end))]) in folded.text


def _may_end(text: str, folded: Folded, at: int) -> bool:
    """Whether a query may begin or end here: not inside a number or word, nor at a sign inside of one."""
    if not 0 < at < len(folded.text):
        return True
    if folded.glued[at]:
        return False
    beside = text[int(folded.starts[at - 1]) : int(folded.ends[at])]
    around = folded.text[at - 1 : at + 1]
    return not (set(beside) & SIGNS and any(char.isalnum() and char < "\u3000" for char in around))


@given(st.lists(TRICKY, max_size=6))
@settings(max_examples=200)
def test_a_batch_folds_each_text_by_itself(texts: list[str]) -> None:
    batch = fold_batch(texts)
    assert [batch.text(i) for i in range(len(batch))] == [fold_text(text) for text in texts]
    paragraphs: list[int] = []
    for i, text in enumerate(texts):
        paragraphs += [int(batch.bounds[i]) + at for at in paragraph_starts(text, fold(text))]
    assert batch.paragraphs.tolist() == paragraphs


@given(st.lists(TRICKY, max_size=6))
@settings(max_examples=200)
def test_texts_folded_together_are_folded_as_each_alone(texts: list[str]) -> None:
    together = fold_each(texts)
    assert len(together) == len(texts)
    for text, found in zip(texts, together, strict=True):
        alone = fold(text)
        assert (found.text, found.words) == (alone.text, alone.words)
        for name in ("starts", "ends", "glued", "joints"):
            assert getattr(found, name).tolist() == getattr(alone, name).tolist(), name


def test_paragraphs_begin_where_a_line_begins() -> None:
    text = "\n第一段。\n\n 第二段\nabc\ndef\n"
    folded = fold(text)
    assert folded.text == "第一段。第二段abcdef"
    assert [folded.text[at:] for at in paragraph_starts(text, folded)] == [
        "第一段。第二段abcdef",
        "第二段abcdef",
        "abcdef",
        "def",
    ]


def test_the_shipped_table_is_closed_under_itself() -> None:
    table = load()
    plain = (table.classes != MARK) & (table.classes != EXPAND) & (table.classes != DROP)
    assert (table.targets[table.targets][plain] == table.targets[plain]).all()
    assert (table.classes[table.targets][plain] == table.classes[plain]).all()
    for text in table.expansions.values():
        assert decode(table.targets[[ord(char) for char in text]]) == text


def test_traditional_characters_fold_one_to_one() -> None:
    table = to_simplified()
    assert len(table) > 4000
    assert all(fold_text(traditional) == fold_text(simplified) for traditional, simplified in table.items())
