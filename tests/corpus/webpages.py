# ruff: noqa: E501  (pages as they are saved have long lines)
"""Saved web pages of one story in the layouts that Chinese sites have, made up for the tests.

`PAGES` maps the name of a layout to a `Page`: its HTML and what a person reads on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """html: the page as saved; title, day, authors, paragraphs: what must be read; chrome: what must stand aside."""

    html: str
    title: str
    day: str
    authors: tuple[str, ...]
    paragraphs: tuple[str, ...]
    chrome: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    title: str
    day: str
    author: str
    source: str
    paragraphs: tuple[str, ...]


PORT = Story(
    "岚江港三号泊位完成岸电改造",
    "2023-04-18",
    "罗启文",
    "岚江日报",
    (
        "岚江港集团近日对外公布，三号泊位的岸电改造已经通过验收，靠港船舶可以全程使用陆上电源。",
        "记者在码头看到，一艘装载纸浆的货轮靠泊后，工人用不到二十分钟就接好了电缆，船上的辅机随即停了下来，甲板上再也闻不到柴油味。",
        "“过去一天要烧两吨多油，现在接上电，费用省了三成。”船长黎志强说，船员夜里也能睡个安稳觉。",
        "据港口能源科测算，三个泊位全部改造后，每年可以少用柴油一千六百吨。下一步，岸电设施还会延伸到内河的六个小码头。",
    ),
)
SCHOOL = Story(
    "云梁县为九所村小换上节能灯",
    "2023-11-02",
    "苏曼青",
    "云梁教育网",
    (
        "11月1日，云梁县教育装备站把最后一批节能灯送到了白果坪小学，全县九所村小的教室照明改造到此结束。",
        "白果坪小学坐落在海拔一千三百米的山坳里，冬天下午四点天就暗了。校长卢宗海介绍，旧灯管忽明忽暗，孩子们总要凑到窗边写字。",
        "施工队在每间教室装了九盏灯，还给黑板加了两盏专用灯，课桌面的照度比原来高出一倍。",
        "县教育局表示，明年要把图书室和宿舍也列进来，并请供电所每学期检查一次线路。",
    ),
)
HERB = Story(
    "药农算清一笔“轮作账”",
    "2022-08-23",
    "覃晓川",
    "山地农业报",
    (
        "本报讯（记者 覃晓川）八月下旬，石盘乡的玄参田里，乡农技员柏青林正带着十几户药农测土。",
        "连种三年玄参之后，不少地块起了根腐病，产量掉了四成。柏青林劝大家歇一季药材，改种黄豆养地。",
        "“开头谁也不愿意，黄豆才几个钱？”药农龚大庆说，他半信半疑拿出两亩试种，第二年玄参的亩产反而多收了一百二十公斤。",
        "眼下，全乡已有八百亩药田排出了轮作表，县里的药材公司也答应按保底价收购。",
    ),
)
STORIES = (PORT, SCHOOL, HERB)


def _paragraphs(story: Story, tag: str = "p", indent: str = "　　") -> str:
    return "\n".join(f"<{tag}>{indent}{text}</{tag}>" for text in story.paragraphs)


def _china(day: str) -> str:
    year, month, date = map(int, day.split("-"))
    return f"{year}年{month:02d}月{date:02d}日"


_MENU = "".join(
    f'<li><a href="/{i}/">{name}</a></li>'
    for i, name in enumerate(["首页", "时政", "财经", "体育", "文化", "图片", "视频", "专题"])
)
_RELATED = "".join(
    f'<li><a href="/r{i}">{text}</a></li>'
    for i, text in enumerate(
        ("清溪口大桥主塔封顶", "两条公交线路下月起改道", "老厂房里开出陶艺馆", "夜市摊位统一编号管理")
    )
)


def _page(head: str, body: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">{head}</head>\n<body>{body}</body></html>'


def portal_grey(s: Story) -> str:
    """A portal with a date-source bar, a keyword line, a share rail and comments."""
    return _page(
        f'<title>{s.title}|岸电|港口_岚江新闻_岚江在线</title><meta property="og:title" content="{s.title}"/>'
        f'<meta property="og:type" content="news"/><meta property="article:published_time" content="{s.day}T09:20:11+08:00"/>'
        f'<meta property="article:author" content="{s.source}"/><script>var a = {{"title":"x"}};</script>',
        f'<div class="top-bar"><div class="path"><a href="/">新闻中心</a> &gt; <a>国内新闻</a> &gt; 正文</div></div>'
        f'<div class="main-content w1240"><h1 class="main-title">{s.title}</h1>'
        f'<div class="top-bar-wrap"><div class="date-source"><span class="date">{_china(s.day)} 09:20</span> '
        f'<a class="source ent-source">{s.source}</a></div><div class="page-tools"><span>分享</span><span>评论</span></div></div>'
        f'<div class="article-content clearfix"><div class="article-content-left"><div class="article" id="artibody">'
        f'<p class="quotation">原标题：{s.title}</p>{_paragraphs(s)}<p class="show_author">责任编辑：季安 </p></div>'
        f'<div class="keywords">关键字 : <a>岸电</a> <a>港口</a></div><div class="blk-comment">我要评论 <a>登录</a></div>'
        f'<div class="blk-related"><h3>相关新闻</h3><ul>{_RELATED}</ul></div></div>'
        f'<div class="article-content-right"><h2>阅读排行榜</h2><ul>{_RELATED}</ul></div></div></div>'
        f'<div class="footer">岚江在线 版权所有 Copyright © 2023</div>',
    )


def portal_blocks(s: Story) -> str:
    """A portal whose text stands in divs of a rich editor, with the account's name and declarations below."""
    text = "".join(f'<p><span style="font-size:16px">{p}</span></p><p><br></p>' for p in s.paragraphs)
    return _page(
        f'<title>{s.title}_村小</title><meta name="mediaid" content="{s.source}"/><meta itemprop="datePublished" content="{s.day} 07:32"/>',
        f'<div id="main-header"><ul class="nav">{_MENU}</ul></div><div class="location area"><a>大众</a> &gt; <a>教育</a></div>'
        f'<div class="left sidebar"><div class="column left"><h4><a>{s.source}</a></h4><dl><dt>文章</dt><dd>312</dd></dl></div></div>'
        f'<div class="left main"><div class="text"><div class="text-title"><h1>{s.title}<span class="article-tag"></span></h1>'
        f'<div class="article-info"><span class="time">{s.day} 07:32</span><span>来源: {s.source}</span></div></div>'
        f'<article class="article" id="mp-editor"><!-- 文章 --><p>原标题：{s.title}</p>{text}<p>文｜{s.author}</p>'
        f'<a href="/">返回首页，查看更多</a><p>责任编辑：</p></article></div>'
        f'<div class="statement">声明：该文观点仅代表作者本人，本号系信息发布平台，仅提供信息存储空间服务。</div>'
        f'<div class="bottom-relate-wrap"><span class="read-wrap">阅读 (<em>88</em>)</span></div></div>'
        f'<div class="right"><h3>24小时热文</h3><ul>{_RELATED}</ul></div>',
    )


