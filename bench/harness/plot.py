"""The plot: a bar for each ratio, on a logarithmic scale, with the bar to be reached marked."""

import math
from html import escape

from .report import METRICS, show_bar, show_value
from .results import Outcome

LABEL_WIDTH = 450
SCALE_WIDTH = 460
VALUE_WIDTH = 190
ROW = 24
TOP = 56

COLOURS = {True: "#2e8b57", False: "#c0392b", None: "#7a8ca0"}
# Not by colour alone.
MARKS = {True: "✓", False: "✗", None: ""}

LEGEND = "Thick mark: the bar to be reached. Thin line: from the lowest to the highest round."

LESS_IS_BETTER = {"cpu_us", "p50_us", "p99_us", "ms", "instructions_alone", "instructions_batched"}


def render(outcomes: list[Outcome]) -> str:
    """An SVG document of all that is a ratio. Two panels: more is better, less is better."""
    ratios = [one for one in outcomes if one.against_median is not None]
    less = [one for one in ratios if one.comparison.metric in LESS_IS_BETTER]
    more = [one for one in ratios if one not in less]
    panels = [("Requests a second: more is better", more)]
    panels.append(("Latency, time, instructions: less is better", less))
    body = [f'<text x="12" y="24">{LEGEND}</text>']
    y = ROW
    for title, rows in panels:
        if rows:
            body += _panel(title, rows, y)
            y += TOP + ROW * len(rows) + ROW
    width = LABEL_WIDTH + SCALE_WIDTH + VALUE_WIDTH
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" '
            'font-family="sans-serif" font-size="13">',
            f'<rect width="{width}" height="{y}" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        ]
    )


class _Scale:
    """Where a ratio lies. Spans whole powers of two, the bars included."""

    def __init__(self, outcomes: list[Outcome]):
        values = [1.0]
        for one in outcomes:
            values += [one.value, one.low, one.high]
            values += [bar for bar in (one.comparison.at_least, one.comparison.at_most) if bar]
        self.low = math.floor(math.log2(min(values)) - 0.1)
        self.high = math.ceil(math.log2(max(values)) + 0.1)

    def x(self, ratio: float) -> float:
        share = (math.log2(ratio) - self.low) / (self.high - self.low)
        return round(LABEL_WIDTH + share * SCALE_WIDTH, 1)

    def ticks(self) -> list[float]:
        return [2.0**power for power in range(self.low, self.high + 1)]


def _panel(title: str, outcomes: list[Outcome], y: int) -> list[str]:
    scale = _Scale(outcomes)
    bottom = y + TOP + ROW * len(outcomes)
    out = [f'<text x="12" y="{y + 24}" font-size="15" font-weight="bold">{escape(title)}</text>']
    for tick in scale.ticks():
        x, colour = scale.x(tick), "#555555" if tick == 1 else "#dddddd"
        name = f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}"
        out.append(_line(x, y + TOP - 6, bottom, colour, 1))
        out.append(f'<text x="{x}" y="{y + TOP - 12}" text-anchor="middle">{name}</text>')
    for i, one in enumerate(outcomes):
        out += _row(one, scale, y + TOP + ROW * i)
    return out


def _row(outcome: Outcome, scale: _Scale, y: int) -> list[str]:
    """A bar from 1 to the ratio; a thin line over the spread; a black mark at the bar to reach."""
    comparison, colour, middle = outcome.comparison, COLOURS[outcome.holds], y + ROW / 2
    left, right = sorted((scale.x(1), scale.x(outcome.value)))
    what = "" if comparison.metric == "rate" else f", {METRICS[comparison.metric].heading}"
    label = f"{outcome.case}{what}: {comparison.subject} ÷ {comparison.against}"
    value = f"{show_value(outcome)} {MARKS[outcome.holds]}"
    out = [
        f"<g><title>{escape(outcome.title)} {show_bar(outcome)}</title>",
        f'<text x="{LABEL_WIDTH - 10}" y="{middle + 4}" text-anchor="end">{escape(label)}</text>',
        f'<rect x="{left}" y="{y + 4}" width="{max(right - left, 1):.1f}" height="{ROW - 8}" '
        f'fill="{colour}"/>',
        f'<line x1="{scale.x(outcome.low)}" y1="{middle}" x2="{scale.x(outcome.high)}" '
        f'y2="{middle}" stroke="#222222" stroke-width="1"/>',
        f'<text x="{LABEL_WIDTH + SCALE_WIDTH + 12}" y="{middle + 4}">{escape(value)}</text>',
    ]
    bar = comparison.at_least or comparison.at_most
    if bar:
        out.append(_line(scale.x(bar), y + 1, y + ROW - 1, "#000000", 3))
    return [*out, "</g>"]


def _line(x: float, top: float, bottom: float, colour: str, width: int) -> str:
    return (
        f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )
