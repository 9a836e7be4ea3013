"""Cases of whole processes: how long one takes, from its start to its end."""

import contextlib
import os
import statistics
import time
from dataclasses import dataclass
from typing import Callable, ContextManager, Iterator

from .lab import Lab, StoreSpec
from .machine import Watch
from .measuring import Comparison, Probe, Reading
from .process import SERVER_CPU

# One run is too short for a reading: a reading is the median of so many.
RUNS = 20


@dataclass(frozen=True)
class Command:
    """A command line, as the tables name it; `arguments` are made when the store's path is known."""

    name: str
    arguments: Callable[[str], list[str]]
    store: StoreSpec | None = None


@dataclass(frozen=True)
class CommandCase:
    name: str
    title: str
    commands: tuple[Command, ...]
    comparisons: tuple[Comparison, ...]
    rounds: int | None = None

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        return {command.name: _open(command, lab) for command in self.commands}


@contextlib.contextmanager
def _open(command: Command, lab: Lab) -> Iterator[Probe]:
    store = str(lab.copy_store(command.store)) if command.store else ""
    arguments = command.arguments(store)
    _run(arguments)  # warms the page cache

    def measure() -> Reading:
        watch = Watch()
        took = statistics.median(_run(arguments) for _ in range(RUNS))
        return Reading({"ms": took}, watch.disturbance())

    yield measure


def _run(arguments: list[str]) -> float:
    """Runs it on the servers' core, output thrown away; returns the milliseconds it took."""
    silence = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    with _on_server_cpu():
        started = time.perf_counter()
        pid = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=silence)
        _, status = os.waitpid(pid, 0)
        took = time.perf_counter() - started
    if status != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with status {status}")
    return took * 1e3


@contextlib.contextmanager
def _on_server_cpu() -> Iterator[None]:
    """Children inherit the core; a wrapper that sets it would be measured too."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CPU})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
