"""Bylines in every form, and what only looks like one."""

from __future__ import annotations

import pytest

from corpus.language.names import cut_names, name_likeness
from corpus.splitting import load_profiles
from corpus.splitting.attribution import byline_of
from corpus.splitting.bylines import BylineReader


@pytest.fixture(scope="module")
def reader() -> BylineReader:
    return BylineReader(next(p for p in load_profiles() if p.name == "association-newsletter"))


@pytest.mark.parametrize(
    ("text", "authors", "credit"),
    [
        ("会议取得圆满成功。（陆知行）", ("陆知行",), None),
        ("会议取得圆满成功。 (方一舟)", ("方一舟",), None),
        ("会议取得圆满成功。（方一舟 欧阳澈）", ("方一舟", "欧阳澈"), None),
        ("会议取得圆满成功。（方一舟、欧阳澈）", ("方一舟", "欧阳澈"), None),
        ("会议取得圆满成功。（徐 媛 李 涛）", ("徐媛", "李涛"), None),
        ("会议取得圆满成功。（张俊明姜彦红）", ("张俊明", "姜彦红"), None),
        ("会议取得圆满成功。（记者 方一舟 通讯员 米朵）", ("方一舟", "米朵"), None),
        ("会议取得圆满成功。（本报记者方一舟）", ("方一舟",), None),
        ("会议取得圆满成功。（文/图 方一舟）", ("方一舟",), None),
        ("会议取得圆满成功。（方一舟/文 米朵/图）", ("方一舟", "米朵"), None),
        ("会议取得圆满成功。（方一舟文/摄）", ("方一舟",), None),
        ("会议取得圆满成功。（俊玲）", ("俊玲",), None),
        ("会议取得圆满成功。（阿依古丽·买买提）", ("阿依古丽·买买提",), None),
        ("会议取得圆满成功。（秘书处）", (), "秘书处"),
        ("会议取得圆满成功。（秘书处综合整理）", (), "秘书处综合整理"),
        ("会议取得圆满成功。（据云岭日报）", (), "据云岭日报"),
        ("会议取得圆满成功。（摘自《云岭日报》）", (), "摘自《云岭日报》"),
        ("会议取得圆满成功。（来源：云岭日报）", (), "云岭日报"),
        ("会议取得圆满成功。（云岭电信 方一舟）", ("方一舟",), "云岭电信"),
        ("会议取得圆满成功。（临江少儿馆）", (), "临江少儿馆"),
        ("会议取得圆满成功。（综合媒体报道）", (), "综合媒体报道"),
        ("会议取得圆满成功。（秘书处统计）", (), "秘书处统计"),
        ("会议取得圆满成功。（作者单位：云岭电信临江分公司）", (), "云岭电信临江分公司"),
        ("会议取得圆满成功。（作者系临江建设公司技术员）", (), "临江建设公司"),
        ("会议取得圆满成功。 本刊通讯员  方一舟", ("方一舟",), None),
        ("会议取得圆满成功。文/图 方一舟", ("方一舟",), None),
        ("会议取得圆满成功。（科技处 唐小棠）", ("唐小棠",), "科技处"),
        ("会议取得圆满成功。（方一舟）（来源：云岭日报）", ("方一舟",), "云岭日报"),
        ("会议取得圆满成功。【方一舟】", ("方一舟",), None),
        ("会议取得圆满成功。(方一舟）", ("方一舟",), None),
        ("会议取得圆满成功。（责任编辑：秦岚）", (), None),
        ("会议取得圆满成功。【编辑:秦岚】", (), None),
        ("会议取得圆满成功。（完）", (), None),
        ("会议取得圆满成功。（方 一）", ("方一",), None),
        ("会议取得圆满成功。（方一舟  8月3日）", ("方一舟",), None),
        ("会议取得圆满成功。（党建办　方一舟）", ("方一舟",), "党建办"),
        ("会议取得圆满成功。（良种技术指导站）", (), "良种技术指导站"),
        ("会议取得圆满成功。（水利工程管理股）", (), "水利工程管理股"),
        ("会议取得圆满成功。（记者 安静 通讯员 方明）", ("安静", "方明"), None),
        ("会议取得圆满成功。（人事科答复）", (), "人事科"),
        ("会议取得圆满成功。（图片来自网络）", (), None),
    ],
)
def test_end_of_text(reader: BylineReader, text: str, authors: tuple[str, ...], credit: str | None) -> None:
    found = reader.tail(text)
    assert found is not None
    rest, byline = found
    assert rest == "会议取得圆满成功。"
    assert (byline.authors, byline.credit) == (authors, credit)


