"""Instructions per request, counted by callgrind: a figure that no neighbour can disturb."""

import contextlib
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, ContextManager, Iterator

from .lab import Lab
from .machine import NOTHING
from .measuring import Comparison, Probe, Reading
from .process import Server, free_port
from .subjects import Subject

MakeCommand = Callable[[Subject, Lab, int], list[str]]

BATCH = 64
WARM_UP_BATCHES = 8
COUNTED_BATCHES = 32


@dataclass(frozen=True)
class Counted:
    """A server and the command that starts it: one process, so that one is counted."""

    subject: Subject
    command: MakeCommand


@dataclass(frozen=True)
class InstructionCase:
    """Requests that come alone and wait for their answers, and 64 at a time in one packet."""

    name: str
    title: str
    servers: tuple[Counted, ...]
    comparisons: tuple[Comparison, ...]
    rounds: int | None = 1  # the count is the same every time, nearly

    def probes(self, lab: Lab) -> dict[str, ContextManager[Probe]]:
        return {server.subject.name: self._open(server, lab) for server in self.servers}

    @contextlib.contextmanager
    def _open(self, server: Counted, lab: Lab) -> Iterator[Probe]:
        def count() -> Reading:
            without = _count(server, lab, alone=0, batches=0)
            alone = _count(server, lab, alone=COUNTED_BATCHES * BATCH, batches=0)
            together = _count(server, lab, alone=0, batches=COUNTED_BATCHES)
            requests = COUNTED_BATCHES * BATCH
            return Reading(
                {
                    "instructions_alone": (alone - without) / requests,
                    "instructions_batched": (together - without) / requests,
                },
                NOTHING,
            )

        yield count


def _count(server: Counted, lab: Lab, alone: int, batches: int) -> int:
    """All instructions of a server that warms up and then answers so many requests."""
    directory, port = lab.directory(), free_port()
    counts = directory / "counts"
    command = ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={counts}"]
    command += server.command(server.subject, lab, port)
    requests = _requests(lab.secrets(server.subject.store))
    with Server(command, port, directory / "log") as running:
        running.wait_until_ready("/api/v1/verify")
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            for _ in range(WARM_UP_BATCHES):
                _exchange(connection, requests)
            for i in range(alone):
                _exchange(connection, [requests[i % BATCH]])
            for _ in range(batches):
                _exchange(connection, requests)
        # nginx misses a signal that comes as it is about to wait, which takes long under valgrind.
        running.settle(0.3)
    return _total(counts)


def _requests(secrets: Path) -> list[bytes]:
    with secrets.open() as lines:
        keys = [next(lines).strip() for _ in range(BATCH)]
    return [
        f"GET /api/v1/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nazen-api-key: {key}\r\n\r\n".encode()
        for key in keys
    ]


def _exchange(connection: socket.socket, requests: list[bytes]) -> None:
    """Sends all, then reads the answers; each ends with the only brace that closes one."""
    connection.sendall(b"".join(requests))
    answers = 0
    while answers < len(requests):
        received = connection.recv(65536)
        if not received:
            raise RuntimeError("the server closed the connection")
        answers += received.count(b"}")


def _total(counts: Path) -> int:
    for line in counts.read_text().splitlines():
        if line.startswith("totals:"):
            return int(line.split()[1])
    raise RuntimeError("callgrind has not written its counts")
