"""`xunzhang orgs` over a small archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.commands import COMMANDS, group

FIRM = "浙江清禾数字科技有限公司"
ARTICLES = [
    {"id": "a", "title": "清禾中标", "date": "2031-03-01", "text": f"{FIRM}中标。联通嘉兴分公司参与。"},
    {"id": "b", "title": "清禾扩产", "date": "2031-03-02", "text": f"{FIRM}扩产。清禾数字科技公司招工。"},
    {"id": "c", "title": "招工", "date": "2031-03-03", "text": "清禾数字科技公司招工，浙江联通到场。"},
]


def run(directory: Path, *words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(group(COMMANDS), ["--archive", str(directory), *words])
    assert result.exit_code == code, (result.exit_code, result.output, result.exception)
    return result


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    source = tmp_path / "news.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ARTICLES), encoding="utf-8")
    run(tmp_path / "archive", "ingest", str(source), "--quiet")
    return tmp_path / "archive"


def listed(archive: Path, *words: str) -> dict[str, int]:
    rows = [json.loads(line) for line in run(archive, "orgs", "list", "--json", *words).stdout.splitlines()]
    return {row["name"]: row["count"] for row in rows}


def test_list_counts_articles(archive: Path) -> None:
    assert listed(archive) == {FIRM: 2, "清禾数字科技公司": 1, "嘉兴联通": 1, "浙江联通": 1}
    assert listed(archive, "--parent", "浙江联通") == {"嘉兴联通": 1}
    assert "工信部" in listed(archive, "--all", "信息化部")


def test_show_knows_any_form(archive: Path) -> None:
    assert (
        "嘉兴联通  ⊂ 浙江联通" in run(archive, "orgs", "show", "中国联合网络通信有限公司嘉兴市分公司").stdout
    )
    run(archive, "orgs", "show", "无此机构", code=1)


def test_merge_renames_in_articles_and_can_be_taken_back(archive: Path) -> None:
    run(archive, "orgs", "merge", "清禾数字科技公司", "--into", FIRM)
    assert listed(archive)[FIRM] == 3
    hits = json.loads(run(archive, "search", f"单位:{FIRM}", "--json").stdout)
    assert hits["total"] == 3
    log = run(archive, "orgs", "log").stdout
    assert "清禾数字科技公司 → " + FIRM in log
    run(archive, "orgs", "log", "--undo", log.split()[0])
    assert listed(archive)[FIRM] == 2
    run(archive, "orgs", "log", "--undo", "999", code=1)


def test_remove_alias_and_parent(archive: Path) -> None:
    run(archive, "orgs", "remove", "清禾数字科技公司")
    assert "清禾数字科技公司" not in listed(archive)
    run(archive, "orgs", "alias", "浙江联通", "浙联")
    assert "重读 0 篇" in run(archive, "orgs", "alias", "浙江联通", "浙分").stderr, "nothing prints it"
    assert "浙江联通" in run(archive, "orgs", "show", "浙联").stdout
    run(archive, "orgs", "alias", "--remove", "浙江联通", "浙联", "--later")
    run(archive, "orgs", "show", "浙联", code=1)
    run(archive, "orgs", "parent", FIRM, "浙江联通")
    run(archive, "orgs", "parent", "浙江联通", FIRM, code=1)
    shown = run(archive, "orgs", "show", "浙江联通").stdout
    assert f"下属 / below: 嘉兴联通、{FIRM}" in shown, (
        "the branch that the archive names, and the one it was given"
    )


def test_export_and_import(archive: Path, tmp_path: Path) -> None:
    table = tmp_path / "orgs.csv"
    run(archive, "orgs", "export", "-o", str(table))
    assert run(archive, "orgs", "import", str(table)).stdout == ""
    table.write_text("name,kind,parent,aliases\n云岭电子,company,,云电;云岭电子厂\n", encoding="utf-8")
    run(archive, "orgs", "import", str(table))
    assert "云岭电子" in run(archive, "orgs", "show", "云岭电子厂").stdout
    table.write_text("name,kind\n云岭电子,工厂\n", encoding="utf-8")
    assert "没有类别 工厂" in run(archive, "orgs", "import", str(table), code=3).stderr


def test_proposals_name_their_evidence(archive: Path) -> None:
    rows = run(archive, "orgs", "propose", "--min", "1", "--json").stdout.splitlines()
    found = {row["name"]: row for row in map(json.loads, rows)}
    assert set(found) == {FIRM, "清禾数字科技公司"}
    assert found["清禾数字科技公司"]["action"] == "merge" and found["清禾数字科技公司"]["value"] == FIRM
    assert found[FIRM]["action"] == "add" and found[FIRM]["count"] == 2 and len(found[FIRM]["articles"]) == 2
    run(archive, "orgs", "propose", "--min", "1", "--accept")
    assert listed(archive)[FIRM] == 3
    assert run(archive, "orgs", "propose", "--min", "1").stdout == ""
