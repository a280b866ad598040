"""Names read again are those that were read first, where the list is as it was; what was stated returns."""

from __future__ import annotations

import pytest

from corpus.desk import Drafts, Issues, Names, SetField, reread_names
from corpus.entities import Gazetteer, Recognizer
from corpus.entities.gazetteer import Edit
from corpus.intake.ingest import Parser, ingest_bytes
from corpus.model import Organization
from corpus.store import Store
from tests.corpus.desk.people import EDITOR

BASE = Gazetteer.of([Organization("青川联合电信", ("青川联电",)), Organization("南渡水泥厂")])

PAPER = """松溪通讯
2032年6月 第6期
主办：松溪县律师协会

要闻
松溪县律师协会换届
6月3日，松溪县律师协会举行换届大会，县司法局局长到会。会后，协会向南渡水泥厂赠送普法手册三百本。
（周棠）

律师协会下乡
6月9日，律师协会组织六名律师到青川联电的营业厅讲解合同，县工会、县司法局派人协助，群众围了三圈。
（苏映）
"""

ROWS = """title,body,date
移动公司开通基站,移动公司在山上开通了三座基站，村民打电话不再爬坡。,2032-06-01
湖南来信,湖南省长沙市的读者来信说，湖南省的稻子已经抽穗，湖南省农业厅派人下田。,2032-06-02
湖南又来信,湖南省株洲市的读者说，湖南省的雨水偏多。湖南移动派人抢修。,2032-06-03
"""


@pytest.mark.parametrize(("name", "text"), [("松溪.txt", PAPER), ("来信.csv", ROWS)])
def test_without_a_change_nothing_is_named_otherwise(store: Store, name: str, text: str) -> None:
    recognizer = Recognizer(BASE)
    ingest_bytes([(name, text.encode())], store, Parser(recognizer))
    articles = list(store.iter_articles())
    ids = [one.id for one in articles]
    assert any(one.organizations for one in articles)
    for wanted in (ids, ids[-1:]):
        assert [changed for _, changed in reread_names(store, wanted, recognizer)] == [()]


def test_names_stated_in_a_draft_come_back_when_a_merge_is_undone(store: Store) -> None:
    names = Names(store.database, lambda: BASE)
    parser = Parser(Recognizer(BASE))
    ((_, done),) = ingest_bytes([("松溪.txt", PAPER.encode())], store, parser, draft=True).outcomes
    drafts = Drafts(store, lambda: parser)
    at = next(one.line.number for one in drafts.draft(done.issue_id).lines if one.line.text == "律师协会下乡")
    drafts.change(done.issue_id, SetField(at, "organizations", ["白石运输公司", "南渡水泥厂"]), 0, EDITOR)
    Issues(store).publish(done.issue_id, EDITOR)
    mended = next(one.id for one in store.issue_articles(done.issue_id) if one.title == "律师协会下乡")

    def read_again() -> tuple[str, ...]:
        dict(reread_names(store, [mended], Recognizer(names.gazetteer())))
        return store.article(mended).organizations

    assert read_again() == ("白石运输公司", "南渡水泥厂")
    (merged,) = names.change([Edit("merge", "白石运输公司", "青川联合电信")], EDITOR)
    assert read_again() == ("青川联合电信", "南渡水泥厂")
    names.undo([merged.id], EDITOR)
    assert read_again() == ("白石运输公司", "南渡水泥厂")
    assert store.article(mended).provenance["organizations"].how == "marked by hand"
