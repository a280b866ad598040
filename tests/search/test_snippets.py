"""Snippets and marks: exact in original characters, sentence borders, best passage first chosen."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from index.text.analyzer import Analyzer
from index.text.fold import fold_text
from search.answer.highlight import Marker, mark
from search.answer.snippets import snippets, title_spans
from search.engine.postings.analysis import Analysis
from search.language.tree import And, AtLeast, Fuzzy, Near, Not, Or, Phrase, Query, Text, Wildcard
from tests.naive import Printed


class Reading:
    """Words as jieba cuts them."""

    analyzer = Analyzer()

    def fold(self, text: str) -> str:
        return fold_text(text)

    def wanted(self, text: str) -> tuple[str, ...]:
        words = self.analyzer.word_texts(fold_text(text))
        return tuple(w for w in words if not any(w != other and w in other for other in words)) or (text,)


READING = Reading()
BODY = (
    "云岭市昨日启用新的骨干直联点。全市宽带时延下降三成,市民上网更快。\n"
    "这个项目由云岭联通承建，历时两年。工程师说，难点在于旧机房的改造。"
    "雲嶺聯通还承担了后续维护。来宾参观了展厅。"
)


def marked(text: str, query: Query) -> list[str]:
    return [text[start:end] for start, end in mark(text, query, READING)]


def test_a_word_grows_to_what_the_query_says() -> None:
    assert marked(BODY, Text("骨干直联点")) == ["骨干直联点"]
    assert "点" not in marked(BODY, Text("骨干直联点"))


def test_equal_forms_are_marked_as_printed() -> None:
    assert marked(BODY, Phrase("云岭联通")) == ["云岭联通", "雲嶺聯通"]
    assert marked("五月的ＮＢ－ＩｏＴ和 NB IoT 与nb-iot", Phrase("NB-IoT")) == [
        "ＮＢ－ＩｏＴ",
        "NB IoT",
        "nb-iot",
    ]
    assert marked("徐 媛\n和 5 G 网", Phrase("徐媛")) == ["徐 媛"]


def test_operators() -> None:
    assert marked(BODY, And((Text("时延"), Not(Text("市民"))))) == ["时延"]
    assert marked(BODY, Or((Phrase("展厅"), AtLeast(2, Phrase("难点"))))) == ["难点", "展厅"]
    assert marked(BODY, Near((Phrase("旧机房"), Phrase("改造")))) == ["旧机房", "改造"]
    assert marked(BODY, Wildcard("骨*点")) == ["骨干直联点"]
    assert marked(BODY, Wildcard("历时?年")) == ["历时两年"]
    assert marked("博皓科技与博浩科技", Fuzzy("博浩科技")) == ["博皓科技", "博浩科技"]
    assert marked(BODY, Text("骨干", "title")) == []


def test_a_lone_character_is_marked_only_when_nothing_longer_is_wanted() -> None:
    assert marked(BODY, Text("点")) == ["点", "点"]


def test_snippets_are_whole_sentences_around_the_marks() -> None:
    found = snippets(BODY, Marker.of(And((Text("时延"), Text("机房"))), READING), width=30)
    assert [snippet.text for snippet in found] == [
        "全市宽带时延下降三成,市民上网更快。",
        "工程师说，难点在于旧机房的改造。雲嶺聯通还承担了后续维护。",
    ]
    for snippet in found:
        assert [snippet.text[a:b] for a, b in snippet.spans] in (["时延"], ["机房"])


def test_the_passage_with_all_words_wins() -> None:
    text = "联通来了。" * 3 + "后来又有很多别的事情发生。" * 5 + "云岭联通承建机房。"
    found = snippets(text, Marker.of(Text("云岭联通 机房"), READING), count=1, width=30)
    assert "承建" in found[0].text


def test_a_long_sentence_is_cut_with_ellipses() -> None:
    text = "甲乙丙丁，" * 60 + "骨干直联点开通，" + "戊己庚辛，" * 60
    (found,) = snippets(text, Marker.of(Phrase("直联点"), READING), count=1)
    assert found.text.startswith("…") and found.text.endswith("…") and len(found.text) < 150
    assert [found.text[a:b] for a, b in found.spans] == ["直联点"]


def test_nothing_found_shows_the_beginning() -> None:
    (found,) = snippets(BODY, Marker.of(Phrase("没有的话"), READING), width=30)
    assert found.text == "云岭市昨日启用新的骨干直联点。" and found.spans == ()
    assert snippets("", Marker.of(Phrase("没有"), READING)) == ()


def test_titles() -> None:
    marker = Marker.of(Text("骨干直联点", "title"), READING)
    assert title_spans("骨干直联点开通", marker) == ((0, 5),)


CHARS = st.text(alphabet="云岭联聯通５5Gg 。，\n直点”", max_size=80)


@given(CHARS, st.text(alphabet="云岭联通5g直点", min_size=1, max_size=4))
def test_every_occurrence_of_a_phrase_is_marked(text: str, phrase: str) -> None:
    run = fold_text(phrase)
    spans = mark(text, Phrase(phrase), READING)
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(run in fold_text(text[start:end]) for start, end in spans)
    assert bool(spans) == Printed(text).holds(run)
    assert len(covered) == sum(end - start for start, end in spans)


@given(CHARS, CHARS)
def test_snippets_never_leave_the_text(text: str, query: str) -> None:
    marker = Marker.of(Text(query), READING)
    for snippet in snippets(text, marker, count=3, width=20):
        plain = snippet.text.strip("…")
        assert plain in re.sub(r"\n", " ", text).replace("…", "…")
        for start, end in snippet.spans:
            assert 0 <= start < end <= len(snippet.text)


def test_a_word_printed_whole_is_not_marked_by_its_pieces() -> None:
    class Pieces(Reading):
        def wanted(self, text: str) -> tuple[str, ...]:
            return tuple(fold_text(text))

    def shown(text: str) -> list[str]:
        return [text[a:b] for a, b in mark(text, Text("雪貂"), Pieces())]

    assert shown("雪地里有雪貂，貂不怕雪。") == ["雪貂"]
    assert shown("雪地里有白貂。") == ["雪", "貂"]
    marker = Marker.of(Text("雪貂"), Pieces()).on("寻雪貂记", "雪地里有白貂。")
    assert marker.spans("雪地里有白貂。") == () and marker.spans("寻雪貂记", "title") == ((1, 3),)


def test_overlapping_words_mark_their_union() -> None:
    assert marked("水利工程师傅进站", And((Text("工程师"), Text("师傅")))) == ["工程师傅"]
    assert marked("云岭市长江路口", Or((Phrase("市长"), Phrase("长江")))) == ["市长江"]


def test_signs_of_a_word_are_marked_with_it() -> None:
    reading = Analysis()
    printed = {"C++": "学C++的人", "4.2%": "涨了4.2%后", "恭喜🎊": "恭喜🎊大家", "web3+": "Web3+应用"}
    for query, text in printed.items():
        (span,) = mark(text, Text(query), reading)
        assert text[slice(*span)].casefold() == query.casefold()


def test_a_fuzzy_match_is_marked_as_it_is_printed() -> None:
    assert marked("云岭市高新区分局挂牌。", Fuzzy("云岭高新分局", 2)) == ["云岭市高新区分局"]
    assert marked("联播网", Fuzzy("联通", 1)) == ["联"]
    assert marked("青大山羊场", Fuzzy("青山羊场", 1)) == ["青大山羊场"]


def test_a_match_across_a_line_break_has_its_passage() -> None:
    text = "昨日云岭移\n动公司巡线。\n余略。"
    (found,) = snippets(text, Marker.of(Phrase("移动公司"), READING), count=1)
    assert [found.text[a:b] for a, b in found.spans] == ["移 动公司"]
    (across,) = snippets("一期完工。\n二期开工。", Marker.of(Phrase("完工。二期"), READING), count=1)
    assert [across.text[a:b] for a, b in across.spans] == ["完工。 二期"]


def test_sentences_end_in_a_passage_where_they_end_for_matching() -> None:
    text = "先查机房……" + "再查线路，" * 30 + "完。"
    (found,) = snippets(text, Marker.of(Phrase("机房"), READING), count=1, width=20)
    assert found.text == "先查机房……"