def paper_online(s: Story) -> str:
    """A party newspaper's site: centred title, box with date and source, QR code, editor in brackets."""
    return _page(
        f'<title>{s.title}--山地频道--农报网</title><meta name="publishdate" content="{s.day}">'
        f'<meta name="source" content="来源：{s.source}"><meta name="author" content="1234567">',
        f'<div class="nav w1000"><a>农报网</a> <a>时政</a> <a>国际</a> <a>社会</a></div>'
        f'<div class="clearfix w1000 path"><a>农报网</a>&gt;&gt;<a>山地频道</a>&gt;&gt;<a>各地动态</a></div>'
        f'<div class="clearfix w1000_320 text_title"><h3 class="pre"></h3><h1>{s.title}</h1><h4 class="sub">——石盘乡药田轮作见闻</h4>'
        f'<p class="author">{s.author}</p><div class="box01"><div class="fl">{_china(s.day)}08:13&nbsp;&nbsp;来源：<a>{s.source}</a></div>'
        f'<div class="fr"><span>分享到：</span></div></div></div>'
        f'<div class="clearfix w1000_320 text_con"><div class="fl text_con_left"><div class="box_con" id="rwb_zw">'
        f'<div class="otitle"></div>{_paragraphs(s, indent="&emsp;&emsp;")}<div class="zdfy clearfix"></div></div>'
        f'<div class="edit clearfix">(责编：路遥、席川)</div><div class="share">分享让更多人看到</div></div>'
        f'<div class="fr text_con_right"><h2>热门排行</h2><ol>{_RELATED}</ol></div></div>'
        f'<div class="copyright">农 报 网 版 权 所 有 ，未 经 书 面 授 权 禁 止 使 用</div>',
    )


