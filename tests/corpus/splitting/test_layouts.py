"""How papers set what they print: each habit in a small issue of its own, and what a reader makes of it."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from corpus.model import Article, Document, Line, ParsedIssue
from corpus.reading import Source, read_bytes
from corpus.splitting import split
from tests.corpus.splitting.conservation import missing


def issue_of(text: str, name: str = "issue.txt") -> ParsedIssue:
    (source,) = read_bytes(name, dedent(text).strip("\n").encode())
    assert isinstance(source, Source) and isinstance(source.content, Document)
    parsed = split(source.content)
    assert missing(source.content, parsed) == ("", "")
    return parsed


def titles(parsed: ParsedIssue) -> list[str]:
    return [article.title for article in parsed.articles]


def signed(article: Article) -> tuple[tuple[str, ...], str | None]:
    return article.authors, article.credit


def apart(parsed: ParsedIssue, reason: str) -> list[str]:
    return [aside.text for aside in parsed.asides if aside.reason == reason]


NEWS = """\
　　8月3日，河湾农场召开夏收总结会，场长陶然主持会议，各生产队负责人共四十二人参加。
　　会议指出，今年夏粮亩产比去年高出三十一公斤，仓库全部装满。"""
MORE = """\
　　8月9日，农场维修班利用雨天检修收割机十六台，更换刀片二百余片，保证秋收不误农时。
　　班长孔令仪说，机器喂饱了油，人心里才踏实。"""


@pytest.mark.parametrize("rule", ["━━━━━━━━━━", "※※※※※※", "═══════════", "* * * * *", "～～～～～～"])
def test_a_row_without_letters_is_a_rule_whatever_its_signs(rule: str) -> None:
    parsed = issue_of(f"河湾农场夏收总结\n{NEWS}\n（方一舟）\n{rule}\n维修班雨天检修农机\n{MORE}\n（米朵）")
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]
    assert apart(parsed, "rule") == [rule]


def test_a_running_head_is_known_by_coming_back_between_pages() -> None:
    sentence = "生产队的同志们顶着烈日抢收小麦，从清早一直干到月亮升起，"
    lines = ["河湾农场场报", "2021年第8期", "", "夏收时节人倍忙", ""]
    for page in range(4):
        lines += [sentence] * 14 + ["河湾农场场报  2021年第8期"]
        lines += [f"　　第{page}队的收割机又下地了，{sentence[:12]}"] if page == 3 else []
    parsed = split(Document("a.txt", "txt", tuple(Line(t, n) for n, t in enumerate(lines, 1))))
    assert len(apart(parsed, "running head")) == 4
    assert all("第8期" not in article.body for article in parsed.articles)
    assert parsed.issue.number == "第8期"


def test_a_signature_that_comes_back_is_no_running_head() -> None:
    parsed = issue_of(
        "".join(f"农场第{n}队完成夏收任务\n{NEWS}\n{'　' * 12}生产科\n\n" for n in "一二三四五")
    )
    assert [article.credit for article in parsed.articles] == ["生产科"] * 5


def test_a_left_over_character_above_a_headline_is_furniture() -> None:
    parsed = issue_of(f"河湾农场夏收总结\n{NEWS}（方一舟）\n月\n维修班雨天检修农机\n{MORE}（米朵）")
    assert titles(parsed)[1] == "维修班雨天检修农机" and apart(parsed, "stray mark") == ["月"]


@pytest.mark.parametrize("mark", ["{}、", "（{}）", "{}."])
def test_numbers_that_run_through_an_issue_count_headlines(mark: str) -> None:
    one, two, three = (mark.format(n) for n in "一二三")
    parsed = issue_of(
        f"目  录\n{one}河湾农场召开夏收总结会\n{two}维修班雨天检修农机\n{three}短  波\n\n"
        f"{one}河湾农场召开夏收总结会\n{NEWS}\n　　一、抓好秋播准备，种子月底前到位。\n"
        "　　二、抓好仓库防火，每周检查一次。\n\n"
        f"{two}维修班雨天检修农机\n{MORE}\n\n"
        f"{three}短  波\n　　●8月5日，农场小学的操场铺上了煤渣。\n　　●8月7日，放映队来场放电影两场。\n"
    )
    assert [title.replace(" ", "") for title in titles(parsed)] == [
        "河湾农场召开夏收总结会",
        "维修班雨天检修农机",
        "短波",
    ]
    assert "一、抓好秋播准备" in parsed.articles[0].body


def test_numbered_sub_heads_of_one_text_are_none() -> None:
    parsed = issue_of(
        "河湾农场上半年工作总结\n"
        "　　上半年，农场全体职工顶风冒雨，圆满完成了各项生产任务，现将有关情况总结如下。\n"
        f"一、夏粮生产再获丰收\n{NEWS}\n二、农机检修保质保量\n{MORE}\n"
    )
    assert titles(parsed) == ["河湾农场上半年工作总结"]


NOTICE = """
    【通知公告】

    关于征收2021年度水费的通知
    各生产队：
    　　根据场部会议精神，现就水费征收事项通知如下。
    　　一、标准：每亩十二元。
    　　二、期限：2021年9月30日前交清。
    　　　　　　　　　　　　　　　　河湾农场水利站
    　　　　　　　　　　　　　　　　　{day}

    一封感谢信
    尊敬的场领导：
    　　七月那场大雨里，是你们连夜送来了沙袋，全队老少都记着这份情。
    　　　　　　　　　　　　　　　　三队职工  严青
    　　　　　　　　　　　　　　　　　{day}
