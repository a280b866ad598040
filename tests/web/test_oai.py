"""OAI-PMH as a harvester sees it: every verb, every error, whole lists while the archive changes.

The answers are held against the rules of OAI-PMH.xsd and oai_dc.xsd: which elements, in which order,
how often.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from corpus.desk import LOCAL_ADMIN, Issues
from corpus.model import Article, Issue, ParsedIssue
from search.application.archive import Archive
from web.oai import views
from web.serving.app import create_app

OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SPEC = re.compile(r"([A-Za-z0-9\-_.!~*'()])+(:[A-Za-z0-9\-_.!~*'()]+)*")
IDENTIFIER = re.compile(
    r"oai:[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+"
)
DC_ELEMENTS = frozenset(
    {
        "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format",
        "identifier", "source", "language", "relation", "coverage", "rights",
    }
)  # fmt: skip


RULES: dict[str, tuple[str, ...]] = {
    "Identify": (
        "repositoryName", "baseURL", "protocolVersion", "adminEmail+", "earliestDatestamp", "deletedRecord",
        "granularity", "compression*", "description*",
    ),
    "ListMetadataFormats": ("metadataFormat+",),
    "metadataFormat": ("metadataPrefix", "schema", "metadataNamespace"),
    "ListSets": ("set+", "resumptionToken?"),
    "set": ("setSpec", "setName", "setDescription*"),
    "GetRecord": ("record",),
    "ListIdentifiers": ("header+", "resumptionToken?"),
    "ListRecords": ("record+", "resumptionToken?"),
    "record": ("header", "metadata?", "about*"),
    "header": ("identifier", "datestamp", "setSpec*"),
}  # fmt: skip
"""The sequences of the schema; an element that is not named here holds text or what is not the protocol's."""


def follows_the_schema(element: ET.Element) -> None:
    name = element.tag.removeprefix(OAI)
    if name not in RULES:
        return
    children = "".join(f"<{child.tag.removeprefix(OAI)}>" for child in element)
    wanted = "".join(f"(<{one.rstrip('+*?')}>){one[len(one.rstrip('+*?')) :]}" for one in RULES[name])
    assert re.fullmatch(wanted, children), (name, children)
    for child in element:
        follows_the_schema(child)