@pytest.mark.parametrize(
    "text",
    [
        "会议审议了管理办法（试行）",
        "详情请见通知全文（见附件）",
        "该项目总投资三亿元（约合四千万美元）。",
        "会议由协会（以下简称“协会”）主办。",
        "一等奖获得者为第二建筑公司（临江）",
        "他说：“我们一定能行（鼓掌）。”",
    ],
)
def test_brackets_that_are_text(reader: BylineReader, text: str) -> None:
    found = reader.tail(text)
    assert found is None or not (found[1].authors or found[1].credit)


@pytest.mark.parametrize(
    ("line", "authors", "credit"),
    [
        ("陆知行", ("陆知行",), None),
        ("文/陆知行", ("陆知行",), None),
        ("□ 陆知行", ("陆知行",), None),
        ("作者：陆知行", ("陆知行",), None),
        ("本报记者 陆知行 通讯员 米朵", ("陆知行", "米朵"), None),
        ("水利学院 车文澜", ("车文澜",), "水利学院"),
        ("2021-08-15 09:30 来源：云岭日报 作者：钟离秋", ("钟离秋",), "云岭日报"),
        ("来源：云岭日报", (), "云岭日报"),
    ],
)
def test_line_under_a_headline(
    reader: BylineReader, line: str, authors: tuple[str, ...], credit: str | None
) -> None:
    byline = reader.line(line, bare=True)
    assert byline is not None
    assert (byline.authors, byline.credit) == (authors, credit)


@pytest.mark.parametrize(
    "line", ["致贺电", "发表谈话", "在京举行", "我省科技创新成果丰硕", "高度重视", "安全生产"]
)
def test_ends_of_headlines_are_no_authors(reader: BylineReader, line: str) -> None:
    byline = reader.line(line, bare=True)
    assert byline is None or not byline.authors


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("本报讯（记者 孟晓棠 通讯员 郝峰）9月6日，仪式举行。", ("孟晓棠", "郝峰")),
        ("云岭网8月3日讯（记者孟晓棠）8月3日，仪式举行。", ("孟晓棠",)),
        ("本报讯 记者孟晓棠报道 9月6日，仪式举行。", ("孟晓棠",)),
        ("（通讯员 郝峰）9月6日，仪式举行。", ("郝峰",)),
    ],
)
def test_opening(reader: BylineReader, text: str, authors: tuple[str, ...]) -> None:
    byline = reader.lead(text)
    assert byline is not None and byline.authors == authors


@pytest.mark.parametrize(
    ("text", "authors", "credit"),
    [
        (
            "活动圆满结束。云岭日报记者 吴浩然编辑 蒋红飞二审 黄小霞返回搜狐，查看更多责任编辑：",
            ("吴浩然",),
            None,
        ),
        ("活动圆满结束。采写：南都记者 韦小明", ("韦小明",), None),
        ("活动圆满结束。\t云岭新闻记者王小辉实习生郑旭", ("王小辉", "郑旭"), None),
        ("活动圆满结束。来源：云岭日报", (), "云岭日报"),
        ("活动圆满结束。(完) 【编辑:秦岚】 更多精彩内容请进入国内新闻", (), None),
        ("活动圆满结束。图片来源：网络截图", (), None),
        ("活动圆满结束。新华社记者 万象 摄", (), None),
    ],
)
def test_press_texts(reader: BylineReader, text: str, authors: tuple[str, ...], credit: str | None) -> None:
    byline = byline_of([text], reader)
    assert (byline.authors, byline.credit) == (authors, credit) if byline else not (authors or credit)


def test_an_empty_text_has_no_byline(reader: BylineReader) -> None:
    assert byline_of([""], reader) is None


def test_names_are_told_by_shape() -> None:
    likely = ["陆知行", "欧阳澈", "王婧"]
    assert all(name_likeness(name) >= 0.9 for name in likely)
    unlikely = ["谈话", "贺电", "的确", "会议强调", "2021", "A君", "高度", "安全"]
    assert all(name_likeness(name) < 0.9 for name in unlikely)
    assert cut_names("张俊明姜彦红") == ("张俊明", "姜彦红")
    assert cut_names("会议强调指出") == ()


@pytest.mark.parametrize(
    ("row", "authors", "credit"),
    [
        ("记者  安静", ("安静",), None),
        ("撰文：陶然之初", ("陶然之初",), None),
        ("春晖学校八年级　米朵（听障）", ("米朵",), "春晖学校"),
        ("方一舟（男，６８岁）", ("方一舟",), None),
        ("12轮机1班  陶然", ("陶然",), None),
        ("（县良种技术指导站）", (), "县良种技术指导站"),
    ],
)
def test_a_row_under_a_headline_names_by_its_place(
    reader: BylineReader, row: str, authors: tuple[str, ...], credit: str | None
) -> None:
    found = reader.line(row, bare=True) or reader.from_place(row)
    assert found is not None and (found.authors, found.credit) == (authors, credit)
