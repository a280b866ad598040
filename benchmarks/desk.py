"""How long people at the desk wait, before the real server with its worker.

    python -m benchmarks.desk [--archive DIR] [--each N]

`--archive`: of this size (it is copied, not written to); without one, an empty archive.  Asked by HTTP:

- a paper of 20 pages, from the upload to its preview with the picture of its first page;
- a list of 100 drafts;
- a correction, from sending it to the first search that finds it;
- an organisation by another name, from sending it to the end of the job that names its articles again.

Seconds of the wall.  Needs reportlab (the extra `test`).
"""

from __future__ import annotations

import argparse
import io
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

PAGES, DRAFTS, PATIENCE = 20, 100, 120.0
TARGETS = {"preview": 2.0, "drafts": 0.1, "correction": 0.5}
"""Seconds within which each should be done."""


class Desk:
    """A server of our own, asked as a browser asks it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open

    def get(self, path: str) -> bytes:
        with self.open(self.base + path) as answer:
            return bytes(answer.read())

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def send(self, path: str, body: bytes, kind: str) -> Any:
        secret = re.search(rb'name="form" value="([^"]+)"', self.get("/desk/bring-in"))
        assert secret is not None
        headers = {"Content-Type": kind, "X-Form": secret[1].decode()}
        with self.open(urllib.request.Request(self.base + path, body, headers)) as answer:
            return json.load(answer)

    def post(self, path: str, **values: object) -> Any:
        return self.send(path, json.dumps(values).encode(), "application/json")

    def upload(self, files: list[tuple[str, bytes]]) -> Any:
        """Bring files in; the job's id."""
        mark = "xunzhang-benchmark"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
            + data
            + b"\r\n"
            for name, data in files
        ]
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.send("/api/v1/drafts", body, f"multipart/form-data; boundary={mark}")

    def done(self, job: int) -> Any:
        """The job when it is over."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.json(f"/api/v1/jobs/{job}")
            if found["state"] not in ("queued", "running"):
                return found
            time.sleep(0.02)
        raise SystemExit(f"job {job} is not over after {PATIENCE:.0f} s")


@contextmanager
def served(archive: Path | None, port: int = 8961) -> Iterator[Desk]:
    """A server with its worker over a copy of the archive."""
    folder = Path(tempfile.mkdtemp(prefix="xunzhang-desk-"))
    if archive is not None:
        shutil.copytree(archive, folder / "archive")
    command = [sys.executable, "-m", "web.main", "--archive", str(folder / "archive"), "serve"]
    server = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        desk = Desk(f"http://127.0.0.1:{port}")
        for _attempt in range(300):
            try:
                desk.get("/readyz")
                break
            except OSError:
                time.sleep(0.2)
        yield desk
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)  # its worker may still be putting things away


def paper(number: int, pages: int = PAGES) -> bytes:
    """An issue of so many pages as a PDF: sections, headlines, bylines, running heads."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stored = io.BytesIO()
    sheet = canvas.Canvas(stored, pagesize=A4)
    for page in range(1, pages + 1):
        lines = [(28, "河湾行业通讯"), (12, f"2031年8月  第{number}期")] if page == 1 else []
        lines.append((18, ("要闻", "动态", "基层")[page % 3]))
        for at in range(4):
            lines += [(15, f"河湾镇第{page}供水站第{at}项工程第{number}次验收"), (10, "本刊记者 何望山")]
            text = f"　　8月{page}日，河湾水务公司在第{page}供水站验收第{at}项工程，站长苏映到场。" * 4
            lines += [(10, text[start : start + 44]) for start in range(0, len(text), 44)]
        down = 780.0
        sheet.setFont("STSong-Light", 9)
        sheet.drawString(60, 810, f"河湾行业通讯  第{number}期")
        sheet.drawCentredString(300, 30, f"— {page} —")
        for size, line in lines:
            sheet.setFont("STSong-Light", size)
            sheet.drawString(60, down, line)
            down -= size * 1.5
        sheet.showPage()
    sheet.save()
    return stored.getvalue()


