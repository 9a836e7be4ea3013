"""What a run found out, as plain data: written as JSON, and all that tables and plot are made of."""

import statistics
from dataclasses import dataclass
from typing import Any

from .measuring import Case, Comparison, Series


@dataclass(frozen=True)
class Outcome:
    """A comparison with its value: a ratio, or a figure where nothing is compared."""

    case: str
    title: str
    comparison: Comparison
    value: float
    low: float  # of the rounds
    high: float
    subject_median: float
    against_median: float | None

    @property
    def holds(self) -> bool | None:
        """Whether the bar is reached; None: there is none."""
        if self.comparison.at_least is not None:
            return self.value >= self.comparison.at_least
        if self.comparison.at_most is not None:
            return self.value <= self.comparison.at_most
        return None


def to_record(case: Case, series: dict[str, Series]) -> dict[str, Any]:
    """A case's readings, raw."""
    subjects = {
        name: {"figures": one.figures, "repeated": one.repeated, "disturbed": one.disturbed}
        for name, one in series.items()
    }
    return {"name": case.name, "title": case.title, "subjects": subjects}


def outcomes(case: Case, record: dict[str, Any]) -> list[Outcome]:
    """The case's comparisons, by its record."""
    return [_outcome(case, comparison, record) for comparison in case.comparisons]


def _outcome(case: Case, comparison: Comparison, record: dict[str, Any]) -> Outcome:
    def readings(subject: str) -> list[float]:
        figures: list[float] = record["subjects"][subject]["figures"][comparison.metric]
        return figures

    values = readings(comparison.subject)
    median = statistics.median(values)
    against = None
    value = median
    if comparison.against is not None:
        others = readings(comparison.against)
        against = statistics.median(others)
        value = median / against
        values = [mine / other for mine, other in zip(values, others)]
    return Outcome(
        case.name, case.title, comparison, value, min(values), max(values), median, against
    )
