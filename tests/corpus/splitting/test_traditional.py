"""Issues in traditional characters are read as those in simplified ones, and given back as printed."""

from __future__ import annotations

import datetime as dt

from corpus.splitting.profile import load_profiles
from corpus.splitting.traditional import TraditionalReader
from tests.corpus.splitting.test_layouts import issue_of, signed, titles

ISSUE = """\
河 灣 鄉 訊
第十二期
二〇一九年三月號
河灣同鄉會 編印
（贈閱鄉親，歡迎翻印）

●會務要聞

義診隊走進東村
　　三月二日，同鄉會義診隊到東村為老人量血壓、配老花鏡，來者一百六十餘人，隊伍一直排到榕樹下面。
　　隊長區燕玲說，鏡片不貴，貴在有人記得。
　　　　　　　　　　（本會聯絡部）

舊渡口的最後一班船
陳志強
　　渡口明年就要拆了，老船工把纜繩又上了一遍桐油，說船是有記性的，不能讓它帶著一身鏽離開。
　　我坐在船尾，聽他數過往的客人，數到第三十年，他就不數了，只是望著水。

●僑界動態

海外鄉親捐建圖書室
　　三月九日，旅居檳城的鄉親捐建的圖書室在河灣小學開放，藏書三千冊，另有座位四十個。
　　　　　　　　　　供稿：郭麗華

督印：黃志明　　編輯：區燕玲
通訊處：河灣大街十八號
"""


def test_an_issue_in_traditional_characters() -> None:
    parsed = issue_of(ISSUE)
    first, second, third = parsed.articles
    assert titles(parsed) == ["義診隊走進東村", "舊渡口的最後一班船", "海外鄉親捐建圖書室"]
    assert [article.section for article in parsed.articles] == ["會務要聞", "會務要聞", "僑界動態"]
    assert (parsed.issue.year, parsed.issue.month) == (2019, 3)
    assert (first.date, third.date) == (dt.date(2019, 3, 2), dt.date(2019, 3, 9))
    assert signed(first) == ((), "本會聯絡部")
    assert signed(second) == (("陳志強",), None)
    assert signed(third) == (("郭麗華",), None)
    assert "通訊處" not in third.body


def test_what_a_byline_says_stays_in_its_characters() -> None:
    reader = TraditionalReader(load_profiles()[0])
    named = reader.read("記者　陳志強　通訊員　區燕玲", alone=True)
    assert named is not None and named.authors == ("陳志強", "區燕玲")
    step = reader.tail("隊伍一直排到榕樹下面。（聯絡部　黃志明）")
    assert step is not None and step[0] == "隊伍一直排到榕樹下面。"
    assert (step[1].authors, step[1].credit) == (("黃志明",), "聯絡部")
