"""What the machine is, and what else it is doing."""

import json
import os
import platform
import re
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Disturbance:
    """What others had of the CPUs while something was measured, in cores."""

    others: float
    stolen: float  # by the host, from a virtual machine

    # A tenth of a core moves a median by less than quiet runs differ.
    TOLERATED = 0.1

    @property
    def too_much(self) -> bool:
        return self.others > self.TOLERATED or self.stolen > self.TOLERATED


# For figures that others cannot change.
NOTHING = Disturbance(0.0, 0.0)


class Watch:
    """Sees who uses the CPUs from its creation on."""

    def __init__(self, server_seconds: Callable[[], float] = lambda: 0.0):
        """`server_seconds` tells what the server that is measured has used so far; of this process,
        and of children that have ended, it is known."""
        self._server_seconds = server_seconds
        self._start = self._look()

    def disturbance(self) -> Disturbance:
        """Until now."""
        elapsed, busy, stolen = (
            end - start for start, end in zip(self._start, self._look(), strict=True)
        )
        return Disturbance(max(busy, 0.0) / elapsed, stolen / elapsed)

    def _look(self) -> tuple[float, float, float]:
        """Seconds: by the clock, used by others, stolen; the latter over all cores."""
        fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        user, nice, system, _idle, _wait, irq, softirq, stolen = map(int, fields[:8])
        busy = (user + nice + system + irq + softirq) / TICKS_PER_SECOND
        own = time.process_time() + children_cpu_seconds() + self._server_seconds()
        return time.monotonic(), busy - own, stolen / TICKS_PER_SECOND


def children_cpu_seconds() -> float:
    """What the children that have ended used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _version(*command: str) -> str:
    """The first line that it prints, without what follows a dash: an address."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0].partition(" - ")[0] if lines else "?"


def describe() -> dict[str, str]:
    """The machine, for people."""
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    release = re.search(r'PRETTY_NAME="(.+)"', Path("/etc/os-release").read_text())
    return {
        "processor": f"{cpu[1] if cpu else '?'}, {os.cpu_count()} cores",
        "memory": f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "?",
        "system": f"{release[1] if release else '?'}, Linux {platform.release()}",
    }


def versions(azen: Path, npm: Path) -> dict[str, str]:
    """The programs that were compared; `npm` names those that come as npm packages."""
    commands = {
        "azen": (str(azen), "--version"),
        "compiler": ("g++", "--version"),
        "nginx": ("/usr/sbin/nginx", "-v"),
        "HAProxy": ("/usr/sbin/haproxy", "-v"),
        "SQLite": ("sqlite3", "--version"),
        "wrk": ("wrk", "-v"),
        "valgrind": ("valgrind", "--version"),
    }
    found = {name: _version(*command) for name, command in commands.items()}
    found["azen"] += f", revision {_version('git', 'describe', '--always', '--dirty')}"
    packages = json.loads(npm.read_text())["dependencies"]
    found["npm packages"] = ", ".join(f"{name} {of}" for name, of in packages.items())
    return found
