"""Programs under test: started on a core of their own, watched, and stopped by their pid."""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

from .machine import TICKS_PER_SECOND

SERVER_CPU = 0
LOAD_CPU = 1

READY_SECONDS = 120
STOP_SECONDS = 30


def pinned(cpu: int, command: list[str]) -> list[str]:
    """The command, for one core, and ended by the kernel should this process be killed."""
    return ["setpriv", "--pdeathsig", "TERM", "taskset", "--cpu-list", str(cpu), *command]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server that runs for as long as the `with` block."""

    def __init__(self, command: list[str], port: int, log: Path, tls: bool = False):
        self.command = command
        self.port = port
        self._tls = tls
        self._log = log
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> "Server":
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                pinned(SERVER_CPU, self.command), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def wait_until_ready(self, path: str) -> None:
        """Asks, without a key, until there is an answer."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            try:
                self.ask("GET", path)
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{self.command[0]} does not serve: {self._tail()}") from None
            time.sleep(0.001)

    def url(self, path: str) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}{path}"

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: str | None = None
    ) -> tuple[int, int]:
        """One request; returns the status and the size of the reply's head and body, in bytes."""
        connection = self._connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            reply = connection.getresponse()
            head = sum(len(f"{name}: {value}\r\n") for name, value in reply.getheaders())
            return reply.status, head + len(reply.read())
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        where = ("127.0.0.1", self.port)
        if not self._tls:
            return http.client.HTTPConnection(*where, timeout=READY_SECONDS)
        nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # has vouched for its certificate
        nobody.check_hostname = False
        nobody.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(*where, timeout=READY_SECONDS, context=nobody)

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        total = 0
        for pid in self._pids():
            # The name in parentheses may hold spaces; the fields after it do not.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS_PER_SECOND

    def resident_bytes(self) -> int:
        total = 0
        for pid in self._pids():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
        return total

    def settle(self, quiet_seconds: float) -> None:
        """Waits until it has used no CPU for that long: until work that was put off is done."""
        deadline = time.monotonic() + STOP_SECONDS
        used, since = self.cpu_seconds(), time.monotonic()
        while time.monotonic() - since < quiet_seconds and time.monotonic() < deadline:
            time.sleep(0.02)
            if (now := self.cpu_seconds()) > used:
                used, since = now, time.monotonic()

    def _pids(self) -> list[int]:
        """The process and those it has started, nginx's worker for instance."""
        found = [self._process.pid]
        for pid in found:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            found.extend(map(int, children.split()))
        return found

    def _tail(self) -> str:
        return self._log.read_text(errors="replace")[-500:]
