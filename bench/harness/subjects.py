"""The servers that are compared, and how each is started."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from .lab import AZEN, PEERS, Lab, StoreSpec, install_peer
from .process import Server, free_port


@dataclass(frozen=True)
class Subject:
    """A server under test, as the tables name it."""

    name: str
    start: Callable[["Subject", Lab], Server]
    store: StoreSpec  # whose keys it knows
    threads: int = 1
    access_log: bool = False
    tls: bool = False
    remembers_keys: bool = True  # a key's first use costs more than the next
    # For how long it may be idle before work that it has put off begins.
    puts_off_seconds: float = 0


def azen(
    store: StoreSpec,
    name: str = "azen",
    threads: int = 1,
    access_log: bool = False,
    tls: bool = False,
) -> Subject:
    # It folds its journal once a second has passed without requests.
    return Subject(name, _start_azen, store, threads, access_log, tls, puts_off_seconds=1.3)


def nginx_static(store: StoreSpec, tls: bool = False) -> Subject:
    return Subject("nginx static", _start_nginx_static, store, tls=tls)


def nginx_gate(store: StoreSpec, access_log: bool = False) -> Subject:
    return Subject("nginx gate", _start_nginx_gate, store, access_log=access_log)


def haproxy_gate(store: StoreSpec) -> Subject:
    return Subject("HAProxy gate", _start_haproxy_gate, store)


def haproxy_static(store: StoreSpec) -> Subject:
    return Subject("HAProxy static", _start_haproxy_static, store)


def better_auth(store: StoreSpec, runtime: str) -> Subject:
    """On a JavaScript runtime, which is an npm package: bun or node."""
    return Subject(
        f"Better Auth on {runtime.capitalize()}",
        lambda subject, lab: _start_better_auth(subject, lab, runtime),
        store,
        remembers_keys=False,
    )


def azen_command(subject: Subject, lab: Lab, port: int) -> list[str]:
    store = lab.copy_store(subject.store)
    command = [str(AZEN), "serve", "--listen", f"127.0.0.1:{port}", "--db", str(store)]
    command += ["--threads", str(subject.threads)]
    if subject.tls:
        certificate, key = lab.certificate()
        command += ["--tls-cert", str(certificate), "--tls-key", str(key)]
    return command if subject.access_log else [*command, "--no-access-log"]


def nginx_gate_command(subject: Subject, lab: Lab, port: int) -> list[str]:
    directory = lab.directory()
    with (directory / "keys.map").open("w") as out:
        for secret in lab.secrets(subject.store).read_text().split():
            out.write(f'"{secret}" "{secret}";\n')
    buffered = f"{directory}/access.log combined buffer=64k flush=1s"
    values = {
        "MAP_SIZE": str(4 * subject.store.keys),
        "ACCESS_LOG": buffered if subject.access_log else "off",
    }
    return _nginx_command("gate.conf", directory, port, values)


def nginx_in_one_process(subject: Subject, lab: Lab, port: int) -> list[str]:
    """Worker and master in one."""
    return [*nginx_gate_command(subject, lab, port), "-g", "master_process off;"]


def _start_azen(subject: Subject, lab: Lab) -> Server:
    port = free_port()
    command = azen_command(subject, lab, port)
    return Server(command, port, lab.directory() / "log", subject.tls)


def _start_nginx_static(subject: Subject, lab: Lab) -> Server:
    port = free_port()
    directory = lab.directory()
    values = {"LISTEN_TLS": "", "TLS": ""}
    if subject.tls:
        certificate, key = lab.certificate()
        lines = f"ssl_certificate {certificate}; ssl_certificate_key {key};"
        values = {"LISTEN_TLS": " ssl", "TLS": f"{lines} ssl_protocols TLSv1.2 TLSv1.3;"}
    command = _nginx_command("static.conf", directory, port, values)
    return Server(command, port, directory / "log", subject.tls)


def _start_nginx_gate(subject: Subject, lab: Lab) -> Server:
    port = free_port()
    return Server(nginx_gate_command(subject, lab, port), port, lab.directory() / "log")


def _nginx_command(
    template: str, directory: Path, port: int, values: dict[str, str]
) -> list[str]:
    config = directory / "nginx.conf"
    _fill_in(PEERS / "nginx" / template, config, {"PORT": str(port), **values})
    return ["/usr/sbin/nginx", "-p", str(directory), "-c", str(config)]


def _start_haproxy_static(_: Subject, lab: Lab) -> Server:
    return _haproxy("static.cfg", lab.directory(), {})


def _start_haproxy_gate(subject: Subject, lab: Lab) -> Server:
    directory = lab.directory()
    with (directory / "keys.map").open("w") as out:
        for secret in lab.secrets(subject.store).read_text().split():
            out.write(f"{secret} 1\n")
    return _haproxy("gate.cfg", directory, {"TABLE_SIZE": str(2 * subject.store.keys)})


def _haproxy(template: str, directory: Path, values: dict[str, str]) -> Server:
    port = free_port()
    config = directory / "haproxy.cfg"
    _fill_in(PEERS / "haproxy" / template, config, {"PORT": str(port), **values})
    return Server(["/usr/sbin/haproxy", "-db", "-f", str(config)], port, directory / "log")


def _start_better_auth(subject: Subject, lab: Lab, runtime: str) -> Server:
    port = free_port()
    program = install_peer("better-auth")
    directory = lab.directory()
    files = [str(directory / "auth.db"), str(lab.secrets(subject.store))]
    command = [str(program / "node_modules" / ".bin" / runtime), str(program / "server.mjs")]
    return Server([*command, str(port), *files], port, directory / "log")


def _fill_in(template: Path, target: Path, values: dict[str, str]) -> None:
    """Writes a peer's configuration: the template with its @NAMES@ replaced."""
    text = template.read_text()
    known = {"WORK": str(target.parent), "PEERS": str(PEERS), **values}
    for name, value in known.items():
        text = text.replace(f"@{name}@", value)
    target.write_text(text)
