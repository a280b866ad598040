"""Here is a random generator; give me invented names of people and organisations, as newsletters print them.

Places are real (`corpus/data`), everything else is put together from the pieces below.
"""

from __future__ import annotations

import random
from functools import lru_cache

from corpus.language.data import lines, parts, rows, words

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安"
    "颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游"
    "阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
_COMPOUND = ("欧阳", "上官", "司徒", "诸葛", "慕容", "皇甫", "夏侯", "尉迟", "令狐", "司马")
_BRANDS = (
    "安邦博昌晨诚创达大德东鼎方丰福富冠光广国海瀚合和恒弘宏鸿华汇慧佳嘉建健江金锦晶景九巨聚君凯康科坤蓝乐力立联良"
    "凌隆龙绿美明南宁鹏普启千前乾清庆全荣瑞润三森盛胜圣世舒顺思泰腾天通同万维伟文祥信兴星旭亚阳亿益银盈永优友宇裕"
    "元源远月云运泽长振正智中众卓紫"
)
_TRADES = (
    "科技 通信 信息 网络 电子 软件 数码 智能 建设 工程 建筑 装饰 实业 贸易 商贸 物流 运输 医药 生物 食品 农业 能源 电力 燃气 水务 环保 "
    "置业 文化 传媒 教育 咨询 设计 监理 投资 控股 机械 汽车 化工 纺织 服饰 酒业 乳业 水泥 钢铁 煤业 旅游 物业 餐饮 光电 新材料 "
    "信息技术 通信工程 数字科技 网络技术 城市燃气发展 生态环境 建设工程 港口 公共交通 自来水 供热"
).split()
_LEGAL = (
    ("有限公司",) * 6 + ("有限责任公司",) * 2 + ("股份有限公司", "集团有限公司", "公司", "公司", "集团", "")
)
_FIELDS = (
    "通信 信息通信 互联网 律师 图书馆 医院 护理 医师 药师 建筑业 房地产 物业管理 餐饮 旅游 书法家 美术家 作家 摄影家 戏剧家 音乐家 气象 "
    "地质 煤炭 电力 纺织 机械 汽车 农业 水利 茶叶 养老服务 志愿者 慈善 法学 会计 审计 统计 档案 税务 金融 银行 保险 计算机 自动化 "
    "心理 教育 体育 登山 乒乓球 民间文艺家 科普作家 青少年科技 老年 社会工作 社区服务 中小企业 消费者 质量 计量 标准化 烹饪 美容美发"
).split()
_SOCIETIES = (
    ("协会",) * 5 + ("学会",) * 4 + ("商会", "联合会", "研究会", "促进会", "基金会", "行业协会", "联盟")
)
_CHAINS = ("移动", "联通", "电信", "铁塔", "邮政", "广电")
_OPERATORS = (
    "中国移动",
    "中国联通",
    "中国电信",
    "中国铁塔",
    "中国邮政",
    "中国人寿",
    "国家电网",
    "中国石油",
    "中国石化",
    "中国平安",
)
_BANKS = "中国工商银行 工商银行 工行 中国农业银行 农业银行 农行 中国建设银行 建行 中国银行 交通银行 邮储银行 招商银行 农商银行 农村信用社 中国人民银行".split()
_BUREAUX = (
    "公安局 民政局 司法局 财政局 人力资源和社会保障局 人社局 自然资源局 生态环境局 住房和城乡建设局 住建局 交通运输局 水利局 农业农村局 商务局 "
    "文化和旅游局 文旅局 卫生健康委员会 卫健委 卫健局 应急管理局 审计局 市场监督管理局 市场监管局 体育局 统计局 医疗保障局 医保局 信访局 "
    "发展和改革委员会 发改委 发改局 教育局 科技局 工业和信息化局 工信局 城市管理局 城管局 林业局 气象局 税务局 档案局 粮食局 园林局 机关事务管理局 "
    "行政审批局 大数据局 退役军人事务局 烟草专卖局 邮政管理局 通信管理局 供电局 地震局 民族宗教事务局 乡村振兴局 公路局"
).split()
_PARTY = (
    "总工会 妇联 妇女联合会 残联 残疾人联合会 红十字会 科协 科学技术协会 文联 文学艺术界联合会 工商联 工商业联合会 团委 文明办 网信办 "
    "委组织部 委宣传部 委统战部 委政法委 纪委监委 纪委 人大常委会 政协 人民政府 政府 人民法院 人民检察院 中级人民法院 消防救援支队 交警支队 "
    "公安分局 关心下一代工作委员会 关工委 老龄工作委员会 融媒体中心 疾病预防控制中心 疾控中心 中心血站 妇幼保健院 法律援助中心 公证处 仲裁委员会 "
    "图书馆 博物馆 文化馆 档案馆 科技馆 少年宫 体育中心 志愿服务队 慈善总会 律师协会 医学会 日报社 广播电视台 日报 晚报 第一人民医院 人民医院 中医院 "
    "第三中学 实验小学 第二幼儿园 职业技术学院 师范学院 大学 理工大学 医学院 农业科学院 供销合作社 蔬菜专业合作社 党校 养老服务中心"
).split()
_LOCAL = (
    "街道办事处 街道 镇人民政府 镇政府 镇卫生院 乡人民政府 社区 社区居委会 社区居民委员会 社区卫生服务中心 村委会 村民委员会 派出所 司法所 "
    "街道党工委 社区党委 社区党支部 中心小学 文化站 街道综治中心 市场监管所 供电所 税务所 敬老院 小区业委会"
).split()
_UNITS = (
    "党委 党支部 团委 工会 办公室 秘书处 人力资源部 市场部 综合部 技术部 工程部 网络部 财务部 神经外科 骨科 护理部 急诊科 医务科 法学院 经济学院 "
    "计算机学院 图书馆 附属医院 研究院 编辑部 理事会 专业委员会 青年工作委员会 女律师工作委员会 学术研究委员会 惩戒委员会 分会 志愿者服务队 监理分公司 "
    "工会委员会 直属党支部 退休党支部 后勤处 教务处 科研处 保卫处"
).split()
_DIRECTIONS = "东 西 南 北 城关 河东 河西 新华 建设 人民 解放 和平 胜利 长征 青山 白云 龙泉 凤凰 文化 光明 桃园 柳林 石桥 杨家 李庄 西关 北关".split()


