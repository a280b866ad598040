"""Names by evidence: units are themselves, home places are known, formulas and titles name nobody."""

from __future__ import annotations

import pytest

from corpus.entities import Recognizer
from corpus.entities.context import context_of
from corpus.entities.shortforms import fuller
from corpus.model import Article, Issue, ParsedIssue
from tests.corpus.entities.conftest import Read


def issue_of(recognizer: Recognizer, title: str, *bodies: str) -> list[Article]:
    articles = tuple(Article(title=f"第{at}篇", body=body) for at, body in enumerate(bodies))
    return list(recognizer.annotate_issue(ParsedIssue("test", Issue(title=title), articles)).articles)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("昆明市税务局青岚分局开展宣传。", "昆明市税务局青岚分局"),
        ("云南大学信息学院举行答辩。", "云南大学信息学院"),
        ("中国农业银行昆明官渡支行开业。", "中国农业银行昆明官渡支行"),
        ("玉溪市公安局交警支队发布通告。", "玉溪市公安局交警支队"),
        ("云南省律师协会青年工作委员会换届。", "云南省律师协会青年工作委员会"),
        ("澜峰集团物资供应公司中标。", "澜峰集团物资供应公司"),
        ("曲靖师范学院附属小学开学。", "曲靖师范学院附属小学"),
        ("《滇池学刊》编辑部来函。", "《滇池学刊》编辑部"),
    ],
)
def test_a_unit_is_itself_and_never_its_parent(read: Read, body: str, name: str) -> None:
    assert read(body).organizations == (name,)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("省人社厅、省文旅厅联合发文。", ("云南省人力资源和社会保障厅", "云南省文化和旅游厅")),
        ("昆明市妇联、昆明市残联到会。", ("昆明市妇女联合会", "昆明市残疾人联合会")),
        ("共青团大理州委召开会议。", ("共青团大理州委员会",)),
        ("大理市卫健局、大理市卫健委分设。", ("大理市卫生健康局", "大理市卫生健康委员会")),
    ],
)
def test_short_forms_of_offices_go_by_their_official_names(
    read: Read, body: str, names: tuple[str, ...]
) -> None:
    assert set(read(body).organizations) == set(names)


@pytest.mark.parametrize(
    "body",
    [
        "会议强调，要认真贯彻落实党中央、国务院决策部署，全面加强管理。",
        "公司启动“云南移动服务提升”专项行动。",
        "活动以“相约云南大学”为主题。",
        "年会在滇池温泉酒店召开。",
        "工信局、财政局要加强对接。",
        "新闻发布会、座谈会相继举行，医院工会组织献血。",
    ],
)
def test_formulas_titles_of_projects_and_venues_name_nobody(read: Read, body: str) -> None:
    assert read(body).organizations == ()


def test_home_is_a_city_too_also_one_that_no_list_has(recognizer: Recognizer) -> None:
    listed = issue_of(
        recognizer,
        "曲靖律师",
        "曲靖市司法局召开会议，市律协、市第一医院派员参加。",
        "曲靖市气象局发布预警。",
        "曲靖市民政局走访社区。",
    )
    assert set(listed[0].organizations) == {"曲靖市司法局", "曲靖市律师协会", "曲靖市第一医院"}
    coined = issue_of(
        recognizer,
        "青岚工作",
        "青岚市公安局召开会议。市残联参加。",
        "青岚市气象局发布预警。",
        "青岚市民政局走访社区，青岚市人民医院义诊。",
    )
    assert set(coined[0].organizations) == {"青岚市公安局", "青岚市残疾人联合会"}
    assert set(coined[2].organizations) == {"青岚市民政局", "青岚市人民医院"}


def test_a_paper_of_a_province_is_not_at_home_in_its_capital() -> None:
    bodies = (
        "云南省厅发文，昆明举行会议。云南移动、云南联通参加。",
        "昆明市、大理市、玉溪市通报，云南电信总结。",
    )
    articles = [Article(title="", body=body * 3) for body in bodies]
    context = context_of(Issue(title="云南信息通信"), articles)
    assert context.province is not None and context.province.short == "云南"
    assert context.city is None


