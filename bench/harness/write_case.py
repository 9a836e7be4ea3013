"""Durable writes: memories over HTTP, beside SQLite doing one transaction a row."""

import contextlib
import subprocess
from dataclasses import dataclass
from typing import ContextManager, Iterator

from .http_case import Load, http_probe
from .lab import FULL_ROWS, Lab
from .machine import Watch
from .measuring import Comparison, Probe, Reading
from .process import SERVER_CPU, pinned
from .subjects import Subject

RAW = "raw SQLite"


@dataclass(frozen=True)
class WriteCase:
    name: str
    title: str
    subject: Subject
    load: Load
    comparisons: tuple[Comparison, ...]
    rounds: int | None = None

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        return {
            self.subject.name: http_probe(self.subject, self.load, lab),
            RAW: _raw_probe(lab),
        }


@contextlib.contextmanager
def _raw_probe(lab: Lab) -> Iterator[Probe]:
    def measure() -> Reading:
        command = [str(FULL_ROWS), str(lab.directory() / "raw.db"), str(lab.seconds)]
        watch = Watch()
        done = subprocess.run(
            pinned(SERVER_CPU, command), capture_output=True, text=True, check=True
        )
        return Reading({"rate": float(done.stdout)}, watch.disturbance())

    yield measure
