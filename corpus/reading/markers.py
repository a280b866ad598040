"""Here is a block of a web page, tell me by its wording what it is: prose, a printed day, or the page's
furniture; pure."""

from __future__ import annotations

import re

from corpus.reading.blocks import TextBlock

_SENTENCE = re.compile(r"[。！？；]|[，、].*[，、：]|[.!?]\s")
INFO = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|(?:来源|出处|稿源|作者|记者|通讯员|撰文|"
    r"供稿|发布(?:时间|日期|机构|单位)?|编辑|发文机关|索引号|文号)\s*[:：]"
    r"|^(?:文字?|图片?|摄影|审核|校对|责编|监制|策划|制作)\s*[|丨/:：]|(?:本报|本网|本刊|新闻|日报|"
    r"晚报)记者|^(?:记者|通讯员|作者)\s"
)
CRUMB = re.compile(
    r"^(?:您?的?(?:当前|现在|所在)(?:的)?(?:位置|页面)|您(?:现在)?(?:的位置|所在|在这里)|位置)\s*(?:是|"
    r"为)?\s*[:：]?|^首页\s*[>»›/＞\-—]|^.{1,12}\s*(?:[>»›＞]|&gt;)\s*.{1,12}\s*(?:[>»›＞]|&gt;)"
)
_TOOLS = re.compile(
    r"(?:字[号体级]|默认|超?大|中|小|大字|小字|[aA][+-]?|打印(?:本[页文]|此[页文]|正文|文章|预览)?|"
    r"关闭(?:窗口|本页|此页)?|(?:加入)?收藏(?:本[页文]|此文)?|纠错|我要纠错|"
    r"分享(?:到|至|收藏|本文|文章|按钮|让更多人看到)*|转发|复制链接|复制|举报|点赞|赞|在看|写留言|"
    r"扫一?扫.{0,16}|扫码.{0,12}|(?:用)?微信扫.{0,20}|微信|微博|朋友圈|QQ空间|qq|"
    r"(?:点击|浏览|阅读|访问|评论|参与|播放)(?:量|次数|数|人数)?|次|人|条|视力保护色?|手机看.{0,6}|"
    r"用手机.{0,10}|语音播报|听新闻|播报|无障碍.{0,4}|保存(?:图片|网页)?|"
    r"(?:点击)?(?:[上下]方)?(?:蓝字)?关注(?:我们|公众号)?|"
    r"轻触.{0,12}|预览时.{0,10}|继续滑动.{0,10}|微信号|功能介绍|(?:点击)?阅读原文|长按.{0,16}|"
    r"返回(?:首页|顶部|列表|目录|上一?[页级])|展开(?:全文|更多|阅读)?|查看(?:全文|原文|更多)|查看|更多|"
    r"收起|广告|告诉好友|推荐给?朋友|责任编辑|top|发送|登录|注册|客户端|打开.{0,6}客户端|"
    r"下载.{0,6}客户端|首页|邮箱|站内搜索|搜索)+",
    re.IGNORECASE,
)
_TRIM = re.compile(r"[\s　\d:：|丨/·【】\[\]（）()<>《》«»,，、.。+-]+")
_PAGER = re.compile(
    r"^[【\[<«‹（(]*\s*(?:上|下|前|后)\s*(?:一)?\s*(?:篇|页|条|则)|^(?:上篇|下篇|首页|末页|尾页)$|"
    r"^(?:previous|next)\b",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^[【\[■●▶◆\s]*(?:相\s*关\s*(?:阅读|新闻|链接|推荐|文章|报道|稿件|专题|信息|资讯|内容|搜索|热词|"
    r"标签|主题|附件下载)|延伸阅读|推荐(?:阅读|新闻|文章|视频)?|拓展阅读|"
    r"热门?(?:新闻|文章|推荐|点击|排行|阅读|话题|标签|专题|图片|视频)?|热点(?:新闻|推荐|排行|专题)?|"
    r"今日(?:热点|推荐|头条)|最新(?:文章|新闻|消息|资讯|报道|发布)|精彩(?:推荐|图片|专题|阅读|内容)|"
    r"(?:专题|图片|视频|编辑|频道|为您|为你|猜你|站内|本周|本月|点击|新闻|阅读|文章|一周)(?:推荐|精选|"
    r"喜欢|排行(?:榜)?|热点|热文)|猜你(?:可能)?喜欢|你可能(?:还)?(?:喜欢|感兴趣)|大家(?:都)?(?:在看|"
    r"爱看)|"
    r"喜欢此内容的人还(?:喜欢|看了)|更多(?:新闻|文章|精彩|内容|推荐|相关)?.{0,6}$|友情链接|往期(?:回顾|"
    r"推荐|精选)|(?:为|给)您推荐|排行榜|24小时(?:热[文点])?|专题(?:专栏|报道)|滚动新闻|"
    r"频道热点)\s*[】\]]?\s*[:：>》]*$"
)
COMMENTS = re.compile(
    r"^(?:网友|最新|热门|全部|我要|发表|用户|精选)?\s*(?:评论|跟贴|跟帖|留言|写留言|文明上网)(?:区|"
    r"列表)?\s*(?:[(（\[]?\d*\s*条?[)）\]]?)?\s*[:：]?$|^(?:已有|共)\s*\d+\s*(?:条|人).{0,6}(?:评论|"
    r"参与|跟贴)|^《.{2,60}》.{0,3}\d+\s*条(?:评论|留言)$|^(?:发表|添加)(?:回复|评论|留言)|"
    r"^(?:请)?(?:登录|注册)后.{0,8}评论|^文明上网"
)
FOOTER = re.compile(
    r"版权所有|copyright|©|ICP备|公网安备|网安备|许可证编?号|备案(?:号|序号)|技术支持\s*[:：]|^(?:主办|"
    r"承办|主管)单位?\s*[:：].{0,40}$|网站(?:标识码|地图|声明)|^(?:联系(?:我们|电话|地址)|关于我们|"
    r"法律声明)|违法和不良信息",
    re.IGNORECASE,
)
WEB_FOOTER = re.compile(r"ICP备|公网安备|网安备|copyright|©", re.IGNORECASE)
DISCLAIMER = re.compile(
    r"^[（(【\[*＊※\s]*(?:特别声明|免责声明|版权声明|郑重声明|声明|版权说明|版权作品)\s*[:：，】]|"
    r"^凡(?:本网|注明|本站).{0,30}(?:注明|来源)|^本(?:文|网站|站)(?:系|由|为|内容)?.{0,20}(?:不代表|"
    r"仅代表作者|未经授权|转载自)|以上内容.{0,12}(?:仅代表|不代表)|未经.{0,8}(?:授权|许可|"
    r"书面).{0,10}(?:不得|禁止|严禁)转载"
)
ISSUE_NUMBER = re.compile(
    r"第\s*[\d一二三四五六七八九十百〇○]+\s*期|总第?\s*\d+\s*期|\d{4}\s*年第\s*\d+\s*期"
)
SIGNED = re.compile(
    r"[（(](?!.*(?:完|[上下左右]图|图为|记者会|简称|"
    r"以下))[\u4e00-\u9fff][\u4e00-\u9fff \u3000、:：]{1,24}[)）]\s*$"
)
_ENDS = "。！？…”’）)》；："


def is_prose(block: TextBlock) -> bool:
    """Whether a block is a paragraph of text rather than a label, a headline or a link."""
    if block.style == "table" or block.plain < 10:
        return False
    return (
        block.plain >= 60
        or bool(_SENTENCE.search(block.text))
        or (block.plain >= 16 and block.text[-1] in _ENDS)
    )


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def before(block: TextBlock) -> str:
    return (
        "breadcrumb"
        if CRUMB.search(block.text)
        else "site footer"
        if FOOTER.search(block.text)
        else "page head"
    )


def marker(block: TextBlock, begun: bool) -> str | None:
    """The reason that the wording of a block gives for standing outside the story; None for any other
    block."""
    text = block.text
    if CRUMB.search(text) and block.plain < 40:
        return "breadcrumb"
    if DISCLAIMER.search(text) and (begun or len(text) < 200):
        return "disclaimer"
    if len(text) > 200:
        return None
    if _PAGER.search(text):
        return "pager"
    if RELATED.match(text) and len(text) <= 20 and begun:
        return "related list"
    if COMMENTS.search(text):
        return "comments"
    if FOOTER.search(text) and (begun or block.plain < 60):
        return "site footer"
    if len(text) < 60 and not (block.style or "").startswith("heading"):
        bare = _TRIM.sub("", text)
        if bare and _TOOLS.fullmatch(bare):
            return "toolbar"
    return None


def heads(block: TextBlock) -> bool:
    """A heading or a printed day, which may stand outside the element of the article."""
    return (block.style or "").startswith("heading") or (
        len(block.text) < 80 and bool(INFO.search(block.text))
    )
