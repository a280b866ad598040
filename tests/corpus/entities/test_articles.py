"""Golden articles: what a native reader would list, in made-up newsletters of many provinces and trades."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest

from corpus.entities import Recognizer
from corpus.intake.parse import parse, parse_json
from corpus.model import Article, Issue, ParsedIssue
from corpus.reading import Source
from corpus.reading import read as sources
from corpus.store import DOUBTFUL
from tests.corpus.entities.conftest import Read
from tests.corpus.entities.samples import SAMPLES, Sample


def annotated(recognizer: Recognizer) -> list[tuple[Sample, Article]]:
    result = []
    for title, group in groupby(SAMPLES, key=lambda sample: sample.issue):
        samples = list(group)
        articles = tuple(Article(title=sample.title, body=sample.body) for sample in samples)
        parsed = recognizer.annotate_issue(ParsedIssue("test", Issue(title=title), articles))
        result += list(zip(samples, parsed.articles, strict=True))
    return result


def test_samples(recognizer: Recognizer) -> None:
    wrong = {
        sample.title: (set(article.organizations) ^ sample.organizations, set(article.people) ^ sample.people)
        for sample, article in annotated(recognizer)
        if set(article.organizations) != sample.organizations or set(article.people) != sample.people
    }
    assert wrong == {}


def test_subjects_are_what_the_article_is_about(recognizer: Recognizer) -> None:
    subjects = {sample.title: article.subjects for sample, article in annotated(recognizer)}
    assert subjects["浙江省通信管理局部署杭州亚运通信保障"] == ("浙江省通信管理局",)
    assert subjects["联通嘉兴分公司携手秀洲区打造数字乡村"] == ("嘉兴联通",)
    assert subjects["工行江苏省分行举办青年员工演讲比赛"] == ("工商银行江苏省分行",)
    for sample, article in annotated(recognizer):
        assert set(article.subjects) <= set(article.organizations), sample.title


@pytest.mark.parametrize(
    ("body", "subjects"),
    [
        ("为落实工信部部署，近日云南移动开展演练。", ("云南移动",)),
        ("受云南省通信管理局委托，云南省通信行业协会启动测评。", ("云南省通信行业协会",)),
        ("由昆明联通、昆明电信联合主办的比赛圆满结束。云南移动观摩。", ("昆明联通", "昆明电信")),
        ("天气转凉。云南铁塔巡检线路，云南铁塔员工上塔。", ("云南铁塔",)),
        ("今天天气很好。", ()),
    ],
)
def test_who_acts(read: Read, body: str, subjects: tuple[str, ...]) -> None:
    assert read(body).subjects == subjects


def test_provenance_and_order(recognizer: Recognizer) -> None:
    for sample, article in annotated(recognizer):
        assert {"organizations", "subjects", "people"} <= set(article.provenance), sample.title
        assert all(0 < known.confidence <= 1 for known in article.provenance.values())
        assert len(set(article.organizations)) == len(article.organizations)
    first = {sample.title: article.organizations[:1] for sample, article in annotated(recognizer)}
    assert first["湖南高速集团完成春运保畅任务"] == ("湖南高速公路集团有限公司",)


def test_what_is_stated_is_kept_under_its_canonical_name(recognizer: Recognizer) -> None:
    stated = Article(
        title="消息",
        body="浙江移动总经理林见山出席。",
        organizations=("浙江省联通公司", "青川茶社"),
        people=("甲",),
    )
    article = recognizer.annotate(stated, Issue(title=""))
    assert article.organizations == ("浙江联通", "青川茶社")
    assert article.people == ("甲",)


@pytest.mark.parametrize(
    ("body", "organizations"),
    [
        ("一季度，云南电信用户申诉同比下降，云南移动客户满意度提升。", ()),  # customers, not the companies
        ("游客在昆明移动广场合影，乘地铁到联通大厦站。", ()),  # places
        ("《中国联通云南省基础网络工程报告》已付印。", ()),  # a document
        ("读者可订阅《人民日报》。", ("人民日报",)),  # but a title that is a paper is the paper
        ("省委、省政府高度重视，市委、市政府大力支持。", ()),  # formulas
        ("云南省委印发意见。", ("云南省委",)),
        ("云南省通信行业协会六届四次常务理事会召开。", ("云南省通信行业协会",)),
        ("省信用协会、省软件行业协会发布名单。", ("云南省信用协会", "云南省软件行业协会")),
        ("省级协会和省行业协会到会。", ()),
        ("该模型由云南移动联合中南大学研发。", ("云南移动", "中南大学")),
        ("云南移动、联通、电信公司负责人到会。", ("云南移动", "云南联通", "云南电信")),
        ("昆明联通邀请铁塔公司和省通管局座谈。", ("昆明联通", "云南铁塔", "云南省通信管理局")),
        ("中国移动、联通、电信发布年报。", ("中国移动", "中国联通", "中国电信")),
        ("互联互通，联通世界，移动支付方便。", ()),
        ("会议在大理云南移动举行，云南省昆明市官渡区联通公司到会。", ("云南移动", "官渡联通")),
        ("近日云南移动、昨日昆明联通、今日大理电信通报。", ("云南移动", "昆明联通", "大理电信")),
        ("三家基础电信企业参加，有限公司、分公司、省公司一律平等。", ()),
        ("云南鸿途通信工程有限公司（以下简称“鸿途公司”）揭牌，鸿途公司出资。", ("云南鸿途通信工程有限公司",)),
        (
            "与云南大学、红河学院、昆明医科大学第一附属医院合作。",
            ("云南大学", "红河学院", "昆明医科大学第一附属医院"),
        ),
        ("联通（云南）产业互联网有限公司成立。", ("联通（云南）产业互联网有限公司",)),
        ("市中心、数据中心、会展中心和北京城市副中心。", ()),
        ("中国电信研究院与中国信息通信研究院联合发布。", ("中国电信研究院", "中国信通院")),
    ],
)
def test_what_is_an_organization(read: Read, body: str, organizations: tuple[str, ...]) -> None:
    assert set(read(body).organizations) == set(organizations)


def test_a_dateline_and_a_credit_name_nobody_in_the_article(read: Read) -> None:
    article = read(
        "央视网消息（新闻联播）：今天，最高人民法院发布司法解释。\n（视频编辑：林见山 文字编辑：苏晚晴）"
    )
    assert article.organizations == ("最高人民法院",)
    assert article.people == ()


def test_a_roll_names_employers_elsewhere_branches_are_themselves(read: Read) -> None:
    people = ("林见山", "苏晚晴", "周望舒", "陆行舟", "何秀川")
    places = ("昆明", "大理", "玉溪", "昭通", "曲靖")
    roll = "\n".join(f"{a} 云南移动{b}分公司 二等奖" for a, b in zip(people, places, strict=True))
    article = read(roll)
    assert article.organizations == ("云南移动",)
    assert article.people == people
    assert read("云南移动大理分公司召开会议。").organizations == ("大理移动",)


def test_firms_by_their_brand_in_a_local_newsletter(read: Read) -> None:
    article = read("近日，博远科技召开会议。博远科技员工参加了技能竞赛。", title="博远科技召开安全生产会议")
    assert article.organizations == ("博远科技",)
    assert article.provenance["organizations"].confidence <= 0.6  # for the review queue


def test_no_main_subject_is_as_sure_as_the_organisations(read: Read) -> None:
    nobody = read("近日雨水偏多，各村加紧排涝，老人们说河边的柳树又高了。", title="雨后")
    assert nobody.subjects == () and nobody.provenance["subjects"].confidence >= DOUBTFUL
    aside = read("秋天的果园里，游客络绎不绝，孩子们采摘苹果。入园须知由工信部发布。", title="果园记")
    assert aside.organizations == ("工信部",)
    doubtful = read("秋天的果园里，游客络绎不绝。据说博远科技的人也来过。", title="果园记")
    for article in (nobody, aside, doubtful):
        sure = article.provenance["organizations"].confidence
        if not article.subjects:
            assert article.provenance["subjects"].confidence == min(sure, 0.8)


@pytest.mark.parametrize("number", ["000", "001", "002"])
def test_the_gold_issues(recognizer: Recognizer, shared: Path, number: str) -> None:
    gold = json.loads((shared / "gold" / f"{number}.json").read_text(encoding="utf-8"))
    source = next(iter(sources(shared / "newsletters" / gold["file"])))
    assert isinstance(source, Source) and not hasattr(source.content, "rows")
    parsed = json.loads(json.dumps(parse_json(parse(source.content, recognizer))))  # type: ignore[arg-type]
    found = {article["title"].replace(" ", ""): article for article in parsed["articles"]}
    for field, key, wanted in (("organizations", "orgs", 0.88), ("people", "persons", 0.92)):
        hits = extra = missing = 0
        for article in gold["articles"]:
            got = {_bare(name) for name in found[article["title"].replace(" ", "")][field]}
            want = {_bare(name) for name in article[key]}
            hits += len(got & want)
            missing += len(want - got)
            extra += 0 if field == "people" and len(got) > 12 else len(got - want)
        assert 2 * hits / (2 * hits + extra + missing) >= wanted, (number, field)


def _bare(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")


def test_annotation_is_stable(recognizer: Recognizer) -> None:
    sample = SAMPLES[0]
    once = recognizer.annotate(Article(title=sample.title, body=sample.body), Issue(title=sample.issue))
    assert recognizer.annotate(once, Issue(title=sample.issue)) == once
    assert (once.title, once.body) == (sample.title, sample.body)