def netnews(s: Story) -> str:
    """A news site of the older kind: text after an empty lead box, end mark with source and editor below."""
    return _page(
        f"<title>{s.title}_网闻</title>",
        f'<div class="ns_area"><a>首页</a> <a>新闻</a> <a>体育</a> <a>娱乐</a></div><div class="post_crumb"><a>网闻首页</a> &gt; <a>地方</a> &gt; 正文</div>'
        f'<div class="post_content_main"><h1>{s.title}</h1><div class="post_time_source">　{s.day} 11:05:40　来源: <a>{s.source}</a>　<a>举报</a></div>'
        f'<div class="post_body"><div id="endText" class="post_text"><p class="otitle">（原标题：{s.title}）</p>'
        f'{_paragraphs(s, indent="")}<div class="gg200x300">广告</div>'
        f'<div class="ep-source cDGray"><span class="left">本文来源：{s.source}  作者：{s.author}</span><span class="ep-editor">责任编辑：丁一_NN01</span></div></div></div>'
        f'<div class="tie-area"><a>跟贴</a> <em>12</em></div></div>',
    )


def wechat_before(s: Story) -> str:
    """An article of a WeChat account saved before its scripts ran: text hidden, day in a variable."""
    text = "".join(
        f'<section style="line-height: 1.75em;"><span style="font-size: 15px;">{p}</span></section>'
        for p in s.paragraphs
    )
    stamp = {"2023-04-18": 1681786800, "2023-11-02": 1698894000, "2022-08-23": 1661223600}[s.day]
    return _page(
        f'<title></title><meta property="og:title" content="{s.title}"/><meta property="og:site_name" content="微信公众平台"/>'
        f'<meta name="author" content="{s.author}"/>',
        f'<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content"><div id="img-content">'
        f'<h1 class="rich_media_title" id="activity-name">\n{s.title}\n</h1>'
        f'<div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo" class="rich_media_meta">原创</span>'
        f'<span class="rich_media_meta rich_media_meta_text">{s.author}</span> <span class="rich_media_meta_nickname"><a id="js_name">{s.source}</a>'
        f'<div id="js_profile_qrcode" style="display:none;"><strong>{s.source}</strong><span>微信号</span><span>ljrb2019</span><span>功能介绍</span><span>岚江人的报纸</span></div></span>'
        f'<em id="publish_time" class="rich_media_meta rich_media_meta_text"></em></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">{text}</div></div>'
        f'<div class="rich_media_tool"><div id="js_read_area3" style="display:none;">阅读 <span></span></div></div></div>'
        f'<div id="js_pc_qr_code" style="display:none;"><p>微信扫一扫<br>关注该公众号</p></div></div></div>'
        f'<script>var ct = "{stamp}";var msg_title = "x";</script>',
    )


def wechat_after(s: Story) -> str:
    """The same saved after its scripts ran, with everything that stands below an article."""
    text = "".join(f"<p>{p}</p><p><br></p>" for p in s.paragraphs)
    return _page(
        f'<title>{s.title}</title><meta property="og:title" content="{s.title}">',
        f'<div id="js_article"><h1 class="rich_media_title" id="activity-name">{s.title}</h1><div id="meta_content" class="rich_media_meta_list">'
        f'<span class="rich_media_meta rich_media_meta_text">{s.author}</span> <span><a id="js_name">{s.source}</a></span> '
        f'<em id="publish_time">{s.day} 17:45</em> <em id="js_ip_wording_wrp">发表于<span>山西</span></em></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: visible;">{text}<section><p>供稿：能源科</p><p>编辑：柳絮</p><p>审核：唐山河</p></section></div>'
        f'<div id="js_tags">收录于合集 <a>#港口</a></div><div class="rich_media_tool"><span>阅读原文</span><span>阅读 1024</span><span>赞 20</span><span>在看 6</span></div>'
        f'<div class="comment_area"><h3>精选留言</h3><p>老水手：岸电好，晚上安静多了，希望别的码头也快点装上。</p></div>'
        f'<div id="relation_article"><p>喜欢此内容的人还喜欢</p><p>江边的灯塔</p><p>一艘船的退休</p></div>'
        f"<p>预览时标签不可点</p><p>微信扫一扫 使用小程序</p></div>",
    )


