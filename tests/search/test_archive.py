"""The one object that the command line and the web use: from files to answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import ArchiveError, ArticleNotFound, QuerySyntaxError
from search.application.archive import Archive
from search.model import SearchRequest
from search.results import article_dict, result_dict


def ids(archive: Archive, q: str, **more: object) -> list[str]:
    page = archive.search(SearchRequest(q=q, soft=False, **more))  # type: ignore[arg-type]
    return sorted(hit.article.id for hit in page.hits)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["a1", "a2", "a3", "a4", "a5"]),
        ("演练", ["a1", "a4"]),
        ("演练 -消防", ["a1"]),
        ("基站 或 灭火器", ["a2", "a4"]),
        ("“好球！”", ["a5"]),
        ('"“好球！”满场"', ["a5"]),
        ("云嶺", ["a1", "a2", "a3"]),
        ("ｎｂ iot", ["a2"]),
        ("清溪*基站", ["a2"]),
        ("防讯应急~", ["a1"]),
        ("清溪 近/12 演练", ["a1"]),
        ("理论 先/6 演练", ["a4"]),
        ("演练 先/6 理论", []),
        ("至少3次:5G", ["a2"]),
        ("标题:演练", ["a1"]),
        ("作者:林见山", ["a1", "a2"]),
        ("作者:林*", ["a1", "a2"]),
        ("作者:(苏晚 顾长河)", ["a2", "a3", "a5"]),
        ("栏目:要闻 -作者:苏晚", ["a1"]),
        ("标签:防汛", ["a1"]),
        ("来源:晚报", ["a1"]),
        ("日期:2022年5月", ["a3", "a4"]),
        ("日期:>=2023-09", ["a2"]),
        ("年份:2022", ["a3", "a4"]),
        ("月份:2022年5月", ["a3", "a4"]),
        ("人物:周望舒", ["a1"]),
        ("单位:云岭省通信协会", ["a3", "a4"]),
    ],
)
def test_the_language_over_an_archive(archive: Archive, query: str, wanted: list[str]) -> None:
    assert ids(archive, query) == wanted


def test_an_organisation_is_searched_as_such_and_says_so(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="云岭省通信协会"))
    assert [hit.article.id for hit in page.hits if not hit.soft] and page.total == 2
    (notice,) = page.notices
    assert (notice.kind, notice.value) == ("organization", "云岭省通信协会")
    assert notice.undo is not None and archive.search(notice.undo).total == 1


def test_an_organisation_at_the_end_of_a_run_is_searched_as_such(archive: Archive) -> None:
    assert ids(archive, "云岭省通信协会培训") == ids(archive, "培训云岭省通信协会") == ["a4"]
    assert ids(archive, "云岭省通信协会培训", aliases=False) == []
    (notice,) = archive.search(SearchRequest(q="云岭省通信协会培训")).notices
    assert (notice.text, notice.value) == ("云岭省通信协会", "云岭省通信协会")


def test_a_person_is_searched_as_such(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="林见山"))
    assert page.total == 2 and page.notices[0].kind == "person"


def test_a_date_in_a_question_filters_and_can_be_undone(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="2022年5月15日到5月31日有哪些活动？"))
    assert [hit.article.id for hit in page.hits] == ["a4"]
    (notice,) = page.notices
    assert (notice.kind, notice.value) == ("date", "2022-05-15—2022-05-31")
    assert notice.undo is not None and not notice.undo.dates
    assert archive.search(notice.undo).notices[:1] != (notice,)


def test_a_date_without_articles_is_text(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="1998年9月 演练"))
    assert not any(notice.kind == "date" for notice in page.notices)


def test_a_headline_that_carries_a_year_is_found_by_its_words(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="2022年 云岭省信息通信业助力乡村振兴工作方案"))
    assert page.hits[0].article.id == "a3" and not page.notices


def test_relative_dates_count_from_today(archive: Archive) -> None:
    assert ids(archive, "去年 演练") == ["a1"]


@pytest.mark.parametrize(
    ("line", "found", "kind"),
    [
        ("去年", ["a1", "a2"], "date"),  # nobody looks for the word
        ("2023年9月", ["a2"], "date"),  # printed nowhere
        ("2023-07-05", ["a1"], "date"),
        ("上个月", [], "empty_date"),
        ("2021年3月", [], "empty_date"),
        ("2022年", ["a3"], ""),  # printed: what stands there is found
        ("二〇二二年", ["a3"], ""),  # printed in figures
        ("“2023年9月”", [], ""),
    ],
)
def test_a_date_alone_finds_its_days_where_nothing_prints_it(
    archive: Archive, line: str, found: list[str], kind: str
) -> None:
    page = archive.search(SearchRequest(q=line))
    assert sorted(hit.article.id for hit in page.hits) == found
    assert [notice.kind for notice in page.notices] == [kind] * bool(kind)
    assert all(notice.undo and not notice.undo.dates for notice in page.notices)


def test_a_date_whose_parts_stand_apart_is_printed_nowhere(tmp_path: Path) -> None:
    """2023年 here and 9月 there is no print of 2023年9月: its days are meant."""
    rows = (
        {"id": "b1", "title": "渡口计划", "text": "2023年的计划已定，9月底前完工。", "date": "2023-01-05"},
        {"id": "b2", "title": "渡口完工", "text": "渡口改造完工。", "date": "2023-09-20"},
    )
    path = tmp_path / "b.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        assert not archive.ingest([path]).failed
        assert ids(archive, "2023年9月") == ["b2"]


def test_filters_restrict_and_facets_stay_choosable(archive: Archive) -> None:
    page = archive.search(SearchRequest(filters={"section": ("要闻",)}, excluded={"author": ("苏晚",)}))
    assert [hit.article.id for hit in page.hits] == ["a1"]
    sections = {count.value: count for count in page.facets["section"]}
    assert {value: count.count for value, count in sections.items()} == {"要闻": 1, "行业动态": 1, "副刊": 1}
    assert [value for value, count in sections.items() if count.selected] == ["要闻"]
    values = {each.value: each.count for each in archive.facet(SearchRequest(), "author")}
    assert values == {"林见山": 2, "苏晚": 2, "顾长河": 1}


def test_snippets_mark_the_original_characters(archive: Archive) -> None:
    hit = archive.search(SearchRequest(q="nb-iot")).hits[0]
    snippet = hit.snippets[0]
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["NB-IoT"]
    title, body = archive.marks(SearchRequest(q="5g"), hit.article)
    assert [hit.article.title[a:b] for a, b in title] == ["5G"] and len(body) == 3


def test_paging_and_all_hits_agree(archive: Archive) -> None:
    request = SearchRequest(size=2, sort="newest")
    pages = [
        [h.article.id for h in archive.search(SearchRequest(size=2, sort="newest", page=n)).hits]
        for n in (1, 2, 3, 4)
    ]
    assert pages == [["a2", "a1"], ["a4", "a3"], ["a5"], []]
    assert [hit.article.id for hit in archive.all_hits(request)] == ["a2", "a1", "a4", "a3", "a5"]
    assert archive.count(SearchRequest(q="演练")) == 2 and archive.count(SearchRequest(q="(演练")) == 0


def test_a_query_that_cannot_be_read_is_an_error(archive: Archive) -> None:
    with pytest.raises(QuerySyntaxError):
        archive.search(SearchRequest(q="标题:"))
    assert archive.marks(SearchRequest(q="标题:"), archive.article("a1")) == ((), ())


def test_pinyin_answers_when_nothing_is_printed_so(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="qingxi tongxin gongsi"))
    assert [hit.article.id for hit in page.hits] == ["a2"]
    assert page.notices[0].kind == "pinyin" and page.notices[0].value == "清溪通信公司"
    assert "清溪通信公司" in [entry.text for entry in archive.suggest("qxtx")]


def test_articles_issues_and_neighbours(archive: Archive) -> None:
    (issue,) = archive.issues()
    printed = archive.issue_articles(issue.id)
    assert [article.id for article in printed] == ["a1", "a2", "a3", "a4", "a5"]
    before, after = archive.neighbours(printed[1])
    assert before is not None and after is not None and (before.id, after.id) == ("a1", "a3")
    assert archive.neighbours(printed[0])[0] is None and archive.neighbours(printed[4])[1] is None
    assert archive.issue(issue.id) == issue
    with pytest.raises(ArticleNotFound):
        archive.article("nobody")


def test_the_answer_as_plain_data(archive: Archive) -> None:
    answer = result_dict(archive.search(SearchRequest(q="演练", facets=("year",))))
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) >= {"total", "took_ms", "hits", "facets", "suggestion"}
    assert set(answer["hits"][0]) >= {  # type: ignore[index]
        "id", "title", "date", "section", "authors", "organizations", "score", "snippets"
    }  # fmt: skip
    assert json.loads(json.dumps(article_dict(archive.article("a1"))))["title"] == "云岭省举办防汛应急演练"


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="xunzhang ingest"):
        Archive.open(tmp_path / "nothing")


def test_an_empty_archive_answers_empty(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        assert archive.search(SearchRequest(q="演练")).total == 0
        assert archive.suggest("演") == [] and archive.generation() == 0 and archive.check().sound
        assert archive.reindex() == 0 and archive.search(SearchRequest()).hits == ()


def test_what_a_crash_left_is_indexed_at_the_next_start(tmp_path: Path) -> None:
    from corpus.intake.ingest import ingest

    text = tmp_path / "甲报.txt"
    text.write_text(
        "海棠街道办好社区食堂\n\n三月一日，海棠街道的社区食堂开张，老人都说好。（林见山）\n", "utf-8"
    )
    with Archive.open(tmp_path / "a", create=True) as archive:
        ingest([text], archive.store, archive.parser())  # the index never hears of it
        assert archive.check().pending == 1 and not archive.check().sound
    with Archive.open(tmp_path / "a", create=True) as archive:
        assert archive.check().sound and archive.search(SearchRequest(q="社区食堂")).total == 1


def test_a_removed_index_is_built_whole_by_the_next_ingest(tmp_path: Path) -> None:
    import shutil

    first, second = tmp_path / "甲报.txt", tmp_path / "乙报.txt"
    first.write_text("海棠街道办好社区食堂\n\n社区食堂开张，老人都说好。（林见山）\n", "utf-8")
    second.write_text("梧桐街道修好健身步道\n\n健身步道完工，居民都说好。（苏晚）\n", "utf-8")
    with Archive.open(tmp_path / "a", create=True) as archive:
        archive.ingest([first])
    shutil.rmtree(tmp_path / "a" / "index")
    with Archive.open(tmp_path / "a", create=True) as archive:
        archive.ingest([second])
        assert archive.search(SearchRequest(q="社区食堂")).total == 1
        assert archive.check().sound


@pytest.mark.parametrize("keep", [0, 60])
def test_damaged_index_files_name_the_remedy_which_works(tmp_path: Path, keep: int) -> None:
    from corpus.errors import IndexStale

    text = tmp_path / "甲报.txt"
    text.write_text("海棠街道办好社区食堂\n\n社区食堂开张，老人都说好。（林见山）\n", "utf-8")
    with Archive.open(tmp_path / "a", create=True) as archive:
        archive.ingest([text])
    for path in (tmp_path / "a" / "index").iterdir():
        if path.is_file():
            path.write_bytes(path.read_bytes()[:keep] + b"\xe9\xff\x00 damaged" * 20)
    with Archive.open(tmp_path / "a") as archive:
        with pytest.raises(IndexStale, match="xunzhang reindex"):
            archive.search(SearchRequest(q="社区食堂"))
        assert not archive.check().sound
        assert archive.reindex() == 1
        assert archive.search(SearchRequest(q="社区食堂")).total == 1 and archive.check().sound


def test_half_characters_find_nothing_and_break_nothing(archive: Archive) -> None:
    assert archive.search(SearchRequest(q="\ud83d\udc00")).request.q == "\ufffd\ufffd"
    assert archive.search(SearchRequest(q="\udcff")).total == 0
    whole, half = (archive.search(SearchRequest(q=q, soft=False)) for q in ("演练", "演练 \udcff"))
    assert whole.total == half.total > 0  # it is no word, so it asks for nothing


def test_ingesting_again_changes_nothing(tmp_path: Path) -> None:
    text = tmp_path / "甲报.txt"
    text.write_text(
        "海棠街道办好社区食堂\n\n三月一日，海棠街道的社区食堂开张，老人都说好。（林见山）\n", "utf-8"
    )
    with Archive.open(tmp_path / "a", create=True) as archive:
        archive.ingest([text])
        before = archive.generation(), archive.stats().articles
        assert archive.ingest([text]).unchanged == ("甲报.txt",)
        assert (archive.generation(), archive.stats().articles) == before
        assert archive.reindex() == before[1] and archive.check().sound


def test_an_open_archive_sees_what_is_taken_in_later(tmp_path: Path, archive_directory: Path) -> None:
    first, second = tmp_path / "甲报.txt", tmp_path / "乙报.txt"
    first.write_text("海棠街道办好社区食堂\n\n社区食堂开张，老人都说好。（林见山）\n", "utf-8")
    second.write_text("梧桐街道修好健身步道\n\n健身步道完工，居民都说好。（苏晚）\n", "utf-8")
    with Archive.open(tmp_path / "a", create=True) as writer:
        writer.ingest([first])
        with Archive.open(tmp_path / "a") as reader:
            assert reader.count(SearchRequest(q="健身步道")) == 0
            writer.ingest([second])
            assert reader.count(SearchRequest(q="健身步道")) == 1


def test_reprints_are_folded_under_the_original(tmp_path: Path) -> None:
    text = (
        "桐花镇的石桥修好了。镇上的老人说，这座桥有三百年历史，两岸的孩子每天从桥上去上学。"
        "修桥用了两个春天，石料从青岩山上一块一块抬下来，匠人们住在河边的祠堂里。"
        "桥头立了一块碑，刻着捐款人的名字，最小的一位只有七岁，捐了一年攒下的压岁钱。"
    )
    rows = [
        {"id": "copy", "title": "石桥修好", "date": "2021-04-09", "text": f"据《桐花晚报》报道：{text}"},
        {"id": "own", "title": "石桥修好了", "date": "2021-04-08", "text": text},
        {
            "id": "other",
            "title": "石桥",
            "date": "2021-04-10",
            "text": "石桥边的柳树绿了，镇上来了看花的人。",
        },
    ]
    records = tmp_path / "r.jsonl"
    records.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    with Archive.open(tmp_path / "a", create=True) as archive:
        archive.ingest([records])
        page = archive.search(SearchRequest(q="石桥", grouped=True))
        assert page.total == 2 and {hit.article.id: hit.copies for hit in page.hits} == {
            "own": ("copy",),
            "other": (),
        }
        assert all(hit.snippets[0].spans for hit in page.hits)
        assert archive.search(SearchRequest(q="石桥")).total == 3
        second = archive.search(SearchRequest(q="石桥", grouped=True, size=1, page=2))
        assert len(second.hits) == 1
        assert not archive.search(SearchRequest(q="石桥", grouped=True, page=2)).hits
    (tmp_path / "a" / "reprints.json").unlink()
    with Archive.open(tmp_path / "a") as archive:
        assert archive.search(SearchRequest(q="石桥", grouped=True)).total == 2


def test_a_changed_gazetteer_shows_in_an_open_archive(tmp_path: Path) -> None:
    records = tmp_path / "r.jsonl"
    row = {
        "id": "r1",
        "title": "开工",
        "organizations": ["桐花建工公司"],
        "text": "桐花建工公司的工地开工了。",
    }
    records.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    with Archive.open(tmp_path / "a", create=True) as writer, Archive.open(tmp_path / "a") as reader:
        writer.ingest([records])
        assert reader.count(SearchRequest(q="桐建")) == 0
        writer.store.edit_gazetteer("add", "桐花建工公司", "company", "试")
        writer.store.edit_gazetteer("alias", "桐花建工公司", "桐建", "试")
        assert writer.recognizer.resolve("桐建") is not None
        writer.reindex()
        assert reader.count(SearchRequest(q="桐建")) == 1


def test_why_and_why_not(archive: Archive) -> None:
    request = SearchRequest(q="演练 -消防", filters={"section": ("要闻",)})
    found = archive.explain(request, "a1")
    assert found is not None and found.matched and archive.why_not(request, "a1") == ()
    assert archive.why_not(request, "a4") == ("-消防", "section:要闻")
    assert archive.explain(request, "nobody") is None and archive.why_not(request, "nobody") == ()


def test_what_stands_around_an_article(archive: Archive) -> None:
    article = archive.article("a3")
    assert "a3" not in [other.id for other in archive.related(article)] and archive.prints(article) == []


def test_a_long_query_says_that_it_is_soft_and_can_be_made_strict(archive: Archive) -> None:
    page = archive.search(SearchRequest(q="清溪 基站 开通 演练 理论 消防 防汛 灭火器 会议"))
    notice = next(one for one in page.notices if one.kind == "long")
    assert page.total == int(notice.value) == 0 and page.soft_total > 0 and notice.undo is not None
    assert page.mixed and all(hit.soft for hit in page.hits)
    strict = archive.search(notice.undo)
    assert strict.total == int(notice.value)
    assert not any(one.kind in ("long", "soft") for one in strict.notices)


def test_what_was_quoted_is_never_softened(archive: Archive) -> None:
    quoted = archive.search(SearchRequest(q="“这里没有印过这样长的一句话所以什么也不该找到”"))
    assert (quoted.total, quoted.soft_total, quoted.hits) == (0, 0, ())
