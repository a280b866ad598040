"""The query language: what people type, what it means, and that nothing breaks it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import QuerySyntaxError
from search.language import parse, parse_plain, render
from search.language.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Text,
    Wildcard,
)
from tests.search.queries import CHARACTERS, QUERIES

TODAY = dt.date(2024, 3, 15)
A, B, C = Text("甲公司"), Text("乙公司"), Text("丙公司")


def tree(text: str) -> Query:
    return parse(text, TODAY).query


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Everything()),
        ("  \u3000\ufeff", Everything()),
        ("*", Wildcard("*")),
        ("甲公司", A),
        ("甲公司 乙公司", And((A, B))),
        ("甲公司\u3000AND 乙公司 且 丙公司", And((A, B, C))),
        ("甲公司 或 乙公司", Or((A, B))),
        ("甲公司 OR 乙公司 | 丙公司", Or((A, B, C))),
        ("甲公司|乙公司｜丙公司", Or((A, B, C))),
        ("甲公司 or 乙公司", Or((A, B))),
        ("甲公司 乙公司 或 丙公司", Or((And((A, B)), C))),
        ("甲公司 (乙公司 或 丙公司)", And((A, Or((B, C))))),
        ("甲公司（乙公司 或 丙公司）", And((A, Or((B, C))))),
        ("-甲公司", Not(A)),
        ("乙公司 －甲公司", And((B, Not(A)))),
        ("乙公司 NOT 甲公司", And((B, Not(A)))),
        ("乙公司 非 甲公司", And((B, Not(A)))),
        ("非(甲公司 乙公司)", Not(And((A, B)))),
        ("-(-甲公司)", A),
        ('"甲 公司"', Phrase("甲 公司")),
        ("“甲公司”", Phrase("甲公司")),
        ("“甲公司“", Phrase("甲公司")),
        ("「甲公司」", Phrase("甲公司")),
        ("＂甲公司＂", Phrase("甲公司")),
        ('"他说\\"好\\""', Phrase('他说"好"')),
        ("“他说“好””", Phrase("他说“好”")),
        ('"甲“乙”"', Phrase("甲“乙”")),
        ('甲公司"乙"', And((A, Phrase("乙")))),
        ("甲*公司", Wildcard("甲*公司")),
        ("甲＊公司", Wildcard("甲*公司")),
        ("甲?公司", Wildcard("甲?公司")),
        ("甲？公司", Wildcard("甲?公司")),
        ("甲*", Phrase("甲")),
        ("张?", Wildcard("张?")),
        ("张？", Text("张")),
        ("甲公司~", Fuzzy("甲公司", 1)),
        ("甲公司～2", Fuzzy("甲公司", 2)),
        ('"甲公司"~2', Fuzzy("甲公司", 2)),
        ("2021~2022", Text("2021~2022")),
    ],
)
def test_operators(text: str, wanted: Query) -> None:
    assert tree(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲 NEAR/20 乙", Near((Phrase("甲"), Phrase("乙")), 20)),
        ("甲 近/20 乙", Near((Phrase("甲"), Phrase("乙")), 20)),
        ("甲 near／２０ 乙", Near((Phrase("甲"), Phrase("乙")), 20)),
        ("甲 近 乙", Near((Phrase("甲"), Phrase("乙")), 10)),
        ("甲 近/5 乙 近/5 丙", Near((Phrase("甲"), Phrase("乙"), Phrase("丙")), 5)),
        (
            "甲 近/5 乙 先/9 丙",
            And((Near((Phrase("甲"), Phrase("乙")), 5), Near((Phrase("乙"), Phrase("丙")), 9, True))),
        ),
        ("甲 先/5 乙", Near((Phrase("甲"), Phrase("乙")), 5, ordered=True)),
        ("甲 BEFORE/5 乙", Near((Phrase("甲"), Phrase("乙")), 5, ordered=True)),
        ("甲 同句 乙", Near((Phrase("甲"), Phrase("乙")), within="sentence")),
        ("甲 SAME_SENTENCE 乙", Near((Phrase("甲"), Phrase("乙")), within="sentence")),
        ("甲 同段 乙", Near((Phrase("甲"), Phrase("乙")), within="paragraph")),
        (
            "(甲 或 乙) 近/5 丙",
            Or((Near((Phrase("甲"), Phrase("丙")), 5), Near((Phrase("乙"), Phrase("丙")), 5))),
        ),
        (
            "标题:(甲 近/5 乙)",
            Near((Phrase("甲", "title"), Phrase("乙", "title")), 5),
        ),
        ("至少3次:5G", AtLeast(3, Phrase("5G"))),
        ("至少三次：“5G”", AtLeast(3, Phrase("5G"))),
        ("atleast3:5G", AtLeast(3, Phrase("5G"))),
        ("AtLeast12:标题:甲*乙", AtLeast(12, Wildcard("甲*乙", "title"))),
    ],
)
def test_nearness_and_counts(text: str, wanted: Query) -> None:
    assert tree(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("标题:甲公司", Text("甲公司", "title")),
        ("標題：甲公司", Text("甲公司", "title")),
        ("ＴＩＴＬＥ: 甲公司", Text("甲公司", "title")),
        ('正文:"甲 乙"', Phrase("甲 乙", "body")),
        ("标题:(甲公司 或 乙公司)", Or((Text("甲公司", "title"), Text("乙公司", "title")))),
        ("作者:王一", Keyword("author", ("王一",))),
        ("作者:(王一 李二)", Keyword("author", ("王一", "李二"))),
        ("作者：（王一，李二、赵三 或 王一）", Keyword("author", ("王一", "李二", "赵三"))),
        ('机构:("甲 公司" 乙)', Keyword("organization", ("甲 公司", "乙"))),
        ("org:甲公司", Keyword("organization", ("甲公司",))),
        ("-栏目:要闻", Not(Keyword("section", ("要闻",)))),
        ("人物:王一 来源:晚报", And((Keyword("person", ("王一",)), Keyword("source", ("晚报",))))),
        ("期:第3期 标签:党建", And((Keyword("issue", ("第3期",)), Keyword("tag", ("党建",))))),
        ("作者:王*", Keyword("author", ("王*",))),
        ("日期:2021年9月", DateRange(dt.date(2021, 9, 1), dt.date(2021, 9, 30))),
        ("date:2021-07..2021-09", DateRange(dt.date(2021, 7, 1), dt.date(2021, 9, 30))),
        ("日期:>=2022", DateRange(dt.date(2022, 1, 1), None)),
        ("日期:<2022", DateRange(None, dt.date(2021, 12, 31))),
        ("日期:..2021", DateRange(None, dt.date(2021, 12, 31))),
        ("日期:2021..", DateRange(dt.date(2021, 1, 1), None)),
        ("日期:去年", DateRange(dt.date(2023, 1, 1), dt.date(2023, 12, 31))),
        ("比分3:2", Text("比分3:2")),
        ("http://a.example/b", Text("http://a.example/b")),
        ("专家：甲公司", Text("专家：甲公司")),
        ("河埠:夜校开到田头", Text("河埠:夜校开到田头")),
        ("titel:甲", Text("titel:甲")),
        ("日期：定在下周二", Text("日期：定在下周二")),
        ("日期:202109", DateRange(dt.date(2021, 9, 1), dt.date(2021, 9, 30))),
        ("附注:甲", Text("甲", "about")),
    ],
)
def test_fields(text: str, wanted: Query) -> None:
    assert tree(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "非典型肺炎",
        "或许",
        "近期工作",
        "5G-A",
        "NB-IoT",
        "中国联通(某省)公司",
        "AT&T",
        "NOT",
        "或",
        "C:\\temp",
        "first-class",
    ],
)
def test_what_only_looks_like_an_operator_is_text(text: str) -> None:
    assert tree(text) == Text(text)


@pytest.mark.parametrize("dash", "-－–—−―")
def test_a_dash_of_any_length_excludes(dash: str) -> None:
    assert tree(f"甲公司 {dash}乙公司") == And((A, Not(B)))
    assert tree(f"甲公司{dash}乙公司") == Text(f"甲公司{dash}乙公司")
    assert tree(f"甲公司 {dash} 乙公司") == And((A, B))


def test_two_dashes_are_a_headline_s() -> None:
    assert tree("甲公司 ——乙公司记事") == And((A, Text("——乙公司记事")))


@pytest.mark.parametrize("number", ["-12℃", "－3.5%", "−8度", "–40dBm", "-1,200万元", "-48V", "-5个百分点"])
def test_a_number_below_zero_is_no_exclusion(number: str) -> None:
    assert tree(f"甲公司 {number}") == And((A, Phrase(number)))


@pytest.mark.parametrize("word", ["5G", "2021年", "3号线", "100", "VIP"])
def test_what_only_begins_with_a_number_is_excluded(word: str) -> None:
    assert tree(f"甲公司 -{word}") == And((A, Not(Text(word))))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲公司 and not 乙公司", And((A, Not(B)))),
        ("甲公司 or not 乙公司", Or((A, Not(B)))),
        ("not 甲公司 and 乙公司", And((Not(A), B))),
        ("(甲公司 or 乙公司) and not 丙公司", And((Or((A, B)), Not(C)))),
        ("甲公司 and not (乙公司 or 丙公司)", And((A, Not(Or((B, C)))))),
        ('"甲公司" and not 标题:乙公司', And((Phrase("甲公司"), Not(Text("乙公司", "title"))))),
        ("AI and not 乙公司", And((Text("AI"), Not(B)))),
        ("AI or 5G", Or((Text("AI"), Text("5G")))),
        ("rock and not roll", And(tuple(map(Text, ("rock", "and", "not", "roll"))))),
    ],
)
def test_small_operators_may_stand_in_a_chain(text: str, wanted: Query) -> None:
    assert tree(text) == wanted


@pytest.mark.parametrize("ending", ["？！", "?!", "？。", "！？", "？……", "?！！", "？；"])
def test_marks_at_the_end_are_punctuation(ending: str) -> None:
    assert tree(f"甲公司来了{ending}") == Text("甲公司来了")


def test_a_question_mark_between_two_sentences_is_punctuation() -> None:
    assert tree("甲公司来了？乙公司准备好了") == Text("甲公司来了？乙公司准备好了")
    assert tree("甲？公司") == Wildcard("甲?公司")


def test_small_latin_words_inside_english_are_text() -> None:
    assert tree("war or peace") == And((Text("war"), Text("or"), Text("peace")))
    assert tree("to be or not to be") == And(
        tuple(Text(word) for word in ("to", "be", "or", "not", "to", "be"))
    )
    assert tree("甲 或") == And((Text("甲"), Text("或")))


def test_punctuation_alone_is_searched_only_when_it_is_all_there_is() -> None:
    assert tree("——") == Phrase("——")
    assert tree("甲公司 ，") == A


def test_a_backslash_makes_operators_plain() -> None:
    assert tree(r"\-5 \或 \OR a\*b") == And((Text("-5"), Text("或"), Text("OR"), Text("a*b")))


@pytest.mark.parametrize(
    ("text", "position", "repaired"),
    [
        ("甲 (乙", 2, "甲 (乙)"),
        ("甲 乙）", 3, "甲 乙"),
        ("甲 ()", 2, "甲"),
        ("“甲", 0, "“甲”"),
        ("甲 “”", 2, "甲"),
        ("甲」", 1, "甲"),
        ("甲 OR", 2, "甲"),
        ("甲 AND AND 乙", 2, "甲 AND 乙"),
        ("标题:", 0, ""),
        ("日期:2021年13月", 0, "2021年13月"),
        ("甲~5", 1, "甲~2"),
        ("作者:(王一 -李二)", 7, "作者:(王一 李二)"),
        ("甲 近/9999 乙", 2, "甲 NEAR/1000 乙"),
        ("至少0次:甲", 0, "甲"),
        ("(甲 乙) 近/5 丙", 0, "(甲 乙) 丙"),
    ],
)
def test_errors_say_where_and_how_to_mend(text: str, position: int, repaired: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, TODAY)
    assert (caught.value.position, caught.value.repaired) == (position, repaired)
    assert caught.value.text == text and " / " in caught.value.hint
    parse(caught.value.repaired, TODAY)


_PIECES = st.sampled_from(
    [
        *(
            "甲",
            "公司",
            "5G",
            " ",
            "(",
            ")",
            "（",
            '"',
            "“",
            "”",
            "「",
            "」",
            "-",
            "~",
            "~2",
            "*",
            "？",
            "|",
            ":",
        ),
        *("：", " OR ", " 或 ", " NOT ", " 非 ", " 近/5 ", " NEAR ", " 同句 ", "标题:", "作者:(", "日期:"),
        *("2021年9月", "至少3次:", "去年", "有哪些", "到", "\\", "foo:", "\u200b", "\n", "\x00", "𠀀", "谁"),
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join) | st.text(CHARACTERS, max_size=40) | st.text(max_size=40))
@example("近三年到去年 甲")
@example("日期:9999年12月31日以后")
@example("日期:>9999-12-31")
@example("日期:近99年")
@example("\\")
def test_never_crashes_and_every_repair_parses(text: str) -> None:
    try:
        parsed = parse(text, TODAY)
    except QuerySyntaxError as error:
        assert 0 <= error.position <= len(text)
        parse(error.repaired, TODAY)
    else:
        assert parse(render(parsed.query), TODAY, speech=False).query == parsed.query
        assert parse(render(parsed.literal), TODAY, speech=False).query == parsed.literal
    assert parse_plain(text) is not None


@given(QUERIES)
def test_round_trip(query: Query) -> None:
    assert parse(render(query), TODAY, speech=False).query == query


@pytest.mark.parametrize(
    "text",
    [
        "甲" * 100_000,
        "甲 " * 50_000,
        "(" * 10_000 + "甲" + ")" * 10_000,
        "(" * 1_900 + "甲" + ")" * 1_900,
        "-(" * 1_000 + "甲" + ")" * 1_000,
        "非 " * 1_900 + "甲",
        "标题:" * 900 + "甲",
        "至少2次:" * 500 + "甲",
        '"' * 3_999,
        "“" * 3_999,
        "「" * 3_999,
        "\\" * 3_999,
        "*?" * 1_999,
        "~" * 3_999,
        "(甲 或 乙) 近/5 " * 250 + "丙",
        "a(" * 1_999,
        "2021年" * 1_000,
        "谁" * 3_999,
        "甲 | " * 900,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_input_is_refused_with_a_repair_or_works(text: str) -> None:
    try:
        parse(text, TODAY)
    except QuerySyntaxError as error:
        parse(error.repaired, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "日期: 或 ",
        "日期：定在 且 下周",
        "日期： ：|第三季度",
        "\\旧码头。?",
        "\\旧码头？！",
        "*老渡口何时？*?。",
        "?老渡口何时?*",
        "非 12℃以上",
        "渡口 非 3.5%",
    ],
)
def test_what_is_hard_to_write_again_is_written_again(text: str) -> None:
    parsed = parse(text, TODAY)
    assert parse(render(parsed.query), TODAY, speech=False).query == parsed.query