def checked(answer: Any) -> ET.Element:
    """The root of an answer that is as the schema wants it."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(answer.get_data())
    assert root.tag == f"{OAI}OAI-PMH"
    assert [child.tag.removeprefix(OAI) for child in root][:2] == ["responseDate", "request"]
    assert MOMENT.fullmatch(root[0].text or "") and root[1].text == "http://localhost/oai"
    bodies = root[2:]
    assert bodies and (len(bodies) == 1 or all(one.tag == f"{OAI}error" for one in bodies))
    follows_the_schema(bodies[0])
    for header in root.iter(f"{OAI}header"):
        assert IDENTIFIER.fullmatch(header.findtext(f"{OAI}identifier") or "")
        assert MOMENT.fullmatch(header.findtext(f"{OAI}datestamp") or "")
        assert header.get("status") in (None, "deleted")
        assert all(SPEC.fullmatch(one.text or "") for one in header.findall(f"{OAI}setSpec"))
    for record in root.iter(f"{OAI}record"):
        gone = record[0].get("status") == "deleted"
        assert (record.find(f"{OAI}metadata") is None) == gone
    for dc in root.iter(f"{OAI_DC}dc"):
        assert all(child.tag.removeprefix(DC) in DC_ELEMENTS and child.text for child in dc)
    return root


def ask(client: FlaskClient, **arguments: str) -> ET.Element:
    return checked(client.get("/oai", query_string=arguments))


def error(client: FlaskClient, **arguments: str) -> str:
    found = ask(client, **arguments).find(f"{OAI}error")
    assert found is not None and found.text
    return found.get("code") or ""


def harvested(client: FlaskClient, verb: str = "ListRecords", **selection: str) -> Iterator[ET.Element]:
    """The headers that a plain harvester is given: it asks, and goes on with the token until it is empty."""
    arguments = {"metadataPrefix": "oai_dc", **selection}
    while True:
        root = ask(client, verb=verb, **arguments)
        yield from root.iter(f"{OAI}header")
        token = root.find(f"{OAI}{verb}/{OAI}resumptionToken")
        if token is None or not token.text:
            return
        arguments = {"resumptionToken": token.text}


def identifiers(client: FlaskClient, verb: str = "ListRecords", **selection: str) -> list[str]:
    return [one.findtext(f"{OAI}identifier") or "" for one in harvested(client, verb, **selection)]


ISSUE = Issue(
    "河阳简报 第7期", publication="河阳简报", number="第7期", year=2031, month=4, date_basis="masthead"
)


def printed(count: int, of: str = "甲") -> ParsedIssue:
    articles = tuple(
        Article(
            f"{of * 9}第{n}号通知",
            f"{of * 40}第{n}号通知的正文。",
            section="要闻" if n % 2 else None,
        )
        for n in range(count)
    )
    return ParsedIssue(f"{of}.txt", replace(ISSUE, number=of), articles)


LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
GET = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}
Patch = pytest.MonkeyPatch
Small = tuple[Archive, FlaskClient]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    with Archive.open(tmp_path / "a", create=True) as archive:
        yield archive, create_app(archive, TESTING=True).test_client()


def test_the_whole_sample_archive_comes_once(
    client: FlaskClient, archive: Archive, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(views, "PAGE", 7)
    held = [f"oai:xunzhang.local:{one.id}" for one in archive.store.iter_articles()]
    for verb in ("ListRecords", "ListIdentifiers"):
        found = identifiers(client, verb)
        assert sorted(found) == sorted(held) and len(set(found)) == len(found)


def test_articles_come_once_while_others_are_added(
    small: tuple[Archive, FlaskClient], monkeypatch: Patch
) -> None:
    archive, client = small
    monkeypatch.setattr(views, "PAGE", 4)
    archive.store.add_issue(printed(18), b"a")
    before = {one.id for one in archive.store.iter_articles()}
    found = []
    for number, header in enumerate(harvested(client)):
        found.append(header.findtext(f"{OAI}identifier") or "")
        if number == 5:
            archive.store.add_issue(printed(3, "乙"), b"b")
    assert sorted(found) == sorted(f"oai:xunzhang.local:{one}" for one in before)
    assert len(identifiers(client)) == 21


def test_what_changes_during_a_harvest_is_not_given_twice(
    small: tuple[Archive, FlaskClient], monkeypatch: Patch
) -> None:
    archive, client = small
    monkeypatch.setattr(views, "PAGE", 3)
    archive.store.add_issue(printed(9), b"a")
    ids = [one.id for one in archive.store.iter_articles()]
    found = []
    for number, header in enumerate(harvested(client)):
        found.append((header.findtext(f"{OAI}identifier") or "").rpartition(":")[2])
        if number == 2:
            for changed in (ids[0], ids[8]):
                archive.store.correct(changed, "title", "更正后的题目", "甲")
    assert found == ids[:8]
    first = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:xunzhang.local:{ids[8]}")
    stamp = first.findtext(f".//{OAI}datestamp") or ""
    assert {ids[0], ids[8]} <= {one.rpartition(":")[2] for one in identifiers(client, **{"from": stamp})}


def test_a_list_whose_rest_moved_on_ends_with_what_moved(
    small: tuple[Archive, FlaskClient], monkeypatch: Patch
) -> None:
    archive, client = small
    monkeypatch.setattr(views, "PAGE", 3)
    archive.store.add_issue(printed(5), b"a")
    ids = [one.id for one in archive.store.iter_articles()]
    found = []
    for number, header in enumerate(harvested(client)):
        found.append((header.findtext(f"{OAI}identifier") or "").rpartition(":")[2])
        if number == 0:
            for changed in ids[3:]:
                archive.store.correct(changed, "title", "更正后的题目", "甲")
    assert found == ids


def test_withdrawn_and_removed_articles_are_deleted_records(small: Small) -> None:
    archive, client = small
    done = archive.store.add_issue(printed(4), b"a")
    issues = Issues(archive.store)
    one = f"oai:xunzhang.local:{done.added[1]}"
    asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": one}
    whole = ask(client, **asked).find(f".//{OAI}header")
    assert whole is not None and whole.get("status") is None
    sets = [spec.text for spec in whole.findall(f"{OAI}setSpec")]
    issues.withdraw(done.issue_id, LOCAL_ADMIN)
    gone = ask(client, **asked).find(f".//{OAI}header")
    assert gone is not None and gone.get("status") == "deleted"
    assert [spec.text for spec in gone.findall(f"{OAI}setSpec")] == sets
    assert [header.get("status") for header in harvested(client, set="section")] == ["deleted"] * 2
    assert error(client, verb="ListMetadataFormats", identifier=one) == "noMetadataFormats"
    issues.restore(done.issue_id, LOCAL_ADMIN)
    assert {header.get("status") for header in harvested(client)} == {None}
    issues.remove(done.issue_id, LOCAL_ADMIN)
    assert [header.get("status") for header in harvested(client, "ListIdentifiers")] == ["deleted"] * 4


def test_drafts_are_not_harvested(small: Small) -> None:
    archive, client = small
    done = archive.store.add_issue(printed(2), b"a", draft=True)
    assert error(client, verb="ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"
    Issues(archive.store).publish(done.issue_id, LOCAL_ADMIN)
    assert len(identifiers(client)) == 2


def test_sets_follow_a_correction(small: Small) -> None:
    archive, client = small
    done = archive.store.add_issue(printed(4), b"a")
    archive.store.correct(done.added[0], "section", "通知公告", "甲")
    archive.store.correct_issue(done.issue_id, "publication", "河阳通讯", "甲")
    root = ask(client, verb="ListSets")
    names = {one[1].text: one[0].text or "" for one in root.iter(f"{OAI}set")}
    assert set(names) == {"刊物 / publications", "河阳通讯", "版块 / sections", "要闻", "通知公告"}
    assert identifiers(client, set=names["通知公告"]) == [f"oai:xunzhang.local:{done.added[0]}"]
    assert len(identifiers(client, set=names["河阳通讯"])) == 4
    assert len(identifiers(client, set="section")) == 3


def test_dublin_core_says_what_the_article_is(small: Small) -> None:
    archive, client = small
    article = Article(
        "会讯\x0b题目", "正文。" * 300, section="要闻", authors=("周小舟",), organizations=("河阳县教育局",)
    )
    done = archive.store.add_issue(ParsedIssue("a.txt", ISSUE, (article,)), b"a")
    root = ask(
        client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:xunzhang.local:{done.added[0]}"
    )
    told: dict[str, list[str]] = {}
    for element in root.iter(f"{OAI_DC}dc"):
        for child in element:
            told.setdefault(child.tag.removeprefix(DC), []).append(child.text or "")
    assert told["creator"] == ["周小舟"] and told["publisher"] == ["河阳简报"] and told["date"] == ["2031-04"]
    assert told["subject"] == ["河阳县教育局"]
    assert told["identifier"][0] == f"http://localhost/articles/{done.added[0]}"
    assert told["description"][0].endswith("…") and len(told["description"][0]) == 401


def test_days_and_seconds(small: Small) -> None:
    archive, client = small
    archive.store.add_issue(printed(2), b"a")
    stamp = next(harvested(client)).findtext(f"{OAI}datestamp") or ""
    day = stamp[:10]
    time.sleep(1.1)
    archive.store.add_issue(printed(1, "乙"), b"b")
    assert len(identifiers(client, **{"from": day, "until": day})) == 3
    assert len(identifiers(client, until=stamp)) == 2
    assert len(identifiers(client, **{"from": stamp, "until": stamp})) == 2
    everything = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    assert error(client, **everything, until="1999-01-01") == "noRecordsMatch"
    assert ask(client, verb="Identify").findtext(f".//{OAI}earliestDatestamp") == stamp


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "listrecords"}, "badVerb"),
        ({"verb": "Identify", "set": "section"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "x"}, "badArgument"),
        (LIST | {"resumptionToken": "x"}, "badArgument"),
        (LIST | {"from": "2031-13-01"}, "badArgument"),
        (LIST | {"from": "2031-1-1"}, "badArgument"),
        (LIST | {"until": "2031-02-03T10:00Z"}, "badArgument"),
        (LIST | {"from": "２０３１-01-01"}, "badArgument"),
        (LIST | {"from": "2031-01-01", "until": "2031-01-02T00:00:00Z"}, "badArgument"),
        (LIST | {"from": "2031-01-03", "until": "2031-01-02"}, "badArgument"),
        (LIST | {"metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        (GET | {"identifier": "oai:elsewhere.org:1"}, "idDoesNotExist"),
        (GET | {"identifier": "oai:xunzhang.local:nothing"}, "idDoesNotExist"),
        (LIST | {"set": "section:nothing"}, "noRecordsMatch"),
        (LIST | {"from": "2999-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "W10"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "无"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "W10"}, "badResumptionToken"),
    ],
)
def test_every_error_has_its_code(client: FlaskClient, arguments: dict[str, str], code: str) -> None:
    assert error(client, **arguments) == code
    request = ask(client, **arguments)[1]
    assert bool(request.attrib) == (code not in ("badVerb", "badArgument"))


def test_an_argument_given_twice_and_a_token_of_another_verb(client: FlaskClient, monkeypatch: Patch) -> None:
    twice = checked(client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc"))
    assert twice[2].get("code") == "badArgument"
    assert checked(client.get("/oai?verb=Identify&verb=Identify"))[2].get("code") == "badVerb"
    monkeypatch.setattr(views, "PAGE", 2)
    token = ask(client, **LIST).findtext(f".//{OAI}resumptionToken") or ""
    assert error(client, verb="ListIdentifiers", resumptionToken=token) == "badResumptionToken"
    assert error(client, verb="ListRecords", resumptionToken=token[:-4]) == "badResumptionToken"
    again = [ask(client, verb="ListRecords", resumptionToken=token) for _ in range(2)]
    first, second = ([one.text for one in root.iter(f"{OAI}identifier")] for root in again)
    assert first == second and len(first) == 2


def test_an_archive_without_sections_has_no_sets(small: Small) -> None:
    _, client = small
    assert error(client, verb="ListSets") == "noSetHierarchy"


def test_a_form_asks_the_same(client: FlaskClient) -> None:
    posted = checked(client.post("/oai", data={"verb": "Identify"}))
    assert posted.findtext(f".//{OAI}deletedRecord") == "persistent"
    assert posted.findtext(f".//{OAI}granularity") == "YYYY-MM-DDThh:mm:ssZ"


def test_reading_by_login_holds_for_harvesters(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a", create=True) as archive:
        (tmp_path / "a" / "config.toml").write_text('[access]\nreading = "login"\n', encoding="utf-8")
    with Archive.open(tmp_path / "a") as archive:
        answer = create_app(archive, TESTING=True).test_client().get("/oai?verb=Identify")
    assert answer.status_code == 401