def government_form(s: Story) -> str:
    """A government site within one form, with breadcrumb, font sizes, pager and a footer of numbers."""
    return _page(
        f'<title>{s.title}-云梁县人民政府</title><meta name="ArticleTitle" content="{s.title}"><meta name="PubDate" content="{s.day} 10:12:00"><meta name="ContentSource" content="{s.source}">',
        f'<form method="post" action="./show.aspx" id="form1"><input type="hidden" name="__VIEWSTATE" value="/wEP"/>'
        f'<div class="header"><input type="text" value="请输入关键字"/><ul>{_MENU}</ul></div>'
        f'<div class="dqwz">您现在的位置：<a>首页</a>&nbsp;&gt;&nbsp;<a>政务动态</a>&nbsp;&gt;&nbsp;<a>部门动态</a></div>'
        f'<div class="con"><div class="bt">{s.title}</div><div class="xx">发布时间：{s.day} 10:12　　来源：{s.source}　　作者：{s.author}　　浏览次数：<span id="hits">531</span>　　字体：【<a>大</a> <a>中</a> <a>小</a>】</div>'
        f'<div class="TRS_Editor">{_paragraphs(s)}</div><div class="gn"><a>【打印本页】</a> <a>【关闭窗口】</a></div>'
        f'<div class="sxp"><p>上一篇：<a>关于秋季校车线路的公告</a></p><p>下一篇：<a>县医院添置移动诊疗车</a></p></div></div>'
        f'<div class="foot"><p>主办：云梁县人民政府办公室　联系电话：0990-1234567</p><p>云ICP备05000001号 网站标识码：0990000001 云公网安备 09900000000001号</p></div></form>',
    )


def government_table(s: Story) -> str:
    """A site of the year 2008, set in tables within tables, title in a cell, no heading at all."""
    return _page(
        f"<title>{s.title}</title>",
        f'<table width="1000"><tr><td><table><tr><td><a>首 页</a></td><td><a>机构设置</a></td><td><a>政务公开</a></td><td><a>办事指南</a></td></tr></table></td></tr>'
        f"<tr><td>当前位置：<a>首页</a> → <a>工作动态</a> → 正文</td></tr>"
        f'<tr><td><table width="90%"><tr><td align="center" class="title1"><b>{s.title}</b></td></tr>'
        f'<tr><td align="center">作者：{s.author}　来源：{s.source}　点击数：96　更新时间：{s.day}</td></tr>'
        f'<tr><td class="zw">{"<br>".join("　　" + p for p in s.paragraphs)}</td></tr>'
        f'<tr><td align="right">文章录入：admin　责任编辑：admin</td></tr></table></td></tr>'
        f"<tr><td><ul><li>上一篇文章： <a>站里举行消防演练</a></li><li>下一篇文章： 没有了</li></ul></td></tr>"
        f"<tr><td>【<a>发表评论</a>】【<a>加入收藏</a>】【<a>告诉好友</a>】【<a>打印此文</a>】【<a>关闭窗口</a>】</td></tr></table>"
        f"<table><tr><td>版权所有：云梁县教育装备站</td></tr></table>",
    )


def association(s: Story) -> str:
    """An association's site: h2 for the title, h3 for the lists below, day at the end of the text."""
    return _page(
        "<title>山地药材协会</title>",
        f'<header><div class="logo">山地药材协会</div><nav><ul>{_MENU}</ul></nav></header><section class="detail"><h2>{s.title}</h2>'
        f'<p class="meta"><span>{s.day}</span><span>{s.author}</span></p><div class="detail-text">{_paragraphs(s)}</div></section>'
        f'<section class="more"><h3>相关文章</h3><p>药材烘房改造有了新标准</p><p>会长单位走访石盘乡</p><h3>通知公告</h3><p>关于缴纳会费的通知</p></section>'
        f"<footer>地址：岚州市药王路6号　电话：0988-7654321</footer>",
    )


