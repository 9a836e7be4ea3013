"""Cases under load: wrk sends requests from a core of its own, servers answer on theirs."""

import contextlib
import json
import subprocess
from dataclasses import dataclass
from typing import ContextManager, Iterator

from .lab import REQUESTS, STRANGERS, Lab, StoreSpec
from .machine import Watch, children_cpu_seconds
from .measuring import Comparison, Probe, Reading
from .process import LOAD_CPU, Server, pinned
from .subjects import Subject

# Up to here, warming up with the load itself meets every key.
FEW_KEYS = 1_000


@dataclass(frozen=True)
class Load:
    """What is sent. Keys are drawn as load/requests.lua says."""

    keys: str = "uniform"
    connections: int = 64
    path: str = "/api/v1/verify"
    method: str = "GET"
    body: str | None = None
    accepted: bool = True
    strangers: bool = False  # keys that nobody knows


@dataclass(frozen=True)
class HttpCase:
    name: str
    title: str
    subjects: tuple[Subject, ...]
    load: Load
    comparisons: tuple[Comparison, ...] = ()
    rounds: int | None = None

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        return {subject.name: http_probe(subject, self.load, lab) for subject in self.subjects}


@contextlib.contextmanager
def http_probe(subject: Subject, load: Load, lab: Lab) -> Iterator[Probe]:
    """Starts the server, warms it up, and then measures it under the load."""
    with subject.start(subject, lab) as server:
        server.wait_until_ready("/api/v1/verify")
        client = Client(load, subject.store, server, lab)
        client.warm_up(subject.remembers_keys)
        yield lambda: _measure(client, subject, server, lab.seconds)


def _measure(client: "Client", subject: Subject, server: Server, seconds: int) -> Reading:
    server.settle(0.1)
    load_before, server_before = children_cpu_seconds(), server.cpu_seconds()
    watch = Watch(server.cpu_seconds)
    report = client.run_wrk(seconds)
    disturbance = watch.disturbance()
    if not report["requests"]:
        raise RuntimeError(f"{subject.name} answered nothing within {seconds} s")
    load_cpu = children_cpu_seconds() - load_before
    # Work that was put off belongs to the requests that made it.
    server.settle(subject.puts_off_seconds)
    figures = {
        "rate": report["requests"] / report["seconds"],
        "p50_us": report["p50_us"],
        "p99_us": report["p99_us"],
        "cpu_us": (server.cpu_seconds() - server_before) / report["requests"] * 1e6,
        "load_cpu_us": load_cpu / report["requests"] * 1e6,
        "reply_bytes": client.reply_bytes,
    }
    return Reading(figures, disturbance)


class Client:
    """Sends a load to one server, and insists on the answers that are expected."""

    def __init__(self, load: Load, store: StoreSpec, server: Server, lab: Lab):
        self._load = load
        self._server = server
        self._keys = store.keys
        self._secrets = lab.secrets(STRANGERS if load.strangers else store)
        self.reply_bytes = 0  # known once warmed up

    def warm_up(self, remembers_keys: bool) -> None:
        self.reply_bytes = self._ask_once()  # alone, as the first search may take long
        if remembers_keys and self._keys > FEW_KEYS and self._load.keys != "none":
            self.use_every_key()
        self.run_wrk(1)

    def use_every_key(self) -> None:
        """What is loaded on a key's first use, is then."""
        seconds = 2
        while self.run_wrk(seconds, "sequential")["requests"] < self._keys:
            seconds *= 2

    def run_wrk(self, seconds: int, keys: str | None = None) -> dict[str, float]:
        load = self._load
        command = ["wrk", "--threads", "1", "--connections", str(load.connections)]
        command += ["--duration", f"{seconds}s", "--timeout", "10s", "--script", str(REQUESTS)]
        command += [self._server.url(load.path), "--"]
        command += [keys or load.keys, str(self._secrets), load.method, load.body or ""]
        done = subprocess.run(pinned(LOAD_CPU, command), capture_output=True, text=True, check=True)
        report: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        refused = 0 if load.accepted else report["requests"]
        if report["failed"] or report["refused"] != refused:
            raise RuntimeError(f"not the answers that were expected: {report}")
        return report

    def _ask_once(self) -> int:
        load = self._load
        headers = {"Content-Type": "application/json"} if load.body else {}
        if load.keys != "none":
            with self._secrets.open() as secrets:
                headers["azen-api-key"] = secrets.readline().strip()
        status, size = self._server.ask(load.method, load.path, headers, load.body)
        if (status < 400) != load.accepted:
            raise RuntimeError(f"answers {status} to {load.method} {load.path}")
        return size