"""


@pytest.mark.parametrize(
    "day", ["2021年8月12日", "二〇二一年八月十二日", "２０２１年８月１２日", "2021.8.12"]
)
def test_a_closing_signs_and_dates_its_text(day: str) -> None:
    parsed = issue_of(NOTICE.format(day=day))
    notice, letter = parsed.articles
    assert notice.title == "关于征收2021年度水费的通知" and notice.body.startswith("各生产队：")
    assert signed(notice) == ((), "河湾农场水利站") and signed(letter) == (("严青",), None)
    assert {article.date for article in parsed.articles} == {dt.date(2021, 8, 12)}
    assert "河湾农场水利站" in notice.body  # it stays where it is printed, and is found there


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("生产科  白帆", (("白帆",), "生产科")),
        ("供稿：白帆", (("白帆",), None)),
        ("撰稿：白帆   审核：秦岚", (("白帆",), None)),
        ("供稿：水利站 白帆", (("白帆",), "水利站")),
        ("水利站供稿", ((), "水利站")),
        ("场部 OA", ((), "场部 OA")),
        ("金穗信息", ((), "金穗信息")),
        ("三队通讯组  拓小明", (("拓小明",), "三队通讯组")),
    ],
)
def test_bylines_in_brackets_at_the_end(by: str, found: tuple[tuple[str, ...], str | None]) -> None:
    parsed = issue_of(
        f"河湾农场夏收总结\n{NEWS}（方一舟）\n\n维修班雨天检修农机\n{MORE}（米朵）\n\n"
        f"农场小学操场铺上煤渣\n{NEWS}（欧阳澈）\n\n放映队来场放电影两场\n{MORE}（{by}）\n\n仓库防火演练\n{NEWS}（秦岚）"
    )
    assert len(parsed.articles) == 5 and signed(parsed.articles[3]) == found
    assert parsed.articles[3].byline == f"（{by}）"


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("谢云生（退休教师）", (("谢云生",), None)),
        ("白帆（河湾农场水利站）", (("白帆",), "河湾农场水利站")),
        ("驻三队工作组组长  谢云生", (("谢云生",), None)),
        ("谢  云", (("谢云",), None)),
    ],
)
def test_authors_under_a_headline(by: str, found: tuple[tuple[str, ...], str | None]) -> None:
    essay = "　　麦子收完了，地里空荡荡的，只剩下麦茬一行一行地站着，像写在纸上的字。\n"
    parsed = issue_of(
        f"【副刊】\n麦  茬\n{by}\n{essay * 3}\n【读者来信】\n致老班长的一封信\n秦岚\n{essay * 3}"
    )
    assert signed(parsed.articles[0]) == found and parsed.articles[0].title.replace(" ", "") == "麦茬"


def test_contents_name_sections_and_authors_of_whatever_look() -> None:
    parsed = issue_of(
        f"""
河湾场报
2021年第8期

目  录
卷首
把种子留给明年 …………… 陶然（2）
场部
河湾农场召开夏收总结会 ……（2）
往事
一盏马灯 ………………… 水  边（4）

