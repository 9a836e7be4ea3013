"""What scripts/bench runs once everything is built. Run from the root of the project."""

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from . import machine, plot, report, results
from .cases import all_cases
from .lab import AZEN, OUTPUT, PEERS, ROOT, Lab
from .measuring import Case, run

# No run takes as long; one that hangs must not hang for ever.
LONGEST_RUN_SECONDS = 3 * 3600


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures azen beside its peers, on loopback and in turns. The tables, the plot "
        "and the raw figures go to build/bench.",
    )
    parser.add_argument("case", nargs="*", help="what to measure; without any, everything")
    parser.add_argument("--rounds", type=int, default=5, help="readings of each server (default 5)")
    parser.add_argument("--seconds", type=int, default=2, help="for each reading (default 2)")
    parser.add_argument("--quick", action="store_true", help="3 rounds of 1 second: to try things")
    parser.add_argument("--publish", action="store_true", help="also write docs/performance.*")
    parser.add_argument("--list", action="store_true", help="list the cases and end")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.seconds = 3, 1
    if options.rounds < 1 or options.seconds < 1:
        parser.error("rounds and seconds are 1 or more")
    return options


def choose(names: list[str]) -> list[Case]:
    known = {case.name: case for case in all_cases()}
    if unknown := [name for name in names if name not in known]:
        print(f"bench: error: no such case: {', '.join(unknown)}", file=sys.stderr)
        print("bench: hint: scripts/bench --list names them", file=sys.stderr)
        sys.exit(2)
    return [known[name] for name in names] or list(known.values())


def measure(cases: list[Case], lab: Lab, rounds: int) -> list[dict[str, Any]]:
    """A record of each case; of one that failed, why. The others go on."""
    records = []
    for case in cases:
        print(f"\n== {case.name}: {case.title}  (load average {_load_average()})", flush=True)
        try:
            record = results.to_record(case, run(case, lab, rounds))
            print(report.case_table(record), end="", flush=True)
        except (OSError, RuntimeError, ValueError) as error:
            record = {"name": case.name, "title": case.title, "error": str(error)}
            print(f"bench: error: {error}", file=sys.stderr)
        records.append(record)
    return records


def write(target: Path, page: str, drawing: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    (target / "performance.md").write_text(page)
    (target / "performance.svg").write_text(drawing)


def _go_first() -> None:
    """Puts all that is measured before whatever else the machine does, where that is allowed."""
    with contextlib.suppress(PermissionError):
        os.nice(-15)


def _load_average() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def main() -> int:
    options = parse(sys.argv[1:])
    cases = choose(options.case)
    if options.list:
        print("\n".join(f"{case.name:18}{case.title}" for case in cases))
        return 0
    _go_first()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.alarm(LONGEST_RUN_SECONDS)
    found: dict[str, Any] = {
        "command": " ".join(["scripts/bench", *sys.argv[1:]]),
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine.describe(),
        "versions": machine.versions(AZEN, PEERS / "better-auth" / "package.json"),
        "load_average": _load_average(),
    }
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUTPUT, prefix="run-") as scratch:
        found["cases"] = measure(cases, Lab(Path(scratch), options.seconds), options.rounds)
    measured = [(c, r) for c, r in zip(cases, found["cases"]) if "error" not in r]
    compared = [one for case, record in measured for one in results.outcomes(case, record)]
    (OUTPUT / "performance.json").write_text(json.dumps(found, indent=1, ensure_ascii=False))
    template = (Path(__file__).parent / "performance.md.in").read_text()
    page, drawing = report.document(template, found, compared), plot.render(compared)
    for target in [OUTPUT, *([ROOT / "docs"] if options.publish else [])]:
        write(target, page, drawing)
    print("\n" + report.bars_table(compared))
    print(f"written: {OUTPUT}/performance.md, .svg and .json")
    return 0 if len(measured) == len(cases) else 1


try:
    sys.exit(main())
except KeyboardInterrupt:
    sys.exit(130)
