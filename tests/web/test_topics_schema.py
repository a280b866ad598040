"""The API of topics, of the selection and of what was opened does what its document says, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case

from corpus.desk import LOCAL_ADMIN
from corpus.topics.changes import TopicChange
from corpus.topics.keeping import TopicKeeper
from corpus.topics.sharing import TopicLinks
from search.topics import making
from tests.web.test_desk_access import archive_of, desk
from tests.web.test_desk_api import token_of
from tests.web.test_schema import CHECKS, FEW
from web.desk.api import own, topic_editions, topics
from web.operations import operations

__all__ = ["desk"]

NAMES = {name for module in (topics, topic_editions, own) for name in vars(module)}
MINE = [each for each in operations() if each.right and each.name in NAMES]
ROLES = ["du", *(pytest.param(one, marks=pytest.mark.slow) for one in ("bian", "guan", None))]


def kept_topics(app: Flask) -> list[str]:
    """Ids of topics of each kind of access, all of the administrator's."""
    archive, keeper = archive_of(app), TopicKeeper(archive_of(app).store.database)
    (article,) = (one.id for one in archive.issue_articles(archive.issues()[0].id))
    made = []
    for access in ("private", "readable", "editors"):
        kept = making.begin(archive, access, "q=渡口", LOCAL_ADMIN, access=access)
        changes = [TopicChange("section_add", text="甲"), TopicChange("note", (article,), text="核")]
        keeper.change(kept.id, changes, kept.version, LOCAL_ADMIN)
        TopicLinks(archive.store.database).share(kept.id, LOCAL_ADMIN)
        made.append(kept.id)
    return made


@pytest.mark.parametrize("name", ROLES)
def test_each_role_is_answered_as_the_document_says(desk: Flask, name: str | None) -> None:
    ids = kept_topics(desk)
    keeper = TopicKeeper(archive_of(desk).store.database)
    before = [keeper.topic(one, LOCAL_ADMIN).changes for one in ids]
    headers = token_of(desk, name) if name else {"Authorization": "Bearer xz_nobody"}
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", desk)
    assert {each.name for each in MINE} >= {
        *("topics", "begin_topic", "change_topic", "topic_suggestions", "take_topic_edition", "share_topic"),
        *("merge_topic", "split_topic", "basket", "change_basket", "clear_basket", "change_opened"),
    }
    for operation in MINE:

        @FEW
        @given(case=api[operation.path][operation.method.upper()].as_strategy(), data=st.data())
        def ask(case: Case, data: Any) -> None:
            if "topic_id" in (case.path_parameters or {}) and data.draw(st.booleans()):
                case.path_parameters["topic_id"] = data.draw(st.sampled_from(ids))
            case.headers = {key: v for key, v in (case.headers or {}).items() if key != "Authorization"}
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
            if name is None:
                assert response.status_code in (401, 400, 404, 405, 413, 415, 422)

        ask()
    if name in ("du", None):
        assert [keeper.topic(one, LOCAL_ADMIN).changes for one in ids] == before, "not theirs to change"
    if name is None:
        assert len(keeper.shelf.topics(LOCAL_ADMIN)) == len(ids)
    else:
        private = desk.test_client().get(f"/api/v1/topics/{ids[0]}", headers=headers)
        assert private.status_code == (200 if name == "guan" else 404)