卷  首
把种子留给明年
陶然
{MORE}
场部
河湾农场召开夏收总结会
{NEWS}
往  事
一盏马灯
水  边
马灯挂在墙上
像一只闭着的眼睛
擦亮它的人走了
它还记得那条夜路
"""
    )
    assert [(a.section, a.title, a.authors) for a in parsed.articles] == [
        ("卷首", "把种子留给明年", ("陶然",)),
        ("场部", "河湾农场召开夏收总结会", ()),
        ("往事", "一盏马灯", ("水边",)),
    ]
    assert "一盏马灯 ………………… 水  边（4）" in "\n".join(apart(parsed, "contents"))


def test_what_follows_a_distribution_list_is_an_article_again() -> None:
    parsed = issue_of(
        f"河湾场报\n2021年第8期\n\n河湾农场召开夏收总结会\n{NEWS}\n（方一舟）\n\n"
        "报：县农垦局\n送：各生产队，\n场属各单位\n共印60份\n\n"
        f"附件：\n河湾农场秋播计划\n{MORE}\n"
        "　　各队要在九月底前完成整地，种子由场部统一调运，任何队不得自行外购。"
    )
    assert [(a.section, a.title) for a in parsed.articles] == [
        (None, "河湾农场召开夏收总结会"),
        ("附件", "河湾农场秋播计划"),
    ]
    assert apart(parsed, "imprint") == ["报：县农垦局\n送：各生产队，\n场属各单位\n共印60份"]


def test_a_list_alone_at_the_end_stays_an_imprint() -> None:
    parsed = issue_of(
        f"河湾场报\n2021年第8期\n\n河湾农场召开夏收总结会\n{NEWS}\n\n报：县农垦局\n送：各生产队\n"
        "《河湾场报》编委会  主任：陶然  副主任：秦岚\n主编：白帆  校对：米朵"
    )
    assert titles(parsed) == ["河湾农场召开夏收总结会"]
    assert "主编：白帆" in "".join(apart(parsed, "imprint"))


def test_units_that_sign_on_rows_of_their_own() -> None:
    parsed = issue_of(
        f"【要闻】\n河湾农场召开夏收总结会\n{NEWS}\n场部办公室\n【基层】\n维修班雨天检修农机\n{MORE}\n——孔令仪（维修班班长）\n"
        f"【公告】\n仓库防火演练顺利举行\n{NEWS}\n{'　' * 14}保卫科"
    )
    assert [signed(article) for article in parsed.articles] == [
        ((), "场部办公室"),
        (("孔令仪",), None),
        ((), "保卫科"),
    ]
    assert all(article.body.endswith(("装满。", "踏实。")) for article in parsed.articles)


def test_a_sub_title_belongs_to_its_headline() -> None:
    parsed = issue_of(
        f"一、灯火照麦场\n　　——河湾农场夏收纪实\n{NEWS}（方一舟）\n\n"
        f"二、雨天不闲的人们\n　　——维修班侧记\n{MORE}（米朵）"
    )
    assert titles(parsed) == ["灯火照麦场 ——河湾农场夏收纪实", "雨天不闲的人们 ——维修班侧记"]


def test_news_under_headings_and_news_in_lists() -> None:
    weekly = issue_of(
        "# 河湾周刊（第 8 期）\n\n本期共五条。\n\n## 场内\n\n"
        "1、河湾农场召开夏收总结会\n\n会议总结了夏收。\n\n2、维修班雨天检修收割机\n\n检修了十六台。\n\n"
        "## 场外\n\n1、县农垦局检查秋播准备\n\n检查了三个队。\n\n2、放映队来场放电影两场\n\n大家看得高兴。\n",
        "w.md",
    )
    assert [(a.section, a.title) for a in weekly.articles] == [
        ("场内", "河湾农场召开夏收总结会"),
        ("场内", "维修班雨天检修收割机"),
        ("场外", "县农垦局检查秋播准备"),
        ("场外", "放映队来场放电影两场"),
    ]
    assert weekly.issue.number == "第 8 期" and "本期共五条。" in apart(weekly, "masthead")[0]
    report = issue_of(
        f"# 上半年总结\n\n## 生产情况\n\n1、夏粮丰收\n\n{NEWS}\n\n2、农机检修\n\n{MORE}\n\n"
        "## 存在问题\n\n仓库不足，晒场太小。\n",
        "r.md",
    )
    assert titles(report) == ["生产情况", "存在问题"]  # one heading with numbered points keeps them
    digest = issue_of(
        "# 晨报\n\n**场内**\n\n- 河湾农场召开夏收总结会，夏粮亩产高出去年三十一公斤，仓库全部装满。\n"
        "- 维修班雨天检修收割机十六台，更换刀片二百余片，保证秋收不误农时。\n\n**场外**\n\n"
        "- 县农垦局检查各农场秋播准备工作，要求九月底前完成整地任务。\n"
        "- 放映队今年已经下乡放映电影八十六场，观众两万余人次。\n",
        "d.md",
    )
    assert [article.section for article in digest.articles] == ["场内", "场内", "场外", "场外"]


def test_text_under_a_heading_above_its_first_sub_heading_is_kept() -> None:
    parsed = issue_of(
        "# 河湾农场夏收综述\n\n今年春旱秋涝，种子又迟到了半个月，全场上下憋着一口气，"
        "硬是把夏粮收了回来，一粒也没有糟蹋。\n\n"
        f"## 抢收\n\n{NEWS}\n\n## 检修\n\n{MORE}\n",
        "h.md",
    )
    assert any("种子又迟到了半个月" in article.body for article in parsed.articles)
    assert titles(parsed)[0] == "河湾农场夏收综述"


def test_a_section_of_one_text_without_a_headline_lends_it_its_name() -> None:
    parsed = issue_of(
        f"一、场部要闻\n河湾农场召开夏收总结会\n{NEWS}\n二、基层动态\n维修班雨天检修农机\n{MORE}\n三、温馨提示\n"
        "　　秋收在即，请各家各户管好火种，晒场上不要吸烟，发现火情立即报告场部。"
    )
    assert [(a.section, a.title) for a in parsed.articles][-1] == ("温馨提示", "温馨提示")


def test_a_masthead_on_several_rows() -> None:
    parsed = issue_of(
        "河湾县农垦管理局\n简    报\n（2021年第9期）\n河湾县农垦管理局办公室          2021年9月15日\n\n"
        f"●河湾农场召开夏收总结会\n{NEWS}\n\n●维修班雨天检修农机\n{MORE}\n"
    )
    assert (parsed.issue.publication, parsed.issue.month) == ("河湾县农垦管理局简报", 9)
    assert titles(parsed) == ["河湾农场召开夏收总结会", "维修班雨天检修农机"]


def test_a_table_below_a_byline_belongs_to_the_text_above_it() -> None:
    texts = [
        ("河湾农场夏收总结", None),
        (NEWS.split("\n")[0], None),
        ("（三队  白帆）", None),
        ("附表", "table"),
    ]
    texts += [("队别  亩产  增幅", "table"), ("三队  412  8.4%", "table"), ("维修班雨天检修农机", None)]
    texts += [(MORE.split("\n")[0], None), ("（米朵）", None)]
    lines = tuple(Line(text, n, style=style) for n, (text, style) in enumerate(texts, 1))
    parsed = split(Document("a.docx", "docx", lines, wrapped=False))
    assert titles(parsed) == ["河湾农场夏收总结", "维修班雨天检修农机"]
    assert parsed.articles[0].authors == ("白帆",)
    assert parsed.articles[0].body.endswith("附表\n队别  亩产  增幅\n三队  412  8.4%")


def test_items_that_end_a_text_are_no_bylines() -> None:
    parsed = issue_of(f"河湾农场夏收总结\n{NEWS}\n奖励先进：\n（甲）三队通讯组\n（乙）维修班班组\n（方一舟）")
    assert parsed.articles[0].body.endswith("（甲）三队通讯组\n（乙）维修班班组")
    assert signed(parsed.articles[0]) == (("方一舟",), None)


def test_a_mark_kept_for_names_of_sections_tells_those_that_nothing_else_tells() -> None:
    parsed = issue_of(
        f"▼ 农场要闻\n河湾农场夏收总结\n{NEWS}\n▼ 灶台\n维修班雨天检修农机\n{MORE}\n请各队互相转告\n"
        f"▼ 灯 下\n夜校开课学记账\n{NEWS}\n▼ 问与答\n粮仓通风怎样算好\n{MORE}"
    )
    sections = [article.section for article in parsed.articles]
    assert sections == ["农场要闻", "灶台", "灯下", "问与答"]
    assert titles(parsed)[2:] == ["夜校开课学记账", "粮仓通风怎样算好"]


@pytest.mark.parametrize("frame", ["[{}]", "［{}］", "〔{}〕", "~{}~", "——{}——"])
def test_a_framed_name_of_a_section_may_be_spaced_out(frame: str) -> None:
    one, two = frame.format("灶　台"), frame.format("灯 下 谈")
    parsed = issue_of(f"{one}\n河湾农场夏收总结\n{NEWS}\n{two}\n维修班雨天检修农机\n{MORE}")
    assert [(a.section, a.title) for a in parsed.articles] == [
        ("灶台", "河湾农场夏收总结"),
        ("灯下谈", "维修班雨天检修农机"),
    ]


@pytest.mark.parametrize("place", ["初二（3）班", "高一（12）班", "三年级2班", "高三4班"])
def test_a_pupil_signs_with_the_class(place: str) -> None:
    parsed = issue_of(f"麦田里的一堂课\n{place}　李明华\n{NEWS}\n修车棚的老人\n{place}　王小雨\n{MORE}\n")
    assert [(a.title, signed(a)) for a in parsed.articles] == [
        ("麦田里的一堂课", (("李明华",), None)),
        ("修车棚的老人", (("王小雨",), None)),
    ]


def test_the_head_of_a_page_ends_an_article_also_where_sections_are_framed() -> None:
    parsed = issue_of(
        f"第一版　时事\n[灶 台]\n河湾农场夏收总结\n{NEWS}\n（宣传科）\n"
        f"第二版　副刊\n[灯 下]\n维修班雨天检修农机\n{MORE}\n第三版　综合·信息\n夜校开课学记账\n{NEWS}"
    )
    assert [(a.section, a.title) for a in parsed.articles] == [
        ("灶台", "河湾农场夏收总结"),
        ("灯下", "维修班雨天检修农机"),
        ("综合·信息", "夜校开课学记账"),
    ]
    assert parsed.articles[0].credit == "宣传科"
    assert not any("版" in article.body for article in parsed.articles)


@pytest.mark.parametrize("name", ["甘　泉", "麻 雀"])
def test_a_name_drawn_apart_before_a_body_is_a_name_whatever_word_it_makes(name: str) -> None:
    rest = f"夏收总结会召开\n{NEWS}\n（方一舟）"
    whole = "".join(name.split())
    under = issue_of(f"我家的磨坊\n{name}（河湾师范学校中文系）\n{MORE}\n\n{rest}")
    assert (under.articles[0].title, under.articles[0].authors) == ("我家的磨坊", (whole,))
    below = issue_of(f"我家的磨坊\n{MORE}\n——{name}（河湾农场慈善总会）\n─────\n{rest}")
    assert signed(below.articles[0]) == ((whole,), "河湾农场慈善总会")
    assert titles(below) == ["我家的磨坊", "夏收总结会召开"]


def test_a_poem_drawn_apart_with_how_many_it_holds_is_no_author() -> None:
    parsed = issue_of(f"麦 浪（组诗四首）\n{MORE}\n\n夏收总结会召开\n{NEWS}\n（方一舟）")
    assert parsed.articles[0].authors == () and parsed.articles[0].title.startswith("麦 浪")


def test_who_guided_a_pupil_is_neither_the_author_nor_the_next_headline() -> None:
    parsed = issue_of(
        f"麦田里的一堂课\n初二（3）班　李明华\n{NEWS}\n（指导老师：方一舟）\n"
        f"修车棚的老人\n（业委会 陶然）\n{MORE}"
    )
    assert titles(parsed) == ["麦田里的一堂课", "修车棚的老人"]
    assert [signed(a) for a in parsed.articles] == [(("李明华",), None), (("陶然",), "业委会")]


def test_a_row_of_editors_that_runs_full_belongs_to_the_imprint_below_it() -> None:
    editors = "编委会主任：陶然　孔令仪　执行编辑：方一舟　米朵　顾清和　校对：林知秋　周望舒　庄小鱼"
    parsed = issue_of(
        f"河湾农场夏收总结\n{NEWS}\n维修班雨天检修农机\n{MORE}\n"
        f"{editors}\n报：县农垦局　送：各生产队　　印数：300份"
    )
    assert parsed.articles[-1].body.endswith("人心里才踏实。") and "编辑" not in parsed.articles[-1].body
    assert editors in apart(parsed, "imprint")[0]


@pytest.mark.parametrize("head", ["本期内容提要", "本期主要看点", "要闻提示", "内容导读"])
def test_a_list_of_what_the_issue_holds_is_no_article(head: str) -> None:
    listed = "1.河湾农场夏收总结\n2.维修班雨天检修农机\n3.来信"
    parsed = issue_of(
        f"河湾农场场报\n2021年第8期\n{head}\n{listed}\n──────\n1.河湾农场夏收总结\n{NEWS}\n"
        f"2.维修班雨天检修农机\n{MORE}\n3.来　信\n"
        f"　　8月6日，家属院的路灯修好了，夜里走路心里亮堂，多谢电工班。"
    )
    assert [title.replace("\u3000", "") for title in titles(parsed)] == [
        "河湾农场夏收总结",
        "维修班雨天检修农机",
        "来信",
    ]