def json_ld(s: Story) -> str:
    """A page of a modern framework: classes say nothing, JSON-LD says all."""
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "岚江新媒"},
            {
                "@type": "NewsArticle",
                "headline": s.title,
                "datePublished": f"{s.day}T06:00:00+08:00",
                "author": [{"@type": "Person", "name": s.author}],
                "publisher": {"@type": "Organization", "name": s.source},
            },
        ],
    }
    text = "".join(f'<div class="css-1x2y3z">{p}</div>' for p in s.paragraphs)
    return _page(
        f'<title>{s.title} - 岚江新媒</title><script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>',
        f'<div id="root"><div class="css-a1"><a>首页</a><a>视频</a><a>我的</a></div><main><div class="css-h"><h1>{s.title}</h1></div>{text}'
        f'<div class="css-b2">热门评论</div><div class="css-c3"><div>江风</div><div>希望多报道这样的事，我们在船上干活的人最清楚里面的甘苦。</div></div></main>'
        f'<div class="css-f">©2023 岚江新媒 京ICP备1号</div></div>',
    )


def in_script(s: Story) -> str:
    """A page that shows nothing until a script has set its text, which is a string of JSON."""
    content = "".join(f"<p>{p}</p>" for p in s.paragraphs)
    state = json.dumps(
        {"doc": {"title": s.title, "newsTime": f"{s.day} 12:30:00", "content": content, "editor": ""}}
    )
    return _page(
        f'<title>{s.title}_岚江网</title><meta name="author" content="{s.author}">',
        f'<div id="app"></div><script>window.__INITIAL_STATE__={state};</script><noscript>请打开浏览器的脚本</noscript>',
    )


def in_plain_script(s: Story) -> str:
    """The same with the characters as they are, among short strings."""
    content = "".join(f"<p>{p}</p>" for p in s.paragraphs)
    state = {
        "doc": {
            "newsTime": f"{s.day} 12:30:00",
            "title": s.title,
            "list": [{"data": content, "type": "text"}],
        }
    }
    script = f"var allData = {json.dumps(state, ensure_ascii=False)};"
    return _page(
        f'<title>{s.title}_岚江网</title><meta name="author" content="{s.author}">',
        f'<div id="root"></div><script>{script}</script>',
    )


def wechat_parts(s: Story) -> str:
    """An account's article with numbered parts, a line that asks to be followed, and a list of hands below."""
    a, b, c, d = (f"<p>{text}</p>" for text in s.paragraphs)
    return _page(
        f'<title></title><meta property="og:title" content="{s.title}"><script>var createTime = "{s.day} 18:30";</script>',
        f'<div id="js_article"><h1 id="activity-name">{s.title}</h1><div id="meta_content"><a id="js_name">{s.source}</a> <em></em></div>'
        f'<div id="js_content" style="visibility:hidden;opacity:0"><section><p>点击上方蓝字关注我们</p></section><section><section>01 换灯</section>{a}{b}'
        f"<section>02 效果</section>{c}{d}</section><p>文字：{s.author}</p><p>图片：陈皮</p><p>编辑：柳絮</p></div></div>"
        f'<div style="display:none"><p>轻触查看原文</p></div>',
    )


def folded(s: Story) -> str:
    """A mobile page that shows the beginning and folds the rest away until it is asked for."""
    first, rest = s.paragraphs[:2], s.paragraphs[2:]
    return _page(
        f"<title>{s.title}</title>",
        f'<div class="m-head"><a>打开客户端</a></div><article><h1>{s.title}</h1><p class="info">{s.source} {s.day} 记者 {s.author}</p>'
        f'<div class="text">{"".join(f"<p>{p}</p>" for p in first)}</div><div class="rest-content" style="display:none">{"".join(f"<p>{p}</p>" for p in rest)}</div>'
        f'<div class="unfold">展开全文</div></article><div class="login-modal" style="display:none"><p>登录后可以收藏文章，也可以把它分享给朋友，还能在评论区参加讨论。</p></div>',
    )