def test_masthead_and_imprint_tell_the_home_that_no_list_has() -> None:
    body = "县水利局通报汛情。县气象局发布预警，来我县检查。各县县城照常。"
    articles = [Article(title="", body=body) for _ in range(3)]
    home = context_of(Issue(title="水情"), articles, "水情第3期\n青渡岭县水利局办公室")
    assert home.county is not None and home.county.full == "青渡岭县"
    assert context_of(Issue(title="水情"), articles).county is None
    brief = context_of(Issue(title="青渡农技"), [Article(title="", body="青渡县农户多。"), *articles])
    assert brief.county is not None and brief.county.full == "青渡县"
    within = context_of(Issue(title="助残"), articles, "长沙市湖陵东区残疾人联合会会刊")
    assert within.county is not None and within.county.full == "湖陵东区"


def test_a_kind_of_district_is_no_home() -> None:
    articles = [
        Article(title="", body="自治区科技厅通报。自治区总工会表彰。作业区整改。作业区复工。" * 4)
    ] * 3
    home = context_of(Issue(title="广西会讯"), articles)
    assert home.county is None


def test_forms_of_one_body_are_one_and_two_bodies_are_two() -> None:
    names = {
        "滇江大学医学院附属第一医院",
        "滇江二院",
        "云南博远科技有限公司",
        "云南博远科技",
        "云南大学",
        "云南医科大学",
    }
    assert fuller(names, names) == {"云南博远科技": "云南博远科技有限公司"}
    assert fuller({"滇大一院"}, {"滇江大学附属第一医院", "滇大一院"}) == {"滇大一院": "滇江大学附属第一医院"}
    two = {"博远科技", "云南博远科技有限公司", "四川博远科技有限公司"}
    assert fuller({"博远科技"}, two) == {}


def test_a_firm_of_lawyers_by_its_brand(read: Read) -> None:
    article = read("云南鼎衡律师事务所揭牌。鼎衡所派出两名律师。")
    assert article.organizations == ("云南鼎衡律师事务所",)


def test_the_fullest_name_an_issue_prints_holds_for_all_its_articles(recognizer: Recognizer) -> None:
    first, second, _ = issue_of(
        recognizer,
        "云南信息通信",
        "云南鸿途信息技术有限公司召开会议。",
        "云南鸿途信息技术公司获奖。",
        "天气晴。",
    )
    assert first.organizations == second.organizations == ("云南鸿途信息技术有限公司",)


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("主持：龚明毅  列席：罗见川", "龚明毅 罗见川"),
        ("徐丽珊同志任护理部主任，免去戴庆文同志科长职务。", "徐丽珊 戴庆文"),
        ("尹兰芬同志任勐川镇农科站站长。", "尹兰芬"),
        ("联系人：吴倩倩。", "吴倩倩"),
        ("在路边清扫的孙桂香捡到一个钱包。", "孙桂香"),
        ("柜员陶金铃见老人神色慌张。", "陶金铃"),
        ("符建邦（昆明市律师协会会长）到会。", "符建邦"),
        ("志愿者送来感谢信，会议宣贯精神，毛巾是白毛巾。", ""),
    ],
)
def test_people_in_lists_and_without_a_title(read: Read, body: str, people: str) -> None:
    assert set(read(body).people) == set(people.split())


@pytest.mark.parametrize(
    ("body", "organizations"),
    [
        ("会议由国家税务总局云南省税务局承办。", "国家税务总局云南省税务局"),
        ("福建省人民政府驻昆明办事处主任林开山到会。", "福建省人民政府驻昆明办事处"),
        ("●大理云帆医疗器械有限公司获奖。", "大理云帆医疗器械有限公司"),
        ("与昆明云数人工智能科技有限公司签约。", "昆明云数人工智能科技有限公司"),
        ("云南农业大学食品科学与营养学院教授到场。", "云南农业大学食品科学与营养学院"),
        ("大理车务段、昆明客运段加开列车。", "大理车务段 昆明客运段"),
        ("以云南职业大学校长为组长的专家组进校。", "云南职业大学"),
    ],
)
def test_names_are_whole(read: Read, body: str, organizations: str) -> None:
    assert set(read(body).organizations) == set(organizations.split())


def test_what_the_party_stands_before_and_the_bodies_of_a_home_county(recognizer: Recognizer) -> None:
    first, second, third = issue_of(
        recognizer,
        "青渡县农技",
        "中共青渡县委党校开班。",
        "县农业农村局和县市场监督管理局检查。",
        "县水旱灾害防御中心值班。",
    )
    assert first.organizations == ("中共青渡县委党校",)
    assert set(second.organizations) == {"青渡县农业农村局", "青渡县市场监督管理局"}
    assert third.organizations == ("青渡县水旱灾害防御中心",)
