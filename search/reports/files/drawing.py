"""Here is a table with a chart, give me the chart as an SVG: bars, lines over time, a network.

The table stands beside it, so the picture carries no number of its own; it is read out by its title.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from html import escape

from search.reports.files.types import Setting
from search.reports.types import Cell, Table

WIDTH, ROW, LABEL = 640, 22, 200
HEIGHT, LEFT, RIGHT, BELOW = 220, 40, 40, 28
RING = 150
"""Radius of the ring that a network's names stand on."""
COLOURS = ("#1f4e8c", "#a92e1c", "#3b7a57", "#8a6d1d", "#6b4c9a")


def drawn(table: Table, setting: Setting) -> str:
    """The chart as an `svg` element; "" where the table has none, or nothing to draw."""
    chart = table.chart
    if chart is None or not table.rows:
        return ""
    keys = [head.key for head in table.columns]
    rows = table.rows[: chart.first]
    labels = [str(row[keys.index(chart.across)].value) for row in rows]
    series = [[_number(row[keys.index(key)].value) for row in rows] for key in chart.of]
    names = [setting.of(table.columns[keys.index(key)].words) for key in chart.of]
    title = f"<title>{escape(setting.of(table.words))}</title>"
    if chart.kind == "network":
        return _network(rows, [keys.index(key) for key in (chart.across, *chart.of)], title, setting)
    if chart.kind == "bar":
        return _bars(labels, series[0], title)
    return _lines(labels, series, names, title) if len(labels) > 1 else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _bars(labels: list[str], values: list[float], title: str) -> str:
    most = max([*values, 1.0])
    parts = [_open(WIDTH, ROW * len(labels)), title]
    for at, (label, value) in enumerate(zip(labels, values, strict=True)):
        long = round((WIDTH - LABEL - 60) * value / most, 1)
        parts.append(
            f'<text x="{LABEL - 8}" y="{at * ROW + 15}" text-anchor="end">{escape(_short(label))}</text>'
            f'<rect x="{LABEL}" y="{at * ROW + 4}" width="{long}" height="{ROW - 8}" fill="{COLOURS[0]}"/>'
            f'<text x="{LABEL + long + 6}" y="{at * ROW + 15}">{value:g}</text>'
        )
    return "".join(parts) + "</svg>"


def _lines(labels: list[str], series: list[list[float]], names: list[str], title: str) -> str:
    most = max([value for values in series for value in values] or [0.0]) or 1.0
    step = (WIDTH - LEFT - RIGHT) / (len(labels) - 1)
    floor = HEIGHT - BELOW
    parts = [_open(WIDTH, HEIGHT + 20 * len(names)), title]
    parts.append(f'<path d="M{LEFT} {floor}H{WIDTH - RIGHT}" stroke="currentColor" fill="none"/>')
    parts.append(f'<text x="{LEFT - 4}" y="14" text-anchor="end">{_scale(most)}</text>')
    every = max(1, len(labels) // 8)
    for at in range(0, len(labels), every):
        x = round(LEFT + at * step, 1)
        parts.append(f'<text x="{x}" y="{floor + 18}" text-anchor="middle">{escape(labels[at])}</text>')
    for which, (values, name) in enumerate(zip(series, names, strict=True)):
        colour = COLOURS[which % len(COLOURS)]
        points = " ".join(
            f"{LEFT + at * step:.1f},{floor - (floor - 10) * value / most:.1f}"
            for at, value in enumerate(values)
        )
        y = HEIGHT + 20 * which + 6
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<path d="M{LEFT} {y}h24" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{LEFT + 32}" y="{y + 5}">{escape(name)}</text>')
    return "".join(parts) + "</svg>"


def _network(rows: Sequence[tuple[Cell, ...]], at: Sequence[int], title: str, setting: Setting) -> str:
    """Names on a ring, those with most company first, a line between two that are named together, the thicker
    the oftener.  A name is a link, so that it is reached from the keyboard."""
    pairs = [(row[at[0]], row[at[1]], _number(row[at[2]].value)) for row in rows]
    weight: Counter[str] = Counter()
    cells: dict[str, Cell] = {}
    for one, other, number in pairs:
        for cell in (one, other):
            weight[str(cell.value)] += int(number)
            cells[str(cell.value)] = cell
    names = [name for name, _ in sorted(weight.items(), key=lambda pair: (-pair[1], pair[0]))]
    place = {name: _on_ring(turn, len(names)) for turn, name in enumerate(names)}
    most = max(number for _, _, number in pairs)
    parts = [_open(WIDTH, RING * 2 + 80, "group"), title]
    for one, other, number in pairs:
        (x1, y1), (x2, y2) = place[str(one.value)], place[str(other.value)]
        told = escape(f"{one.value}、{other.value}：{number:g}")
        parts.append(
            f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{COLOURS[0]}" stroke-opacity=".35" '
            f'stroke-width="{1 + 5 * number / most:.1f}"><title>{told}</title></path>'
        )
    for name, (x, y) in place.items():
        side, away = ("start", 8) if x >= WIDTH / 2 else ("end", -8)
        text = f'<text x="{x + away}" y="{y + 4}" text-anchor="{side}">{escape(_short(name))}</text>'
        url = setting.url(cells[name])
        dot = f'<circle cx="{x}" cy="{y}" r="4" fill="{COLOURS[1]}"/>'
        parts.append(dot + (f'<a href="{escape(url)}">{text}</a>' if url else text))
    return "".join(parts) + "</svg>"


def _on_ring(turn: int, of: int) -> tuple[float, float]:
    angle = 2 * math.pi * turn / of - math.pi / 2
    return round(WIDTH / 2 + RING * math.cos(angle), 1), round(RING + 40 + RING * math.sin(angle), 1)


def _scale(most: float) -> str:
    return f"{most:.0%}" if most < 1 else f"{most:g}"


def _short(label: str) -> str:
    return label if len(label) <= 14 else label[:13] + "…"


def _open(width: int, height: int, role: str = "img") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="{role}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-size="13" fill="currentColor">'
    )
