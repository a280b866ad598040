"""The API's page in Chinese: its descriptions are written once, in English, where the operations are.

`said` gives what stands on the page; the OpenAPI document stays English, as its readers are programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search.language.tree import KEYWORD_FIELDS
from web.i18n import language
from web.wording import field_labels

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "Who acts with this token, and the rights that it allows": "这个令牌代表谁，有哪些权限",
        "any string of yours, new for every deed: the same key with the same request is done once and "
        "answered the same for a week": "自拟的标识，每件事一个：同一标识、同一请求只做一次，一周内回答相同",
        "A draft: its articles with how sure each field is, its lines and what each is, its edits, its "
        "version": "草稿：文章及各字段的把握、逐行文字及其归属、修改、版本",
        "Make one edit upon a version of a draft; 409 with `mine` and `theirs` where somebody was faster": (
            "在草稿的某一版上改一处；别人已先改时为 409，并给出 mine 与 theirs"
        ),
        "id of a topic": "专题编号",
        "The topics that whoever acts may read": "能看的专题",
        "Begin a topic; what `query` (URL parameters of a search) finds now is taken in": (
            "新建专题；收入 query（检索的 URL 参数）现有的结果"
        ),
        "A topic as it is now: its articles in order, what is new with its reasons, what left and why": (
            "专题现在的样子：文章及顺序，新到的及原因，不再符合的及原因"
        ),
        "Change a topic upon a version, all or none; 409 where somebody has just written what this overwrites": (  # noqa: E501
            "在专题的某一版上修改，全成或全不成；会盖掉别人刚写的内容时为 409"
        ),
        "Everything that was done to a topic, oldest first; what was taken back says by whom": (
            "专题的修改记录，旧的在前；已撤销的注明由谁撤销"
        ),
        "Take changes of a topic back": "撤销专题的修改",
        "Put changes of a topic that were taken back into force again": "恢复已撤销的修改",
        "Put a topic away, remove it, bring it back; change who sees it": (
            "收起、移除、恢复专题，更改可见范围"
        ),
        "Take the last edit of a draft back": "撤销草稿的上一处修改",
        "Make the edit of a draft again that was undone last": "重做上次撤销的修改",
        "the id of a draft": "草稿编号",
        "Ranked search with snippets and facets": "检索：按相关度排列的结果，附摘句与分面",
        "query in the archive's query language": "检索式，写法与检索框相同",
        "first date: a day, a month, a year or words (2021年9月, 202109, 去年)": (
            "起始日期：某日、某月、某年，或文字（2021年9月、202109、去年）"
        ),
        "1: q exactly as it is printed, no syntax and no names in it": (
            "1：检索词按原文逐字查找，不当语法，也不识别名称"
        ),
        "last date, likewise": "截止日期，写法同上",
        "0: names are words, not organisations": "0：名称只当词，不当机构",
        "0: dates in the query are words, not filters": "0：检索式里的日期只当词，不当条件",
        "page of the list, from 1": "第几页，从 1 起",
        "items a page": "每页条数",
        "order": "排序",
        "a facet to count; none for none": "要计数的分面；none 为不计",
        "1: newer articles a little higher": "1：新文章稍微靠前",
        "0: no articles that have only some of the words": "0：不列只含部分检索词的文章",
        "1: reprints under their original": "1：转载归在原文之下",
        "One article": "一篇文章",
        "article id": "文章编号",
        "One article as a citation": "一篇文章的引文",
        "citation style": "引文格式",
        "Every issue, newest first": "全部期次，新的在前",
        "One issue with its articles in printed order, page by page: a file of records holds thousands": (
            "一期及其文章，按刊载顺序分页（数据文件可有数千篇）"
        ),
        "issue id": "期次编号",
        "1: every article with its text, as `body`": "1：每篇附全文 body",
        "All values of one facet over a search; its `page` and `size` are those of this list": (
            "一次检索中某一分面的全部取值；page 与 size 指这份名单"
        ),
        "facet field": "分面",
        "only names that contain this": "只要含这几个字的名称",
        "Every organisation that some article names, most named first": "文章提到过的全部机构，篇数多的在前",
        "Every person that some article names, most named first": "文章提到过的全部人物，篇数多的在前",
        "Many queries at once: how often, first, last and the best articles of each": (
            "一次核查多个检索式：各自的篇数、首次与最近出现、最相关的文章"
        ),
        "Why an article is, or is not, in the answer of a search; the gains and nearness add up to its score": (  # noqa: E501
            "一篇文章为什么在或不在检索结果里；各项得分相加即其总分"
        ),
        "What else was printed on the same matter; and every print of this very text, the original first": (
            "同一主题的其他文章，以及本文历次刊载（首次刊载在前）"
        ),
        "articles": "篇数",
        "Everything about one name: totals, names, first and last mention, company it keeps": (
            "一个名称的专档：篇数、名称与别称、首次与最近出现、一同出现者"
        ),
        "what the name is": "名称的类别",
        "the name": "名称",
        "Completions of what is being typed; pinyin and initials too": "输入时的补全，也可用拼音或首字母",
        '"opensearch" for the browser form': "opensearch：浏览器搜索引擎所用的形式",
    }
)


def said(summary: str) -> str:
    """A description in the language of the page."""
    if language() == "en":
        return summary
    for start, pattern in (
        ("only articles with this ", "只要{}为此值的文章"),
        ("only articles without this ", "去掉{}为此值的文章"),
    ):
        field = summary.removeprefix(start)
        if field in KEYWORD_FIELDS:
            return pattern.format(field_labels()[field])
    return CHINESE.get(summary, summary)
