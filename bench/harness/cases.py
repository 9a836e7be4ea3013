"""The table of all cases: what is measured, against what, and which bar is to be reached."""

from .command_case import Command, CommandCase
from .http_case import HttpCase, Load
from .instruction_case import Counted, InstructionCase
from .lab import AZEN, StoreSpec
from .measuring import Case, Comparison
from .micro_case import MicroCase
from .server_cases import MemoryCase, StartCase
from .subjects import (
    Subject,
    azen,
    azen_command,
    better_auth,
    haproxy_gate,
    haproxy_static,
    nginx_gate,
    nginx_in_one_process,
    nginx_static,
)
from .write_case import RAW, WriteCase

SMALL = StoreSpec(keys=1_000)
MIDDLE = StoreSpec(keys=100_000)
LARGE = StoreSpec(keys=1_000_000)
UNLIMITED = StoreSpec(limited=False)

MEMORY = '{"text":"I love hiking in the mountains, most of all in the early morning"}'
CREATE = Load(path="/api/v1/memory", method="POST", body=MEMORY)
# Each of the words is in one memory of a hundred or so.
SEARCH = Load(
    path="/api/v1/memory/search", method="POST", body='{"query":"word150 word250"}', connections=16
)


def all_cases() -> list[Case]:
    """In the order in which they run."""
    return [
        *_verify_cases(),
        *_connection_cases(),
        _tls_case(),
        *_thread_cases(),
        _size_case(),
        _log_case(),
        *_memory_cases(),
        *_command_cases(),
        *_process_cases(),
    ]


def _gates(store: StoreSpec) -> tuple[Subject, ...]:
    return azen(store), nginx_gate(store), haproxy_gate(store)


def _rate(against: str, at_least: float | None = None, subject: str = "azen") -> Comparison:
    return Comparison("rate", subject, against, at_least=at_least)


def _cpu(against: str) -> Comparison:
    """Without a bar: on a noisy machine it says more than the rate."""
    return Comparison("cpu_us", "azen", against)


def _verify_cases() -> list[Case]:
    return [
        HttpCase(
            "hot",
            "verify, one hot key, no limit on it",
            (azen(UNLIMITED), nginx_static(UNLIMITED), haproxy_static(UNLIMITED)),
            Load(keys="hot"),
            (_rate("nginx static", 0.9), _rate("HAProxy static"), _cpu("nginx static")),
        ),
        HttpCase(
            "uniform",
            "verify, uniform over 100 000 keys",
            (*_gates(MIDDLE), better_auth(MIDDLE, "bun"), better_auth(MIDDLE, "node")),
            Load(),
            (
                _rate("nginx gate", 1.3),
                _rate("HAProxy gate"),
                _rate("Better Auth on Bun", 100),
                _rate("Better Auth on Node"),
                Comparison("p99_us", "azen", "nginx gate", at_most=1.5),
                _cpu("nginx gate"),
            ),
        ),
        HttpCase(
            "zipf",
            "verify, Zipf over 100 000 keys",
            _gates(MIDDLE),
            Load(keys="zipf"),
            (_rate("nginx gate"), _rate("HAProxy gate"), _cpu("nginx gate")),
        ),
        HttpCase(
            "unknown",
            "verify, unknown keys",
            _gates(MIDDLE),
            Load(strangers=True, accepted=False),
            (_rate("nginx gate", 0.9), _rate("HAProxy gate"), _cpu("nginx gate")),
        ),
        HttpCase(
            "missing",
            "verify, no key",
            _gates(MIDDLE),
            Load(keys="none", accepted=False),
            (_rate("nginx gate", 0.9), _rate("HAProxy gate"), _cpu("nginx gate")),
        ),
    ]


def _connection_cases() -> list[Case]:
    """Sixty-four connections are those of every other case."""
    median = Comparison("p50_us", "azen", "nginx gate", at_most=1.15)
    tail = Comparison("p99_us", "azen", "nginx gate")
    return [
        HttpCase(
            f"connections-{count}",
            f"verify, uniform over 100 000 keys, {count} connection{'s' if count > 1 else ''}",
            (azen(MIDDLE), nginx_gate(MIDDLE)),
            Load(connections=count),
            (median if count == 1 else _rate("nginx gate"), tail),
        )
        for count in (1, 16, 256)
    ]


def _tls_case() -> Case:
    """TLS 1.3 on both sides; hands are shaken before the clock starts."""
    return HttpCase(
        "tls",
        "verify, one hot key, no limit on it, through TLS",
        (azen(UNLIMITED, tls=True), nginx_static(UNLIMITED, tls=True)),
        Load(keys="hot"),
        (_rate("nginx static"), _cpu("nginx static")),
    )


