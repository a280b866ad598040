"""Who is a person, by the company the name keeps."""

from __future__ import annotations

import pytest

from corpus.entities import Recognizer
from corpus.model import Article, Issue, ParsedIssue
from tests.corpus.entities.conftest import Read


@pytest.mark.parametrize(
    ("body", "people"),
    [
        ("党委书记、总经理林见山出席会议。", "林见山"),
        ("林见山总经理到会讲话。", "林见山"),
        ("秘书长陆行舟主持，副秘书长何秀川、周望舒和苏媛参加。", "陆行舟 何秀川 周望舒 苏媛"),
        ("纪委书记刘健就落实责任提出要求。", "刘健"),
        ("老支书张福来说，路修好了。", "张福来"),
        ("总经理段志和表示欢迎。", "段志和"),
        ("欧阳明德、司徒健表示，要继续努力。", "欧阳明德 司徒健"),
        ("获奖者：徐 媛、李 涛。", "徐媛 李涛"),
        ("陈荣兴和武建斌等同志肩扛背驮。", "陈荣兴 武建斌"),
        ("古巴领导人劳尔·卡斯特罗访问北京。", "劳尔·卡斯特罗"),
        ("俄罗斯总统普京发表讲话。", "普京"),
        ("网格员孙剑飞、郭勇、张效东立即出发。", "孙剑飞 郭勇 张效东"),
        ("城北支行穆子昂获一等奖。", "穆子昂"),
        ("中新网记者李新锁代表媒体发言。", "李新锁"),
        ("副总经理贺 明为研究院揭牌。", "贺明"),
        ("一等奖：朱大庆  李卫东  潘小龙  沙爱国", "朱大庆 李卫东 潘小龙 沙爱国"),
        ("副总经理艾克拜尔·买买提出席签约仪式。", "艾克拜尔·买买提"),
        ("国家图书馆研究馆员杜伟生受聘为顾问。", "杜伟生"),
        ("会议聘任诸葛文斌为副秘书长。", "诸葛文斌"),
        ("教授完颜青蹲在田里。", "完颜青"),  # a verb is no part of a name
        ("处长欧阳敏到会指导。", "欧阳敏"),
        ("主管英格丽·汉森女士来访。", "英格丽·汉森"),
        ("留学生阿卜杜拉·哈桑买到了票。", "阿卜杜拉·哈桑"),
        ("师傅陶立安给他一把锤子。", "陶立安"),
        ("队长叫张自立，他的妹妹病了。", "张自立"),
        ("校长应怀谷看完数据，只问了一句。", "应怀谷"),
        # names that no common surname begins, by what stands beside them
        ("所长尼玛次仁带来了一箱苹果。", "尼玛次仁"),
        ("检修员斯琴高娃抬头看了看天。", "斯琴高娃"),
        ("副县长闭志远到场查看。", "闭志远"),
        ("彝族老人阿苏拉铁去年搬进了新居。", "阿苏拉铁"),
        ("总教练楚天阔海说，再来一次。", "楚天阔海"),
        # ordinary words as given names, where somebody does something
        ("养鱼户雷长生坐在堤上不说话。", "雷长生"),
        ("五十一岁的柏开山，只剩一只手。", "柏开山"),
        ("柏开山：一只手也能撑船", "柏开山"),
        ("高二组：\n南宫玉（女）、穆彩云（回族）入选。", "南宫玉 穆彩云"),
        ("儿子王晓宇大学毕业，也考进了电网。", "王晓宇"),
        ("大会补选纪锦为副会长。", "纪锦"),
        ("铣工纳兰芸带来了三个学徒。", "纳兰芸"),
        ("住持释明净法师参加验收。", "释明净"),
        (
            "名单：\n尹  丽    尉迟北    龙胜男\n扎西次仁  努尔·艾力  端木青",
            "尹丽 尉迟北 龙胜男 扎西次仁 努尔·艾力 端木青",
        ),
    ],
)
def test_people(read: Read, body: str, people: str) -> None:
    assert set(read(body).people) == set(people.split())


@pytest.mark.parametrize(
    "body",
    [
        "深入学习贯彻习近平新时代中国特色社会主义思想。",
        "弘扬雷锋精神，争当先进。",
        "79岁市民张大爷和邻居王阿姨送来锦旗。",
        "员工李某某违反规定。",
        "全体员工高度重视，安全生产，成立专班。",
        "青年齐聚一堂，代表团结一致。",
        "本报记者 林见山 报道",
        "提升获得感、幸福感、安全感，推进智能化、数字化。",
        "石家庄、常德、马鞍山等地有雷雨。",
        "白皮书指出，贸易平稳。",
        "总统和夫人抵达。",
        "双方签订了庞家塔千万吨项目，庞家塔矿年内投产。",  # a place wherever it is printed
    ],
)
def test_nobody(read: Read, body: str) -> None:
    assert read(body).people == ()


def test_a_name_is_not_cut_from_a_longer_one(read: Read) -> None:
    assert read("李占伟总经理讲话。李占伟一行离开。总经理李占伟说。").people == ("李占伟",)


def test_a_surname_that_mostly_begins_words_is_taken_after_a_title_only(read: Read) -> None:
    assert read("秘书长和志勇主持，会长有关单位到会。").people == ("和志勇",)
    assert read("各单位和志愿者到会，国有资产保值，公开透明。").people == ()


def test_whom_one_article_shows_to_be_a_person_is_found_in_the_others(recognizer: Recognizer) -> None:
    told = Article(title="协会换届", body="会长段燕舟主持会议。")
    bare = Article(title="请寄稿件", body="来稿于月底前送段燕舟处，过期不候。")
    alone = recognizer.annotate_issue(ParsedIssue("test", Issue(title="会讯"), (bare,))).articles
    both = recognizer.annotate_issue(ParsedIssue("test", Issue(title="会讯"), (told, bare))).articles
    assert not alone[0].people
    assert [one.people for one in both] == [("段燕舟",), ("段燕舟",)]
