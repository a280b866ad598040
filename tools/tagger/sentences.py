"""Here is an inventor of names; give me sentences as newsletters print them, with where the names stand.

`{P}` is a person, `{F}` a foreign one, `{O}` an organisation, `{L}` a place, `{S}` a title of a person, `{D}` a day, `{N}` a number, `{X}` a class
of bodies that is nobody by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.tagger.names import Inventor

Labelled = tuple[str, list[tuple[int, int, str]]]

_TITLES = (
    "主任 副主任 书记 副书记 党委书记 局长 副局长 院长 副院长 会长 副会长 秘书长 总经理 副总经理 董事长 校长 副校长 教授 主任医师 护士长 律师 "
    "科长 处长 所长 馆长 副馆长 站长 队长 经理 部长 理事长 监事长 主席 副主席 研究员 工程师 志愿者 社区书记 村支书 网格员 老师 医生 患者 居民 村民 "
    "市民 读者 选手 员工 党员 学员 社工 班主任 教练 店主 负责人 总工程师 首席专家 工会主席 团委书记 党支部书记 党总支书记 馆员 民警 法官"
).split()
_CLASSES = (
    "会员单位 各会员单位 各律师事务所 相关部门 有关单位 各分公司 行业协会 三家运营商 各县区 市中心 各级党组织 基层工会 兄弟单位 施工企业 "
    "各街道 多家医院 物业公司 通信企业 保险公司 互联网公司 科研院所 高等院校 各社区 本公司 我公司 该公司 我院 本会 我会 协会 公司 医院 学校 法院 "
    "省委、省政府 市委、市政府 党中央、国务院 志愿服务队 突击队 评审委员会 领导小组 理事会 董事会 党支部 办公室"
).split()
_SENTENCES = """
{D}，{O}召开年度工作会议，{O}{S}{P}出席并讲话。
{D}，{O}{S}{P}一行到{O}调研指导工作。
{D}，由{O}主办、{O}承办的{N}技能竞赛在{L}举行。
近日，{O}与{O}签订战略合作协议，{P}、{P}代表双方签字。
会议由{S}{P}主持，{S}{P}、{P}、{P}参加会议。
{S}{P}说，今年要把服务做得更细。
{P}表示，将继续努力，不辜负大家的信任。
“一个电话就上门，太方便了。”{L}{S}{P}高兴地说。
{P}任{O}{S}，免去其{S}职务。
任命{P}为{O}{S}；聘任{P}为{S}。
经研究决定：{P}同志任{S}，{P}同志不再担任{S}职务。
主持：{P}  记录：{P}
出席：{P} {P} {P} {P}
参加人员：{P}、{P}、{P}
{O}组织{X}开展安全检查，确保万无一失。
{O}、{O}和{O}等{N}家单位的负责人参加了座谈。
受{O}委托，{O}对{L}的项目进行验收。
在{O}的大力支持下，{O}顺利完成改造任务。
{O}{S}{P}为学员授课，{P}作经验交流。
{P}，男，{N}岁，{L}人，现任{O}{S}。
{P}毕业于{O}，{N}年进入{O}工作。
患者{P}因胸痛到{O}就诊，{S}{P}接诊后立即安排检查。
{O}荣获“先进集体”称号，{P}被评为先进个人。
获奖名单：{P}（{O}）、{P}（{O}）、{P}（{O}）
{P} {O} 一等奖
{P}  {O}  二等奖
一等奖：{P} {P} {P}
{O}向{L}捐赠{N}万元，{O}代表接受捐赠。
此次活动得到{O}、{O}的支持。
来自{O}的{P}获得第一名，{O}{P}获得第二名。
{O}工作人员{P}介绍，项目总投资{N}万元。
{O}（以下简称“{b}”）成立于{N}年。
{D}上午，{P}带队走访{O}，看望慰问困难职工。
{P}和{P}是{O}的老同事。
党员{P}主动请战，{P}、{P}也报了名。
据{O}统计，{D}{L}接待游客{N}万人次。
{O}发布通知，要求{X}做好防汛工作。
通讯员{P} 记者{P}
（{P} {P}）
{X}要高度重视，{X}要积极配合。
{D}，{L}下起小雨，{S}{P}早早来到单位。
{O}联合{O}走进{L}开展义诊，共接诊{N}人。
{O}邀请{O}{S}{P}作专题讲座。
公示如下：{P}，{O}；{P}，{O}。
会上，{P}作工作报告，{P}宣读表彰决定，{P}致闭幕词。
{O}党委书记{P}、{S}{P}参加活动。
{P}于{D}在{L}逝世，享年{N}岁。
联系人：{P}  电话：{N}
开户行：{O}  户名：{O}
{O}\n{D}
{O}关于开展{N}年度考核的通知
{O}召开党史学习教育动员会
{O}{O}联合开展应急演练
{O}{P}荣获全国劳动模范
走进{O}
我市{O}等{N}家单位获表彰
{L}{X}负责人到场祝贺，{P}主持仪式。
{P}告诉记者，{O}的服务让他很满意。
{O}拟录用{P}等{N}人。
{D}，{O}第{N}届会员代表大会选举{P}为会长，{P}、{P}为副会长。
{L}至{L}高速公路通车，{X}全力保障。
{O}在{L}设立办事处，由{P}负责。
{P}感谢{O}{S}{P}，送来一面锦旗。
原告{P}诉{O}劳动争议一案，{O}作出判决。
{X}与{O}开展结对共建，{P}{P}参加。
{O}购置设备{N}台，由{O}安装调试。
{P}是{L}有名的热心人。
编辑：{P} 校对：{P} 审核：{P}
{P}笑着说：“这是应该做的。”
{O}的{N}名志愿者走上街头，{P}就是其中之一。
乘坐{N}路公交车可到{L}，{L}交通便利。
要坚持以人民为中心，全面推进乡村振兴，确保各项任务落到实处。
活动现场气氛热烈，大家踊跃报名，纷纷表示收获很大。
全年完成产值{N}亿元，同比增长{N}%，实现利润{N}万元。
会议指出，要提高认识，压实责任，强化督导，严格考核。
为进一步提升服务质量，{X}组织了业务培训，{N}人参加。
该系统采用人工智能技术，可自动识别隐患，处置时间缩短{N}分钟。
家住{L}的{P}老人拉着工作人员的手连声道谢。
{N}岁的{P}在路边捡到一个钱包，随即送到{O}。
孙女{P}放假回来，帮着爷爷{P}整理书架。
检验科的{P}已是第{N}次献血，他说这是应该的。
同班的{P}、{P}也赶来帮忙，{P}最后一个离开。
联系人：{P}。联系电话：{N}。
街道党工委书记{P}、办事处副主任{P}，{O}副局长{P}出席。
院党委研究决定：{P}同志任护理部主任，免去其总护士长职务；
医院工会联合{O}、{O}开展献血活动。
公司党委书记{P}、工会主席{P}到一线慰问职工。
本院科主任{P}主刀，{O}{P}教授现场指导。
英国学者{F}说过，阅读使人充实。
{F}和{F}率代表团访问{O}。
{O}来信感谢：“{P}护士长一直守到凌晨。”
社区  受理  成功  邻里  婚姻  物业
{L}    {N}    {N}    {N}    {N}
合计    {N}    {N}    {N}
项目名称 数量 单价 金额
{P}    {O}    {N}票
时  间：{D}上午  地  点：第一会议室
主  持：{P}
列  席：{P}、{P}  记  录：{P}
专家到家门口，比跑医院省心多了。
要求各所、各站、各单位于月底前完成自查，确保开好局、起好步。
双方约定，每月第二周由律所派出两名律师到社区坐班。
《{X}管理办法》经审议通过，{O}负责解释。
打造“一站式”服务平台，让群众少跑腿，数据多跑路。
中共{O}支部委员会与{O}机关党支部签订共建协议。
{O}原副会长{P}先生因病逝世。
{P}先生{N}年生于{L}，毕业于{O}。
{P}同志：你撰写的稿件已被{O}采用。
新闻发布会、座谈会、运动会、联欢会先后举行，气氛热烈。
由{O}、{O}联合主办，{O}协办，{O}支持。
据悉，{O}将投入{N}万元，与{O}共建实验室。
省公司党委、市公司工会、各县分公司积极响应。
秉持服务理念，依托集团公司优势，做大做强主业。
随着一声哨响，比赛正式开始，选手们奋力拼搏。
文明城市创建、垃圾分类、扫黑除恶等工作有序推进。
""".strip().split("\n")
_NUMBERS = "3 5 12 20 30 60 80 100 300 1200 2020 2021 2022 2023 二 三 六 十 十五 三十".split()
_SLOT = re.compile(r"\{(\w)\}")
_KINDS = {"P": "PER", "F": "PER", "O": "ORG", "L": "LOC"}


def texts(seed: int, count: int) -> Iterator[Labelled]:
    """`count` short texts of one to three sentences."""
    inventor = Inventor(seed)
    for _ in range(count):
        text = ""
        spans: list[tuple[int, int, str]] = []
        for template in inventor.random.choices(_SENTENCES, k=inventor.random.choice((1, 1, 2, 3))):
            at = 0
            for match in _SLOT.finditer(template):
                text += template[at : match.start()]
                at = match.end()
                slot = match.group(1)
                value = _value(inventor, slot, text)
                if slot in _KINDS:
                    spans.append((len(text), len(text) + len(value), _KINDS[slot]))
                text += value
            text += template[at:].replace("\\n", "\n")
            if not text.endswith("。"):
                text += "\n"
        yield text, spans


def _value(inventor: Inventor, slot: str, before: str) -> str:
    pick = inventor.random
    match slot:
        case "P":
            return inventor.person()
        case "F":
            return inventor.foreigner()
        case "O":
            return inventor.organization()
        case "L":
            return inventor.place()
        case "S":
            return pick.choice(_TITLES)
        case "X":
            return pick.choice(_CLASSES)
        case "N":
            return pick.choice(_NUMBERS)
        case "D":
            return pick.choice(
                (
                    f"{pick.randint(1, 12)}月{pick.randint(1, 28)}日",
                    "日前",
                    "近日",
                    "昨日",
                    f"{pick.randint(1, 28)}日",
                )
            )
        case _:  # the short form that a text introduces for the name before
            return before[before.rfind("（") - 4 : before.rfind("（") - 2]
