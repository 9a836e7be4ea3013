"""The steps of a request by themselves, measured in one process with Google Benchmark."""

import contextlib
import json
import subprocess
from dataclasses import dataclass
from typing import ContextManager, Iterator

from .lab import MICRO, Lab
from .machine import Watch
from .measuring import Comparison, Probe, Reading
from .process import SERVER_CPU, pinned


@dataclass(frozen=True)
class MicroCase:
    name: str
    title: str
    comparisons: tuple[Comparison, ...] = ()
    rounds: int | None = None

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        listed = subprocess.run(
            [MICRO, "--benchmark_list_tests"], capture_output=True, text=True, check=True
        )
        return {name: self._open(name, lab) for name in listed.stdout.split()}

    @contextlib.contextmanager
    def _open(self, name: str, lab: Lab) -> Iterator[Probe]:
        command = [str(MICRO), f"--benchmark_filter=^{name}$", "--benchmark_format=json"]
        command += ["--benchmark_min_time=0.1"]

        def measure() -> Reading:
            watch = Watch()
            done = subprocess.run(
                pinned(SERVER_CPU, command),
                capture_output=True,
                text=True,
                check=True,
                cwd=lab.directory(),  # where it may make a store
            )
            result = json.loads(done.stdout)["benchmarks"][0]
            return Reading({"ns": result["cpu_time"]}, watch.disturbance())

        yield measure
