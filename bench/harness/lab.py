"""Where a run keeps its things: programs, stores that are made once, and scratch directories."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "build" / "bench"
PEERS = ROOT / "bench" / "peers"
REQUESTS = ROOT / "bench" / "load" / "requests.lua"

_BUILT = ROOT / "build" / "release"
AZEN = _BUILT / "src" / "azen"
FILL = _BUILT / "bench" / "azen_bench_fill"
FULL_ROWS = _BUILT / "bench" / "azen_bench_full_rows"
MICRO = _BUILT / "bench" / "azen_bench_micro"


@dataclass(frozen=True)
class StoreSpec:
    """What is in a store. Limited: its keys carry a rate limit, which no case reaches."""

    keys: int = 1_000
    memories: int = 0
    limited: bool = True

    @property
    def limits(self) -> str:
        return "limited" if self.limited else "unlimited"

    @property
    def name(self) -> str:
        return f"{self.keys}-keys-{self.limits}-{self.memories}-memories"


# Its keys are unknown to every other store.
STRANGERS = StoreSpec(keys=1_001)


class Lab:
    """One run: how long a measurement takes, and directories that go away with it."""

    def __init__(self, scratch: Path, seconds: int):
        self.seconds = seconds
        self._scratch = scratch
        self._directories = 0

    def directory(self) -> Path:
        """A fresh one."""
        self._directories += 1
        made = self._scratch / str(self._directories)
        made.mkdir(mode=0o700)
        return made

    def secrets(self, spec: StoreSpec) -> Path:
        """The file of the secrets of a store's keys, one a line."""
        return _kept_store(spec) / "secrets"

    def copy_store(self, spec: StoreSpec) -> Path:
        """A store of its own, to be written to."""
        kept, directory = _kept_store(spec), self.directory()
        for name in ("azen.db", "azen.db.master-key"):
            subprocess.run(["cp", "--reflink=auto", kept / name, directory / name], check=True)
        os.sync()  # or the disk is busy with it while others are measured
        return directory / "azen.db"

    def certificate(self) -> tuple[Path, Path]:
        """The files of a certificate that nobody vouches for, and of its key."""
        directory = self.directory()
        certificate, key = directory / "certificate.pem", directory / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"]
        command += ["ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=azen bench"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run(command, capture_output=True, check=True)
        return certificate, key


def install_peer(name: str) -> Path:
    """The directory in which the npm packages of bench/peers/NAME are, and its own files."""
    sources = sorted(path for path in (PEERS / name).iterdir() if path.is_file())
    return _keep(
        OUTPUT / "peers" / f"{name}-{_digest(sources)}",
        lambda growing: _npm_install(sources, growing),
    )


def _npm_install(sources: list[Path], directory: Path) -> None:
    for source in sources:
        shutil.copy(source, directory)
    print("   installing npm packages", flush=True)
    command = ["npm", "ci", "--loglevel=error"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"npm ci failed: {done.stderr.strip()[-500:]}")


def _kept_store(spec: StoreSpec) -> Path:
    # What decides how a store looks. Stores made from other sources are left alone.
    sources = [
        ROOT / "src" / "core" / "store" / "sqlite" / "schema.cpp",
        ROOT / "bench" / "tools" / "fill.cpp",
    ]
    return _keep(
        OUTPUT / "stores" / _digest(sources) / spec.name,
        lambda growing: _fill_store(spec, growing),
    )


def _fill_store(spec: StoreSpec, directory: Path) -> None:
    print(f"   making a store: {spec.name}", flush=True)
    files = [directory / "azen.db", directory / "secrets"]
    subprocess.run([FILL, *files, str(spec.keys), str(spec.memories), spec.limits], check=True)


def _keep(place: Path, make: Callable[[Path], None]) -> Path:
    """`place`, made by `make` if it is not there. It appears whole or not at all."""
    if not place.exists():
        growing = place.with_name(place.name + ".growing")
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(parents=True, mode=0o700)
        make(growing)
        growing.rename(place)
    return place


def _digest(sources: list[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