def paper_paged(s: Story) -> str:
    """A newspaper's digital edition: page number and day above, contents of the page beside."""
    return _page(
        f"<title>{s.source}-{s.title}</title>",
        f'<div class="toplink"><a>返回目录</a> <a>放大+</a> <a>缩小-</a></div><table><tr><td class="left"><div>第03版：乡村 上一版 下一版</div><ul>{_RELATED}</ul></td>'
        f'<td class="right"><div class="info">{_china(s.day)}　星期二　{s.source}</div><div class="pager"><a>上一篇</a> <a>下一篇</a></div>'
        f'<div class="text"><h2>石盘乡里问收成</h2><h1>{s.title}</h1><p class="zuoze">记者　{s.author}</p><div id="ozoom">{_paragraphs(s)}</div></div></td></tr></table>',
    )


def subheads(s: Story) -> str:
    """A long story with sub-heads of its own, which are no articles."""
    a, b, c, d = s.paragraphs
    return _page(
        f"<title>{s.title}_深度</title>",
        f'<div class="wrap"><h1>{s.title}</h1><div class="byline">文/{s.author}　发布于 {s.day}</div><div class="c"><p>{a}</p><h2>从一根灯管说起</h2><p>{b}</p>'
        f'<h2>照度高出一倍</h2><p>{c}</p><h2>下一步怎么办</h2><p>{d}</p></div><div class="tags">标签：<a>教育</a></div></div>'
        f'<div class="prevnext"><a>« 前一篇：乡村图书车</a> <a>后一篇：山里的篮球场 »</a></div>',
    )


def bare_lines(s: Story) -> str:
    """Text straight in a div with line breaks, a photograph's caption, a foot with the medium's app."""
    lines = "<br/><br/>\n".join("　　" + p for p in s.paragraphs)
    return _page(
        f'<title>{s.title}_本地_澄江网</title><meta name="keywords" content="岸电">',
        f'<div class="newscontent"><h1 class="news_title">{s.title}</h1><div class="news_about"><p>澄江网记者 {s.author}</p><p>{s.day} 08:40  <span>来源：{s.source}</span></p></div>'
        f'<div class="news_txt">{lines}<div class="contheight"></div></div><div class="news_editor">责任编辑：毛小雨 <span>澄江网报料：0990-11223344</span> 版权所有，未经授权不得转载</div>'
        f'<div class="news_keyword">关键词 &gt;&gt; <a>岸电</a></div><div class="commTotal">评论（6）</div></div>',
    )


def english_tags(s: Story) -> str:
    """A blog engine: article, header, time, footer, and a comment form."""
    return _page(
        f"<title>{s.title} – 云梁随笔</title>",
        f'<header id="masthead"><h1 class="site-title"><a href="/">云梁随笔</a></h1></header><main id="main"><article class="post"><header class="entry-header"><h1 class="entry-title">{s.title}</h1>'
        f'<div class="entry-meta"><time class="entry-date" datetime="{s.day}T20:00:00+08:00">{s.day}</time><span class="author vcard">作者：{s.author}</span></div></header>'
        f'<div class="entry-content">{_paragraphs(s, indent="")}</div><footer class="entry-footer">分类：<a>乡村</a></footer></article>'
        f'<nav class="post-navigation"><a>上一篇文章：雨季的木桥</a></nav><div id="comments" class="comments-area"><h2>《{s.title}》有 1 条评论</h2><p>写得真好，我就是从白果坪走出来的，看了想家。</p>'
        f'<form id="commentform"><p>您的电子邮箱地址不会被公开。</p><textarea></textarea></form></div></main><aside id="secondary"><h2>近期文章</h2><ul>{_RELATED}</ul></aside>',
    )


def side_by_side(s: Story) -> str:
    """Prose beside the story: a box on the medium, summaries of other stories."""
    return _page(
        f"<title>{s.title}</title>",
        f'<div class="left-col"><div class="hd"><h1>{s.title}</h1><div>时间：{s.day}　记者：{s.author}</div></div><div class="bd">{_paragraphs(s)}</div></div>'
        f'<div class="right-col"><div class="box"><h3>推荐阅读</h3><div><a>桥头的修车铺</a><p>老周在桥头修了三十年车，街坊都说他补的胎比新的还结实。</p></div><div><a>河滩上的瓜棚</a><p>入伏之后，河滩地里的西瓜一车车往外拉。</p></div></div></div>',
    )


