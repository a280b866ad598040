"""Pictures of every page, to be looked at: `python -m tests.e2e.screenshots FOLDER [BASE_URL]`.

Three widths, light and dark; English once.  Without a base URL a server is started over the samples, and the
pages of the desk and of topics are pictured too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS

WIDTHS = (390, 1280, 1920)

DRAFT = """柳河简讯
2026年8月  第8期

【站务】
防汛演练在柳河闸举行
8月3日，柳河水利站在柳河闸举行防汛演练，站长田一苇到场指挥，四十名职工参加。
（赵青禾）

节水器具进校园
8月12日，柳河水利站向柳河镇中心小学送去节水器具一百二十套。校长罗小满代表学校接收。
（综合科 孙渡）

【一线】
夜巡人
入夜，大堤上的手电一盏接一盏。巡堤员老魏说，水涨一寸，心就提一分。
（魏长堤）
"""
"""A small issue that waits as a draft."""


def pages(base: str) -> dict[str, str]:
    """Name → path, with a real article, issue, organisation and person of this very archive."""
    import json

    def get(path: str) -> Any:
        with urllib.request.urlopen(base + path) as answer:
            return json.load(answer)

    everything = get("/api/v1/search?size=1&facet=organization&facet=person&facet=section&facet=author")
    names = {kind: quote(counts[0]["value"]) for kind, counts in everything["facets"].items() if counts}
    organization = names["organization"]
    found = get(f"/api/v1/search?size=1&q={organization}")
    article = quote(str(found["hits"][0]["id"]))
    issues = get("/api/v1/issues")
    pdf = next(one["id"] for one in issues if one["source_file"].endswith(".pdf"))
    printed = quote(str(get(f"/api/v1/issues/{pdf}?size=1")["articles"][0]["id"]))
    return {
        "home": "/",
        "search": f"/search?q={organization}",
        "search-filtered": f"/search?q=5G&organization={organization}&sort=newest",
        "partly": "/search?q=%22zzzqqq%22%20" + organization,
        "nothing": f"/search?q=%22zzzqqq%22%20{organization}&year=1999&soft=0",
        "syntax-error": "/search?q=" + quote("(标题:5G"),
        "article": f"/articles/{article}?q={organization}",
        "article-pdf": f"/articles/{printed}",
        "why": f"/why?q={organization}&article={article}",
        "why-not": "/why?q=5G",
        "facet": "/facet/organization",
        "issues": "/issues",
        "issue": f"/issues/{issues[0]['id']}",
        "organizations": "/organizations",
        "organization": f"/organizations/{organization}",
        "person": f"/people/{names['person']}",
        "author": f"/authors/{names['author']}",
        "section": f"/sections/{names['section']}",
        "batch": f"/batch?names={organization}%0A{names['person']}",
        "reports": "/reports",
        "report-contributions": "/reports/contributions?from=2021&to=2021",
        "report-annual-index": "/reports/annual-index?from=2021&to=2021",
        "report-chronicle": "/reports/chronicle?from=2021&to=2021",
        "report-events": "/reports/events",
        "report-attention": "/reports/attention?by=quarter&queries=5G",
        "syntax": "/syntax",
        "api": "/api",
        "missing": "/articles/none",
    }


def desk(base: str) -> dict[str, str]:
    """The pages of who changes the archive: of the drafts, topics and names that `prepare` left."""
    import json

    def get(path: str) -> Any:
        with urllib.request.urlopen(base + path) as answer:
            return json.load(answer)

    article = quote(str(get("/api/v1/search?size=1&q=5G")["hits"][0]["id"]))
    organization = quote(
        get("/api/v1/search?size=1&facet=organization")["facets"]["organization"][0]["value"]
    )
    person = quote(get("/api/v1/search?size=1&facet=person")["facets"]["person"][0]["value"])
    drafts = [one["issue"] for one in get("/api/v1/shelf?state=draft")["issues"]]
    topic = get("/api/v1/topics")["topics"][0]["id"]
    found = {
        "desk": "/desk/",
        "bring-in": "/desk/bring-in",
        "desk-issues": "/desk/issues",
        "desk-published": "/desk/issues?state=published",
        "desk-issue": f"/desk/issues/{get('/api/v1/issues')[0]['id']}",
        "desk-jobs": "/desk/jobs",
        "desk-job": "/desk/jobs/1",
        "account": "/account",
        "desk-accounts": "/desk/accounts",
        "desk-activity": "/desk/activity",
        "review": "/desk/review",
        "desk-organizations": "/desk/organizations",
        "desk-organization": f"/desk/organizations/{organization}",
        "desk-similar": "/desk/organizations/similar",
        "desk-effect": f"/desk/organizations/effect?do=rename&name={organization}&value=" + quote("新名称"),
        "desk-people": "/desk/people",
        "desk-person": f"/desk/people/{person}",
        "words": "/desk/words",
        "words-effect": "/desk/words/effect?add=" + quote("网络建设"),
        "words-proposals": "/desk/words/proposals",
        "correct": f"/articles/{article}/correct",
        "history": f"/articles/{article}/history",
        "topics": "/topics",
        "topic": f"/topics/{topic}",
        "topic-suggested": f"/topics/{topic}/suggested",
        "topic-history": f"/topics/{topic}/history",
    }
    for number, draft in enumerate(drafts):
        found[f"draft-{number}"] = f"/desk/drafts/{draft}"
        found[f"draft-{number}-issue"] = f"/desk/issues/{draft}"
    return found


def prepare(archive: str) -> None:
    """Leave drafts, a topic with something new, a correction."""
    draft, again = Path(archive).parent / "柳河简讯.txt", Path(archive).parent / "柳河简讯（改）.txt"
    draft.write_text(DRAFT, "utf-8")
    again.write_text(DRAFT.replace("四十名", "四十一名"), "utf-8")
    for command in (
        ["ingest", "--draft", str(draft), str(again)],
        ["topics", "add", "网络建设", "5G"],
        ["topics", "ask", "网络建设", "通信保障"],
    ):
        subprocess.run([sys.executable, "-m", "web.main", "--archive", archive, *command], check=True)


def serve() -> tuple[subprocess.Popen[bytes], str]:
    port, folder = 8931, tempfile.mkdtemp() + "/archive"
    command = [sys.executable, "-m", "web.main", "--archive", folder, "serve", "--demo", "--port", str(port)]
    server = subprocess.Popen(command)
    base = f"http://127.0.0.1:{port}"
    for _attempt in range(300):
        try:
            urllib.request.urlopen(base + "/healthz").close()
            prepare(folder)
            return server, base
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the server did not start")


def main(folder: Path, base: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = None
    if base is None:
        server, base = serve()
    try:
        with sync_playwright() as driver:
            everything = pages(base) | (desk(base) if server else {})
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for scheme in ("light", "dark"):
                for width in WIDTHS:
                    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
                    for name, path in everything.items():
                        page.goto(base + path, wait_until="networkidle")
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=width == 390)
                    page.close()
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            for name, path in everything.items():
                page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang=en")
                page.screenshot(path=folder / f"{name}-1280-english.png")
            browser.close()
    finally:
        if server:
            server.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
