"""Cases of a server as a process: how soon it answers, and how much memory it holds."""

import contextlib
import time
from dataclasses import dataclass
from typing import ContextManager, Iterator

from .http_case import Client, Load
from .lab import Lab
from .machine import NOTHING, Watch
from .measuring import Comparison, Probe, Reading
from .subjects import Subject


MEGABYTE = 1e6


@dataclass(frozen=True)
class StartCase:
    """From the start of the process to the first answer that accepts a key."""

    name: str
    title: str
    subjects: tuple[Subject, ...]
    comparisons: tuple[Comparison, ...]
    rounds: int | None = None

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        return {subject.name: self._open(subject, lab) for subject in self.subjects}

    @contextlib.contextmanager
    def _open(self, subject: Subject, lab: Lab) -> Iterator[Probe]:
        server = subject.start(subject, lab)
        with lab.secrets(subject.store).open() as secrets:
            key = {"azen-api-key": secrets.readline().strip()}

        def start() -> Reading:
            watch = Watch()
            started = time.monotonic()
            with server:
                server.wait_until_ready("/api/v1/verify")
                status, _ = server.ask("GET", "/api/v1/verify", key)
                took = time.monotonic() - started
            if status != 200:
                raise RuntimeError(f"the first answer was {status}")
            return Reading({"ms": took * 1e3}, watch.disturbance())

        yield start


@dataclass(frozen=True)
class MemoryCase:
    """Resident memory: right after the start, and after every key was used once."""

    name: str
    title: str
    subjects: tuple[Subject, ...]
    comparisons: tuple[Comparison, ...]
    rounds: int | None = 1  # it hardly varies

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        return {subject.name: self._open(subject, lab) for subject in self.subjects}

    @contextlib.contextmanager
    def _open(self, subject: Subject, lab: Lab) -> Iterator[Probe]:
        def start_and_use() -> Reading:
            with subject.start(subject, lab) as server:
                server.wait_until_ready("/api/v1/verify")
                idle = server.resident_bytes() / MEGABYTE
                Client(Load(), subject.store, server, lab).use_every_key()
                server.settle(subject.puts_off_seconds)
                used = server.resident_bytes() / MEGABYTE
                per_hundred_thousand = (used - idle) / subject.store.keys * 100_000
                return Reading(
                    {"idle_mb": idle, "used_mb": used, "mb_per_100k_keys": per_hundred_thousand},
                    NOTHING,
                )

        yield start_and_use
