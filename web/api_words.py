"""The API's page in Chinese: its descriptions are written once, in English, where the operations are.

`said` gives what stands on the page; the OpenAPI document stays English, as its readers are programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from search.request import FILTER_FIELDS
from web.i18n import language
from web.wording import field_labels

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "An issue's own fields (publication, number, year, month, title), with the version to correct them "
        "upon": "一期自己的各项（刊名、期号、年、月、标题），以及更正所依据的版本",
        "Correct an issue's own fields upon a version, all or none; inferred dates of its articles follow": (
            "在某一版上更正一期的各项，全部成功或全部不改；推定的文章日期随之改变"
        ),
        "Every correction of an issue's own fields, newest first, undone ones too": (
            "一期各项的全部更正，新的在前，含已撤销的"
        ),
        "Show me again every guess that I skipped: how many": "重新列出我跳过的推断，返回处数",
        "Bring files in as drafts: the job that reads them": "收入文件为草稿：返回读取它们的任务",
        "A job: how far it is, its log, its result": "一个任务：进度、记录、结果",
        "job id": "任务编号",
        "The issues in one state: drafts with the doubtful first, others the newest first": (
            "某一状态的各期：草稿把待核对多的排在前，其余新的在前"
        ),
        "draft, published or withdrawn": "draft 草稿、published 已发布、withdrawn 已撤回",
        "What publishing a draft would change in the issue whose place it takes": (
            "发布草稿会怎样改变它所替换的期"
        ),
        "Let readers see a draft; a new printing takes the place of the older one": "发布草稿；新版替换旧版",
        "Drop a draft and its source": "放弃草稿及其原件",
        "Take an issue out of readers' sight; everything is kept": "撤回一期：读者看不到，内容都保留",
        "Put a withdrawn issue back": "恢复已撤回的期",
        "Remove an issue for good: sources, articles, corrections; there is no undo": (
            "彻底删除一期：原件、文章、更正，不能恢复"
        ),
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
        "The selection of whoever acts, in the order of ticking; what was cleared and can be brought back": (
            "已选文章，按勾选先后；以及清空后还能恢复的"
        ),
        "Select articles (`add`), let others go (`drop`); `left_out` is how many there was no room for": (
            "选入（add）、去掉（drop）文章；left_out 为放不下的篇数"
        ),
        "Select nothing any more": "清空已选",
        "Select again what was cleared last, within an hour, beside what has been ticked since": (
            "一小时内恢复上次清空的，与之后勾选的并存"
        ),
        "Whether what whoever acts opens is remembered, and how many articles are": (
            "是否记录已读，已记下多少篇"
        ),
        "Remember what whoever acts opens, or do not (`remember`); forget for good what was opened (`clear`)": (  # noqa: E501
            "打开或关闭已读记录（remember）；彻底清除已读记录（clear）"
        ),
        "Articles close to a topic that no search of it finds, with the words they share; searches that would bring them": (  # noqa: E501
            "与专题相近而检索找不到的文章及共有的词；能找到它们的检索"
        ),
        "The editions of a topic, the newest first": "专题的定稿，新的在前",
        "Freeze a topic as it is now; without `name` the edition is called after the day": (
            "按现在的样子定稿；不写 name 则以日期为名"
        ),
        "An edition as it was taken; `since` has the ids of what differs now": (
            "当时的定稿；since 列出与现在不同的文章编号"
        ),
        "id of an edition": "定稿编号",
        "The links that were given out, the newest first; their secrets are kept nowhere": (
            "已给出的分享链接，新的在前；链接本身不保存"
        ),
        "A link that anyone can read the topic with; its `address` is told this once": (
            "新建分享链接，有链接的人都能看；地址（address）只给一次"
        ),
        "End a link: it opens nothing any more": "停用分享链接",
        "id of a link (not its secret)": "分享链接的编号（不是链接本身）",
        "A topic of one's own with everything that is in this one": "把这个专题复制成自己的",
        "Everything of topic `other` into this one; `other` is put away": (
            "把专题 other 并入这个专题，并收起 other"
        ),
        "These articles into a new topic `name`; they leave this one": (
            "把这些文章分到新专题 name，原专题不再含有"
        ),
        "id of a saved search": "保存的检索的编号",
        "number of a mail": "邮件编号",
        "only what came in after this arrival; else since you last looked": (
            "只要这个收入序号之后的；不写则为上次查看之后的"
        ),
        "1: everybody's": "1：所有人的",
        "The saved searches of whoever acts, with how much is new for each": "保存的检索，各附新到篇数",
        "Save a search (`parameters`: its URL parameters) or a list (`lines`): what comes in from now on is new": (  # noqa: E501
            "保存检索（parameters：URL 参数）或名单（lines）；今后收入的为新到"
        ),
        "A saved search": "一个保存的检索",
        "Another name, frequency, address or language of a saved search": (
            "修改保存的检索的名称、频率、邮箱或语言"
        ),
        "What came in for a saved search, newest first, by when it came in; `upto` is for marking it as seen": (  # noqa: E501
            "保存的检索新到的文章，按收入时间新的在前；upto 用于记为看过"
        ),
        "You have seen what came in up to this arrival; a smaller one than before takes that back": (
            "记为看过到这个收入序号；给更小的序号即为撤销"
        ),
        "Remove a saved search, or bring it back; what came in meanwhile is found": (
            "移除或恢复保存的检索；期间新到的也会列出"
        ),
        "Open the Atom feed of a saved search, at an address that is told once, or close it": (
            "开通保存的检索的 Atom 订阅（地址只给一次），或停用"
        ),
        "The mails to whoever acts about saved searches, newest first; all=1: everybody's, for administrators": (  # noqa: E501
            "检索邮件，新的在前；all=1：所有人的，限管理员"
        ),
        "Send a mail that waits or has failed again": "重发待发或失败的邮件",
        "Take the last edit of a draft back": "撤销草稿的上一处修改",
        "Make the edit of a draft again that was undone last": "重做上次撤销的修改",
        "the id of a draft": "草稿编号",
        "Organisations that articles name, most named first, with what the list says of them": (
            "文章提到的机构，篇数多的在前，附名录所记"
        ),
        "One organisation: its names with the number of articles that print each, what belongs to "
        "it, its codes": ("一个机构：各名称及印有它的篇数、下属、代码"),
        "What changes of organisations, or taking some back, would reach; nothing is changed": (
            "机构的修改或撤销会涉及哪些文章；不作修改"
        ),
        "Change the list of organisations, all or nothing; a job lets the articles follow": (
            "修改机构名录，全做或全不做；由任务更新文章"
        ),
        "The reports there are": "有哪些报表",
        "One report; every count with the parameters of the search that finds exactly its articles": (
            "一份报表；每个数字附检索参数，找到的正是所计的文章"
        ),
        "name of the report": "报表名称",
        "only the table of this key": "只要此表",
        "Every change of the chronicle, the newest first": "大事记的全部改动，新的在前",
        "Change the line of the chronicle that an article tells of": "改动某篇文章所在的一条大事记",
        "Take changes of the chronicle back": "撤销大事记的改动",
        "Every change of the list of organisations, the newest first": "机构名录的全部修改，新的在前",
        "Take changes of the list of organisations back": "撤销机构名录的修改",
        "Pairs of names that may be one organisation, the likeliest first, with sentences that print them": (
            "可能是同一机构的名称，最像的在前，附例句"
        ),
        "Set codes of an organisation; an empty one is taken away, one that is not sent stays": (
            "设置机构的代码；空值清除，未给出的不变"
        ),
        "One person: the articles listed under the name, and the name it goes under": (
            "一个人物：归在此名下的文章，以及所归入的名字"
        ),
        "Say who is who: `join` name and value, or tell them apart in articles (`tell`) or where "
        "an organisation is named (`where`)": (
            "说明谁是谁：join 合并两个名字；tell 按文章区分；where 按提到的机构区分"
        ),
        "Every change of who is who, the newest first": "人物的全部修改，新的在前",
        "Take changes of who is who back": "撤销人物的修改",
        "The dictionary: words added and removed, its state, and the state by which the index is cut": (
            "词典：添加和去掉的词、现在的版、索引所用的版"
        ),
        "Every change of the dictionary, the newest first; its ids are the states to go back to": (
            "词典的全部修改，新的在前；编号即可退回的版"
        ),
        "How texts would be cut after a change, an undo, or going back to a state; nothing is changed": (
            "修改、撤销或退回之后切法怎样变；不作修改"
        ),
        "Add or remove words; a job cuts the articles anew that hold them": (
            "添加或去掉词；由任务给含有它们的文章重新切词"
        ),
        "Take changes of the dictionary back, or all after a state": "撤销词典的修改，或退回到某一版",
        "Words that the archive keeps printing and that are cut: what the last look through it found": (
            "上次从档案里找到的新词"
        ),
        "Look through the archive for words: the job that does": "从档案里找新词：所排的任务",
        "how many at most": "最多几个",
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
        "An article's fields as they read now, with the version to correct them upon": (
            "一篇文章各字段的现值，以及更正所依据的版本"
        ),
        "Every correction of an article or issue, newest first, undone ones too": (
            "一篇文章或一期的全部更正，新的在前，含已撤销的"
        ),
        "Correct fields upon a version, all or none; 409 with `mine` and `theirs` where somebody was faster": (  # noqa: E501
            "按某一版本更正各字段，要么全成要么全不成；别人抢先时返回 409，附 mine 与 theirs"
        ),
        "Take corrections back, all or none": "撤销若干处更正，要么全成要么全不成",
        "Put a correction back that was undone, as a correction of its own": "恢复一处已撤销的更正，另记一条",
        "the number of a correction": "更正的编号",
        "What a correction teaches: the other articles that read the same from the same form": (
            "写法与读法都和一处更正相同的其他文章"
        ),
        "Correct these other articles alike; each can be undone by itself": ("同样更正这些文章，可逐处撤销"),
        "Guesses that want looking at, the least certain first, without those you skipped; at most 200": (
            "待核对的推断，把握最小的在前，不含跳过的，至多 200 处"
        ),
        "only guesses of this field": "只要这一字段",
        "only articles of this issue": "只要这一期",
        "A guess is right; `like`: and all like it": "认可一处推断；like 为同样的全部",
        "Do not show me this guess until the article is read differently": "跳过一处推断，直到文章另有读法",
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
        if field in FILTER_FIELDS:
            return pattern.format(field_labels()[field])
    return CHINESE.get(summary, summary)
