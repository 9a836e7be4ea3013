"""What the machine is, and what else it is doing."""

import os
import platform
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class CpuTimes:
    """Seconds of CPU time, over all cores, since the machine started."""

    busy: float
    stolen: float
    at: float

    @classmethod
    def now(cls) -> "CpuTimes":
        fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        user, nice, system, _idle, _wait, irq, softirq, stolen = map(int, fields[:8])
        return cls(
            busy=(user + nice + system + irq + softirq) / TICKS_PER_SECOND,
            stolen=stolen / TICKS_PER_SECOND,
            at=time.monotonic(),
        )


@dataclass(frozen=True)
class Disturbance:
    """What others had of the CPUs while something was measured, in cores."""

    others: float
    stolen: float

    # A tenth of a core moves a median by less than the runs differ anyway.
    TOLERATED = 0.1

    @classmethod
    def between(cls, start: CpuTimes, end: CpuTimes, own_seconds: float) -> "Disturbance":
        elapsed = max(end.at - start.at, 1e-9)
        others = end.busy - start.busy - own_seconds
        return cls(max(others, 0.0) / elapsed, (end.stolen - start.stolen) / elapsed)

    @property
    def too_much(self) -> bool:
        return self.others > self.TOLERATED or self.stolen > self.TOLERATED


def _first_line(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines else "?"


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


def versions(azen: Path) -> dict[str, str]:
    """The programs that were compared."""
    commands = {
        "azen": (str(azen), "--version"),
        "compiler": ("g++", "--version"),
        "nginx": ("/usr/sbin/nginx", "-v"),
        "HAProxy": ("/usr/sbin/haproxy", "-v"),
        "SQLite": ("sqlite3", "--version"),
        "wrk": ("wrk", "-v"),
    }
    return {name: _first_line(*command) for name, command in commands.items()}