def preview(desk: Desk, number: int) -> float:
    """Seconds from the upload of a paper to its preview, with the picture of the first page."""
    data, begun = paper(number), time.perf_counter()
    job = desk.done(desk.upload([(f"paper-{number}.pdf", data)])["id"])
    (draft,) = job["result"]["drafts"]
    page = desk.get(f"/desk/drafts/{draft}").decode()
    picture = re.search(r'<img id="sheet" src="([^"]+)"', page)
    assert picture is not None and len(desk.get(picture[1].replace("&amp;", "&"))) > 1000
    return time.perf_counter() - begun


def issue(n: int) -> str:
    """A small issue as plain text."""
    lines = [
        "河湾月报", f"{2000 + n // 12}年{n % 12 + 1}月  第{n}期", "", "要闻", f"河湾修好第{n}座桥",
        f"8月{n % 28 + 1}日，河湾镇修好第{n}座桥，乡亲过河不再绕路。", "（苏映）", "",
    ]  # fmt: skip
    return "\n".join(lines)


def drafts(desk: Desk) -> Callable[[int], float]:
    """Brings a hundred drafts in; then, seconds of a list of them."""
    files = [(f"{n}.txt", issue(n).encode()) for n in range(DRAFTS)]
    done = desk.done(desk.upload(files)["id"])
    assert len(done["result"]["drafts"]) == DRAFTS

    def listed(_number: int) -> float:
        begun = time.perf_counter()
        page = desk.get("/desk/issues")
        taken = time.perf_counter() - begun
        assert page.count(b'name="issue"') == DRAFTS
        return taken

    return listed


def correction(desk: Desk, number: int) -> float:
    """Seconds from sending a correction to the search that finds it."""
    article = desk.json(f"/api/v1/search?size=1&page={number * 7 + 1}")["hits"][0]["id"]
    version = desk.json(f"/api/v1/articles/{quote(article)}/correctable")["version"]
    word = f"zqx{number}v{int(time.time())}"
    begun = time.perf_counter()
    desk.post(
        f"/api/v1/articles/{quote(article)}/corrections", version=version, changes={"title": f"更正 {word}"}
    )
    while desk.json(f"/api/v1/search?q={word}&soft=0")["total"] != 1:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit("the correction was never found")
        time.sleep(0.01)
    return time.perf_counter() - begun


def renaming(desk: Desk, number: int) -> float:
    """Seconds from a new name for an organisation to the end of the job that names its articles again."""
    found = desk.json("/api/v1/names/organizations?limit=200")["organizations"]
    name = found[-1 - number]["name"]
    begun = time.perf_counter()
    done = desk.post(
        "/api/v1/names/changes", edits=[{"action": "rename", "name": name, "value": f"{name}新名"}]
    )
    desk.done(done["job"])
    return time.perf_counter() - begun


def told(kind: str, taken: list[float]) -> str:
    target = f"{TARGETS[kind]:.1f}" if kind in TARGETS else "—"
    figures = (min(taken), statistics.median(taken), max(taken))
    return f"| {kind} | " + " | ".join(f"{each:.3f}" for each in figures) + f" | {target} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--each", type=int, default=7)
    asked = parser.parse_args()
    with served(asked.archive) as desk:
        print("| what | least | median | most | target |\n|---|---|---|---|---|")
        print(told("preview", [preview(desk, n) for n in range(asked.each)]), flush=True)
        listed = drafts(desk)
        print(told("drafts", [listed(n) for n in range(asked.each)]), flush=True)
        if asked.archive is not None:
            print(told("correction", [correction(desk, n) for n in range(asked.each)]), flush=True)
            print(told("renaming", [renaming(desk, n) for n in range(min(asked.each, 3))]), flush=True)


if __name__ == "__main__":
    main()