def _thread_cases() -> list[Case]:
    """Both on one core, as the load has the other: what a second thread costs, if not gains."""
    one, two = "1 thread", "2 threads"
    loads = {
        "hot": ("one hot key", UNLIMITED, Load(keys="hot")),
        "uniform": ("uniform over 100 000 keys", MIDDLE, Load()),
        "unknown": ("unknown keys", MIDDLE, Load(strangers=True, accepted=False)),
        "create": ("memories, durable", SMALL, CREATE),
    }
    return [
        HttpCase(
            f"threads-{name}",
            f"1 and 2 I/O threads: {title}",
            (azen(store, one), azen(store, two, threads=2)),
            load,
            (_rate(one, 1, subject=two),),
        )
        for name, (title, store, load) in loads.items()
    ]


def _size_case() -> Case:
    sizes = {"1 000 keys": SMALL, "100 000 keys": MIDDLE, "1 000 000 keys": LARGE}
    return HttpCase(
        "keys",
        "verify, uniform over more and more keys, each used before",
        tuple(azen(store, name) for name, store in sizes.items()),
        Load(),
        (_rate("1 000 keys", 0.9, subject="1 000 000 keys"),),
    )


def _log_case() -> Case:
    logging = "azen, logging"
    return HttpCase(
        "access-log",
        "verify, uniform over 100 000 keys, with an access log",
        (azen(MIDDLE, logging, access_log=True), azen(MIDDLE), nginx_gate(MIDDLE, access_log=True)),
        Load(),
        (_rate("azen", subject=logging), _rate("nginx gate", subject=logging)),
    )


def _memory_cases() -> list[Case]:
    sizes = {f"{count:,} memories".replace(",", " "): count for count in (1_000, 10_000, 100_000)}
    stores = {name: StoreSpec(memories=count) for name, count in sizes.items()}
    remembering = tuple(azen(store, name) for name, store in stores.items())
    return [
        WriteCase(
            "create",
            "memory create, durable, 64 connections; one FULL transaction a row",
            azen(SMALL),
            CREATE,
            (_rate(RAW, 10),),
        ),
        HttpCase("list", "memory list, first page", remembering, Load(path="/api/v1/memory")),
        HttpCase("search", "memory search, two words, 16 connections", remembering, SEARCH),
    ]


def _command_cases() -> list[Case]:
    azen_path = str(AZEN)
    sqlite = Command("sqlite3", lambda _: ["/usr/bin/sqlite3", ":memory:", "select 1"])
    version = Command("azen --version", lambda _: [azen_path, "--version"])

    def on_store(store: StoreSpec, *words: str) -> Command:
        name = " ".join(["azen", *words])
        return Command(name, lambda path: [azen_path, *words, "--db", path], store)

    show, page = on_store(SMALL, "keys", "show", "key-500"), on_store(LARGE, "keys", "list")
    return [
        CommandCase(
            "cli",
            "a command, from start to end",
            (version, show, sqlite),
            (
                Comparison("ms", version.name, "sqlite3", at_most=2),
                Comparison("ms", show.name, "sqlite3", at_most=4),
            ),
        ),
        CommandCase(
            "cli-million",
            "a command on 1 000 000 keys",
            (page, on_store(LARGE, "keys", "show", "key-500000")),
            (Comparison("ms", page.name, at_most=30),),
        ),
    ]


def _process_cases() -> list[Case]:
    million = "1 000 000 keys"
    sizes = {"1 000 keys": SMALL, "100 000 keys": MIDDLE, million: LARGE}
    servers = tuple(azen(store, name) for name, store in sizes.items())
    return [
        StartCase(
            "start",
            "serve, from start to the first 200",
            servers,
            (Comparison("ms", million, at_most=1000),),
        ),
        MemoryCase(
            "resident",
            "resident memory, idle and after each key was used once",
            (*servers, nginx_gate(MIDDLE), haproxy_gate(MIDDLE)),
            (Comparison("used_mb", million, at_most=150),),
        ),
        InstructionCase(
            "instructions",
            "instructions a verify takes outside the kernel, alone and in batches of 64",
            (Counted(azen(SMALL), azen_command), Counted(nginx_gate(SMALL), nginx_in_one_process)),
            (
                Comparison("instructions_alone", "azen", "nginx gate"),
                Comparison("instructions_batched", "azen", "nginx gate"),
            ),
        ),
        MicroCase("micro", "the steps of a request, in process"),
    ]
