"""The same stories in the habits of many publishers: the editor's issue must come back."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from corpus.model import Article
from corpus.splitting import split
from tests.corpus.splitting.conservation import is_whole
from tests.corpus.splitting.press import House, Printed, Story, random_house, set_issue, squeeze, wild_house
from tests.corpus.splitting.stories import ASSOCIATION, HOSPITAL, NOTICES

HOUSES = {
    "newsletter as extracted from PDF": House(width=32, page_rows=26, page_number="—{}—", byline="spaced"),
    "byline on its own line": House(
        width=34, byline="own", footer=("报：云岭省民政厅", "送：各兄弟协会", "发：各会员单位")
    ),
    "author under the headline": House(width=36, byline="under", centred=True, blank="paragraph"),
    "文/ under the headline": House(width=38, byline="under-role", indent=True, blank="none", section="★{}★"),
    "本报讯（记者…）": House(width=30, byline="lead", blank="article", section="—— {} ——"),
    "marks before headlines": House(
        width=36, title_mark="▲", section="◆{}", byline="ascii", indent=True, blank="none"
    ),
    "ordinals for sections": House(width=40, section="{n}、{}", byline="tail", blank="every"),
    "bare section names": House(width=34, section="{}", byline="tail", blank="every"),
    "contents with leaders": House(
        width=34,
        contents="leaders",
        masthead=("云岭建材通讯", "第8期（总第96期）", "2021年8月15日"),
        byline="tail",
    ),
    "contents without page numbers": House(
        width=34,
        contents="plain",
        masthead=("云岭建材通讯", "2021年第8期", "云岭省建材协会秘书处编印  2021年8月20日"),
        byline="own",
    ),
    "running heads": House(
        width=34,
        page_rows=24,
        running_head="云岭建材通讯  2021年第8期",
        page_number="{}",
        masthead=("云岭建材通讯 2021年第8期",),
    ),
    "form feeds": House(width=42, page_rows=30, page_break="\f", page_number="第 {} 页", byline="role"),
}


def found(printed: Printed, articles: Sequence[Article]) -> list[tuple[Story, Article | None]]:
    """Every story with the article that has its whole text, nothing more."""
    pairs: list[tuple[Story, Article | None]] = []
    for story in printed.stories:
        body = squeeze("".join(story.paragraphs))
        pairs.append((story, next((a for a in articles if squeeze(a.body) == body), None)))
    return pairs


@pytest.mark.parametrize("stories", [ASSOCIATION, HOSPITAL], ids=["association", "hospital"])
@pytest.mark.parametrize("house", HOUSES.values(), ids=HOUSES.keys())
def test_every_article_comes_back_whole(house: House, stories: Sequence[Story]) -> None:
    printed = set_issue(stories, house)
    parsed = split(printed.document("云岭建材2021-08.txt"))
    assert [squeeze(a.title) for a in parsed.articles] == [squeeze(s.title) for s in printed.stories]
    for story, article in found(printed, parsed.articles):
        assert article is not None, story.title
        assert article.section == story.section, story.title
        assert article.authors == story.authors, story.title
        assert article.credit == story.credit, story.title


def f1(printed: Printed, articles: Sequence[Article]) -> tuple[int, int, int]:
    """(stories found whole by their first and last twelve characters, articles, stories)."""
    bodies = [squeeze(article.body) for article in articles]
    hits = 0
    for story in printed.stories:
        text = squeeze("".join(story.paragraphs))
        hits += any(body.startswith(text[:12]) and body.endswith(text[-12:]) for body in bodies)
    return hits, len(articles), len(printed.stories)


def test_random_houses() -> None:
    hits = articles = stories = 0
    for seed in range(60):
        rng = random.Random(seed)
        chosen = ASSOCIATION if seed % 2 else HOSPITAL
        printed = set_issue(chosen, random_house(rng))
        parsed = split(printed.document())
        assert is_whole(printed.document(), parsed), seed
        h, a, s = f1(printed, parsed.articles)
        hits, articles, stories = hits + h, articles + a, stories + s
    assert 2 * hits / (articles + stories) >= 0.95, (hits, articles, stories)


def test_wild_houses() -> None:
    """Publishers who number, rule, label and sign as they like, notices and letters among their news."""
    hits = articles = stories = titles = credited = 0
    for seed in range(60):
        rng = random.Random(1000 + seed)
        chosen = list(ASSOCIATION if seed % 2 else HOSPITAL)
        for notice in rng.sample(NOTICES, rng.randint(1, 4)):
            at = rng.randint(1, len(chosen))
            chosen.insert(at, replace(notice, section=chosen[at - 1].section))
        printed = set_issue(chosen, wild_house(rng))
        parsed = split(printed.document())
        assert is_whole(printed.document(), parsed), seed
        h, a, s = f1(printed, parsed.articles)
        hits, articles, stories = hits + h, articles + a, stories + s
        by_title = {squeeze(article.title): article for article in parsed.articles}
        for story in printed.stories:
            article = by_title.get(squeeze(story.title))
            titles += article is not None
            credited += article is not None and (article.authors, article.credit) == (
                story.authors,
                story.credit,
            )
    print(f"wild houses: bounds {2 * hits / (articles + stories):.3f}, {titles}, {credited} of {stories}")
    assert 2 * hits / (articles + stories) >= 0.97
    assert min(titles, credited) >= 0.95 * stories


def drop_blank_lines(lines: list[str], rng: random.Random) -> list[str]:
    return [line for line in lines if line.strip() or rng.random() < 0.3]


def insert_page_numbers(lines: list[str], rng: random.Random) -> list[str]:
    mark = rng.choice(["—{}—", "- {} -", "第{}页"])
    result: list[str] = []
    for at, line in enumerate(lines):
        result.append(line)
        if at % 53 == 52:
            result.append(mark.format(at // 53 + 1))
    return result


def swap_brackets(lines: list[str], rng: random.Random) -> list[str]:
    table = str.maketrans(
        rng.choice([{"（": "(", "）": ")"}, {"【": "〖", "】": "〗"}, {"(": "（", ")": "）"}])
    )
    return [line.translate(table) for line in lines]


def drop_section_heads(lines: list[str], rng: random.Random) -> list[str]:
    return [line for line in lines if not (line.strip().startswith("【") and rng.random() < 0.7)]


MUTATIONS: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    drop_blank_lines,
    insert_page_numbers,
    swap_brackets,
    drop_section_heads,
)


def test_two_hundred_mutations() -> None:
    hits = articles = stories = 0
    for seed in range(200):
        rng = random.Random(seed)
        house = House(
            width=rng.randint(26, 44),
            byline=rng.choice(["tail", "spaced", "own"]),
            page_rows=rng.choice([0, 28]),
        )
        printed = set_issue(rng.choice([ASSOCIATION, HOSPITAL]), house)
        for mutate in rng.sample(MUTATIONS, rng.randint(1, 3)):
            printed.lines = mutate(printed.lines, rng)
        parsed = split(printed.document())
        assert is_whole(printed.document(), parsed), seed
        h, a, s = f1(printed, parsed.articles)
        hits, articles, stories = hits + h, articles + a, stories + s
    score = 2 * hits / (articles + stories)
    print(f"bounds F1 over 200 mutations: {score:.4f}")
    assert score >= 0.95, (hits, articles, stories)