def spaced_title(s: Story) -> str:
    """A title broken by the layout, with a kicker above; source and day in one bracket below."""
    half = len(s.title) // 2
    return _page(
        f"<title>{s.title}</title>",
        f'<div class="crumbs"><a>频道首页</a> &gt; <a>要闻</a></div><div class="kicker">港城新事</div><h1>{s.title[:half]}<br>{s.title[half:]}</h1>'
        f'<p class="f12">（{_china(s.day)}　{s.source}　{s.author}）</p><div class="article_txt">{_paragraphs(s)}</div><p>【纠错】【责任编辑:甘露】</p>',
    )


def plain_old(s: Story) -> str:
    """Capital tags, no body, FONT: a page of the nineties."""
    return (
        f"<HTML><HEAD><TITLE>{s.title}</TITLE><META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=utf-8'></HEAD>"
        f"<CENTER><FONT SIZE=5><B>{s.title}</B></FONT></CENTER><P><CENTER>{s.author}</CENTER><P><CENTER>{_china(s.day)}</CENTER>"
        + "".join(f"<P>　　{p}" for p in s.paragraphs)
        + "<P><A HREF=/>返回首页</A></HTML>"
    )


def list_after(s: Story) -> str:
    """Headings of lists below the story in plain paragraphs, attachments that belong to it."""
    return _page(
        f"<title>{s.title}-药材信息</title>",
        f"<div>您当前所在位置：首页 &gt; 信息 &gt; 正文</div><h1>{s.title}</h1><p>发布日期：{_china(s.day)}　作者：{s.author}　阅读：67次</p>{_paragraphs(s)}"
        f"<p>附件：<a>轮作安排表.xls</a></p><p>分享到： <a>微博</a> <a>微信</a></p><p><b>延伸阅读</b></p><p><a>根腐病的五种防法</a></p><p><a>黄豆也能卖高价</a></p>"
        f"<p><b>热门推荐</b></p><p><a>石盘乡赶秋节</a></p><p>技术支持：岚州软件</p>",
    )


LAYOUTS: tuple[tuple[Callable[[Story], str], Story, bool], ...] = (
    (portal_grey, PORT, False),
    (portal_blocks, SCHOOL, True),
    (paper_online, HERB, True),
    (netnews, PORT, True),
    (wechat_before, PORT, True),
    (wechat_after, PORT, True),
    (government_form, SCHOOL, True),
    (government_table, SCHOOL, True),
    (association, HERB, True),
    (json_ld, PORT, True),
    (in_script, PORT, True),
    (in_plain_script, PORT, True),
    (wechat_parts, SCHOOL, True),
    (folded, PORT, True),
    (paper_paged, HERB, True),
    (subheads, SCHOOL, True),
    (bare_lines, PORT, True),
    (english_tags, SCHOOL, True),
    (side_by_side, HERB, True),
    (spaced_title, PORT, True),
    (plain_old, PORT, True),
    (list_after, HERB, True),
)
"""(layout, story, whether the page names the author)."""

CHROME = (
    "清溪口大桥主塔封顶",
    "老水手",
    "网站标识码",
    "雨季的木桥",
    "不会被公开",
    "老周在桥头",
    "根腐病的五种防法",
    "石盘乡赶秋节",
    "上一篇",
    "下一篇",
    "该文观点仅代表",
    "微信扫一扫",
    "江边的灯塔",
    "当前位置",
    "希望多报道",
    "登录后可以收藏",
    "药材烘房改造",
)
"""What stands on some pages and is no part of a story."""

EVENT = {"2023-11-02": "2023-11-01"}
"""Days that a story's opening names instead of its day of publication."""

PAGES = {
    layout.__name__: Page(
        layout(story),
        story.title,
        EVENT.get(story.day, story.day),
        (story.author,) if named else (),
        story.paragraphs,
        tuple(text for text in CHROME if text in layout(story)),
    )
    for layout, story, named in LAYOUTS
}
