"""What every kind of case has in common: subjects that are measured in turns."""

import contextlib
from dataclasses import dataclass, field
from typing import Callable, ContextManager, Protocol

from .lab import Lab
from .machine import Disturbance


@dataclass(frozen=True)
class Comparison:
    """A median of `subject`, divided by that of `against` if named; and the bar for it, if any."""

    metric: str
    subject: str
    against: str | None = None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Reading:
    """One measurement: figures by metric, and what disturbed it."""

    figures: dict[str, float]
    disturbance: Disturbance


Probe = Callable[[], Reading]


class Case(Protocol):
    """Something to measure, of one subject or more."""

    name: str
    title: str
    comparisons: tuple[Comparison, ...]
    rounds: int | None  # None: as many as the run is told to

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        """For each subject, what sets it up and then measures it, once at each call."""


@dataclass
class Series:
    """The readings of one subject."""

    figures: dict[str, list[float]] = field(default_factory=dict)
    repeated: int = 0  # readings thrown away because something else was busy
    disturbed: int = 0  # readings kept although it was

    def add(self, figures: dict[str, float]) -> None:
        for metric, value in figures.items():
            self.figures.setdefault(metric, []).append(value)


def run(case: Case, lab: Lab, rounds: int) -> dict[str, Series]:
    """Measures every subject in turn, round after round, so that all meet the same moods."""
    opened = case.probes(lab)
    series = {name: Series() for name in opened}
    with contextlib.ExitStack() as stack:
        probes = {name: stack.enter_context(probe) for name, probe in opened.items()}
        planned = case.rounds or rounds
        for _ in range(planned):
            for name, probe in probes.items():
                _measure(probe, series[name], planned)
    return series


def _measure(probe: Probe, series: Series, repetitions: int) -> None:
    """Adds a reading. One that something else disturbed is taken again, up to so many in a series;
    after that it is kept, and marked."""
    while True:
        reading = probe()
        if not reading.disturbance.too_much:
            break
        if series.repeated >= repetitions:
            series.disturbed += 1
            break
        series.repeated += 1
    series.add(reading.figures)
    series.add({"others": reading.disturbance.others, "stolen": reading.disturbance.stolen})