@lru_cache(maxsize=1)
def _given() -> tuple[list[str], list[float]]:
    chars: list[str] = []
    weights: list[float] = []
    for line in lines("given_chars.txt"):
        weight, characters = line.split()
        if int(weight) > 0:
            chars += characters
            weights += [float(weight) ** 2] * len(characters)
    common = "明华建国志文玉秀兰英丽红军平伟芳敏静强磊洋勇艳杰涛超娟霞刚桂鹏辉健浩宇婷雪梅琳慧晓春小海永德光宏振立新俊峰"
    return chars + list(common), weights + [300.0] * len(common)


@lru_cache(maxsize=1)
def _foreign() -> str:
    return "".join(words("transliteration.txt"))


@lru_cache(maxsize=1)
def _places() -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]:
    provinces, cities = [], []
    for row in rows("places.csv"):
        provinces.append((row["name"], row["full"]))
        for item in row["cities"].split():
            short, _, full = item.partition("=")
            cities.append((short, full or short + "市"))
    return provinces, cities, [word.rstrip("!") for word in words("counties.txt")]


@lru_cache(maxsize=1)
def _departments() -> list[tuple[str, ...]]:
    return [(row["key"], *parts(row["stems"])) for row in rows("departments.csv") if not row["level"]]


class Inventor:
    """Invents names.  Every method returns one string."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._made_place = self.random.random() < 0.3

    def person(self) -> str:
        """A Chinese personal name of two to four characters."""
        pick = self.random
        chars, weights = _given()
        size = 1 if pick.random() < 0.25 else 2
        surname = pick.choice(_COMPOUND) if pick.random() < 0.03 else self._surname()
        return surname + "".join(pick.choices(chars, weights, k=size))

    def foreigner(self) -> str:
        """A foreign name, transliterated, sometimes with a dot."""
        pick = self.random
        parts = ["".join(pick.choices(_foreign(), k=pick.randint(2, 4))) for _ in range(pick.choice((1, 2, 2)))]
        return "·".join(parts)

    def _surname(self) -> str:
        weight = self.random.random() ** 2
        return _SURNAMES[int(weight * len(_SURNAMES))]

    def place(self) -> str:
        """A place of any level, short or full."""
        provinces, cities, counties = _places()
        pick = self.random
        level = pick.random()
        if level < 0.15:
            return pick.choice(provinces)[pick.random() < 0.5]
        if level < 0.55:
            return pick.choice(cities)[pick.random() < 0.5]
        if level < 0.8:
            return pick.choice(counties)
        return self._coined() + pick.choice(("市", "县", "区", "镇", "乡"))

    def _coined(self, size: int = 2) -> str:
        return "".join(self.random.choices(_BRANDS, k=size))

    def _seat(self) -> str:
        """What an office's name begins with: 某省, 某市, 某市某区, 市, 区, or nothing told."""
        provinces, cities, counties = _places()
        pick = self.random
        level = pick.random()
        if level < 0.16:
            return pick.choice(provinces)[1]
        if level < 0.42:
            return pick.choice(cities)[1]
        if level < 0.56:
            return pick.choice(counties)
        if level < 0.66:
            return pick.choice(cities)[1] + pick.choice(counties)
        if level < 0.78:
            return pick.choice("省市区县")
        return self._coined() + pick.choice(("市", "县", "区", "省"))

    def organization(self) -> str:
        """A name of an organisation of any kind, sometimes with a unit of it."""
        pick = self.random
        kinds = (self._company, self._office, self._society, self._branch, self._local, self._bank)
        name = pick.choices(kinds, (30, 30, 14, 14, 12, 6))[0]()
        if pick.random() < 0.12 and len(name) < 16:
            name += pick.choice(_UNITS)
        return name

    def _company(self) -> str:
        pick = self.random
        brand = self._coined(pick.choices((2, 3, 4), (80, 15, 5))[0])
        where = pick.random()
        place = self.place() if where < 0.45 else ""
        trade = pick.choice(_TRADES) if pick.random() < 0.85 else ""
        legal = pick.choice(_LEGAL)
        if not trade and not legal:
            trade = pick.choice(_TRADES)
        if pick.random() < 0.08:
            return f"{brand}（{pick.choice(_places()[1])[0]}）{trade}{legal or '有限公司'}"
        if pick.random() < 0.08:
            return place + brand + "律师事务所" + (f"{self.place()}分所" if pick.random() < 0.2 else "")
        if pick.random() < 0.15:
            return (
                place
                + brand
                + pick.choice(
                    (
                        "酒店",
                        "超市",
                        "煤矿",
                        "电厂",
                        "农场",
                        "书店",
                        "医院",
                        "药业",
                        "银行",
                        "幼儿园",
                        "学校",
                        "纺织厂",
                        "会计师事务所",
                    )
                )
            )
        return place + brand + trade + legal

    def _office(self) -> str:
        pick = self.random
        seat = self._seat()
        if pick.random() < 0.45:
            return seat + pick.choice(_PARTY)
        if pick.random() < 0.25:
            return seat + pick.choice(pick.choice(_departments()))
        if pick.random() < 0.1:
            return pick.choice(
                (f"共青团{self.place()}委员会", f"团{seat}委", f"中共{self.place()}委员会", f"{seat}委")
            )
        name = seat + pick.choice(_BUREAUX)
        if pick.random() < 0.12:
            name += pick.choice(
                (f"{self.place()}分局", "执法支队", "交警大队", "监察大队", "稽查局", "服务中心")
            )
        return name

    def _society(self) -> str:
        pick = self.random
        head = "中国" if pick.random() < 0.2 else "中华" if pick.random() < 0.03 else self._seat()
        return head + pick.choice(_FIELDS) + pick.choice(_SOCIETIES)

    def _branch(self) -> str:
        pick = self.random
        chain, whole, place = pick.choice(_CHAINS), pick.choice(_OPERATORS), self.place()
        return pick.choice(
            (
                f"{place}{chain}",
                f"{place}{chain}公司",
                f"{chain}{place}分公司",
                f"{whole}{place}分公司",
                f"{whole}{place}公司",
                f"{place}{chain}{self.place()}分公司",
                whole,
                f"国网{place}供电公司",
                f"{chain}公司",
            )
        )

    def _bank(self) -> str:
        pick = self.random
        bank, place = pick.choice(_BANKS), self.place()
        road = pick.choice(_DIRECTIONS)
        return pick.choice(
            (
                f"{bank}{place}分行",
                f"{bank}{place}支行",
                f"{bank}{place}{road}支行",
                f"{bank}{road}支行",
                bank,
                f"{place}{bank}",
            )
        )

    def _local(self) -> str:
        pick = self.random
        base = pick.choice(_DIRECTIONS) if pick.random() < 0.5 else self._coined()
        where = self.place() if pick.random() < 0.3 else ""
        return where + base + pick.choice(_LOCAL)
