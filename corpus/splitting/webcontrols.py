"""Here is a row of a saved web page, tell me whether it is one of the controls that stand round a text.

【打印】【关闭】, 返回顶部, 上一篇：…, 当前位置：首页 > … : every publishing system prints
them.  A row counts only if it holds controls and nothing else.
"""

from __future__ import annotations

import re

_CONTROL = (
    r"打印(?:本页|此页|本文|文章|预览)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上页|上一页|上一级|页首|目录)?|"
    r"回到顶部|回顶部|加入收藏|收藏(?:本页|本文)?|分享(?:到|至)?|微信|微博|朋友圈|QQ空间|纠错|我要纠错|复制链接|"
    r"推荐(?:给朋友)?|我要评论|发表评论|网友评论|查看评论|扫一扫|手机版|电脑版|下载附件|TOP|Top|top|设为首页|大|中|小"
)
_ROW = re.compile(
    rf"(?:[\s【】\[\]［］〖〗()（）|｜/／·:：、,，>＞↑←→]*(?:字(?:号|体)(?:大小)?|{_CONTROL}))+"
    r"[\s【】\[\]［］〖〗()（）|｜/／·:：、,，>＞↑←→]*"
)
_SURE = re.compile(r"打印|关闭|返回|顶部|收藏|分享|纠错|首页|评论|TOP|top|字[号体]|复制链接")
_NEIGHBOUR = re.compile(
    r"[【\[]?(?:上|下)(?:一)?(?:篇|条|则|页)(?:文章|新闻|信息)?[】\]]?\s*[:：]\s*\S.*|[<«＜]*\s*[上下]一[篇页条]\s*[>»＞]*"
)
_TRAIL = re.compile(
    r"(?:您?(?:的|所在的?|当前的?)?|当前|现在)位置\s*(?:是|为)?\s*[:：]\s*\S.*|首页\s*[>＞»›/|]\s*\S.*"
)
_STEP = re.compile(r"[>＞»›]")
_LONG = 80  # characters of a row of controls at most


def is_control(text: str) -> bool:
    """The row is made of controls of a web page: print, close, the text before and after, where one is."""
    if len(text) > _LONG or text[-1] in "。！？；":
        return False
    if _NEIGHBOUR.fullmatch(text) or (_TRAIL.fullmatch(text) and _STEP.search(text)):
        return True
    return _ROW.fullmatch(text) is not None and _SURE.search(text) is not None
