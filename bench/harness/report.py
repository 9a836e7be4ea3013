"""Tables, in Markdown, of what a run found out."""

import statistics
from dataclasses import dataclass
from string import Template
from typing import Any, Iterable

from .results import Outcome


@dataclass(frozen=True)
class Metric:
    """How a figure is shown."""

    heading: str
    digits: int

    def show(self, value: float) -> str:
        return f"{value:,.{self.digits}f}".replace(",", " ")


METRICS = {
    "rate": Metric("requests/s", 0),
    "p50_us": Metric("p50 µs", 0),
    "p99_us": Metric("p99 µs", 0),
    "cpu_us": Metric("CPU µs a request", 2),
    "load_cpu_us": Metric("CPU µs of wrk", 2),
    "reply_bytes": Metric("reply bytes", 0),
    "ms": Metric("ms", 1),
    "idle_mb": Metric("idle MB", 1),
    "used_mb": Metric("used MB", 1),
    "mb_per_100k_keys": Metric("MB per 100 000 keys used", 1),
    "instructions_alone": Metric("alone", 0),
    "instructions_batched": Metric("in 64s", 0),
    "ns": Metric("ns", 1),
}


def bars_table(outcomes: Iterable[Outcome]) -> str:
    """Every comparison: the figures, the ratio with its spread, and the bar."""
    rows = []
    for outcome in outcomes:
        comparison, metric = outcome.comparison, METRICS[outcome.comparison.metric]
        against = "–"
        if outcome.against_median is not None:
            against = f"{comparison.against}: {metric.show(outcome.against_median)}"
        rows.append(
            [
                outcome.title,
                metric.heading,
                f"{comparison.subject}: {metric.show(outcome.subject_median)}",
                against,
                show_value(outcome),
                show_bar(outcome),
                {None: "", True: "reached", False: "**missed**"}[outcome.holds],
            ]
        )
    headings = ["case", "figure", "measured", "beside", "ratio (rounds)", "bar", ""]
    return _table(headings, rows)


def show_value(outcome: Outcome) -> str:
    """The ratio and its spread over the rounds; nothing where nothing is compared."""
    if outcome.against_median is None:
        return "–"
    return f"{_ratio(outcome.value)} ({_ratio(outcome.low)}–{_ratio(outcome.high)})"


def show_bar(outcome: Outcome) -> str:
    comparison = outcome.comparison
    if comparison.at_least is not None:
        return f"≥ {comparison.at_least:g}"
    return f"≤ {comparison.at_most:g}" if comparison.at_most is not None else ""


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def case_table(record: dict[str, Any]) -> str:
    """All figures of one case: medians, and of the first the spread."""
    subjects: dict[str, Any] = record["subjects"]
    known = {name for one in subjects.values() for name in one["figures"]}
    shown = [name for name in METRICS if name in known]
    rows = [
        [name, *(_figure(one["figures"].get(metric), metric) for metric in shown), _runs(one)]
        for name, one in subjects.items()
    ]
    return _table(["", *(METRICS[metric].heading for metric in shown), "runs"], rows)


def _figure(readings: list[float] | None, name: str) -> str:
    if readings is None:
        return "–"
    metric = METRICS[name]
    shown = metric.show(statistics.median(readings))
    if len(readings) > 1 and name in ("rate", "ms", "ns"):
        shown += f" ({metric.show(min(readings))}–{metric.show(max(readings))})"
    return shown


def _runs(subject: dict[str, Any]) -> str:
    count = max(len(readings) for readings in subject["figures"].values())
    notes = [f"{subject['repeated']} repeated"] if subject["repeated"] else []
    notes += [f"{subject['disturbed']} disturbed"] if subject["disturbed"] else []
    return ", ".join([str(count), *notes])


def _table(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def document(template: str, results: dict[str, Any], outcomes: list[Outcome]) -> str:
    """The whole page."""
    facts = {**results["machine"], **results["versions"], "load average": results["load_average"]}
    sections = [f"### {one['title']}\n\n{_section(one)}" for one in results["cases"]]
    return Template(template).substitute(
        command=results["command"],
        date=results["date"],
        facts=_table(["", ""], [[name, value] for name, value in facts.items()]),
        bars=bars_table(outcomes),
        cases="\n".join(sections),
    )


def _section(record: dict[str, Any]) -> str:
    if "error" in record:
        return f"Not measured: {record['error']}\n"
    return case_table(record)
