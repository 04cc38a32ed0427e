"""What lies outside a sandbox and must stay out of reach: sockets, files, a process, a terminal."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

SECRET_VARIABLE = "PCG_CONFORMANCE_SECRET"

_VICTIM = """
import ctypes, signal, sys
signal.signal(signal.SIGUSR1, lambda *_: sys.exit(1))
kept = ctypes.create_string_buffer(b"secret")
opened = open("secret")
print(ctypes.addressof(kept), flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Outside:
    """One set of things to reach; ``description`` is what the intruder is told of them."""

    description: bytes
    datagrams: tuple[socket.socket, ...]
    targets: tuple[Path, ...]
    victims: tuple[Path, ...]
    process: subprocess.Popen[bytes]
    inherited: int

    def damage(self) -> list[str]:
        """What was reached, as far as it shows from here."""
        done = [
            f"a datagram arrived at {s.getsockname()!r}" for s in self.datagrams if _received(s)
        ]
        done += [f"{path} was made" for path in self.targets if path.exists()]
        done += [f"{path} was changed" for path in self.victims if not _is_untouched(path)]
        if self.process.poll() is not None:
            done.append("another process was ended")
        return done


@contextmanager
def outside(folder: Path, home: Path) -> Generator[Outside]:
    """Things to reach, in ``folder`` (a fresh one) and the user's ``home``; gone afterwards."""
    name = f"pcg-conformance-{secrets.token_hex(6)}"
    with ExitStack() as stack:
        tcp = _bound(stack, socket.SOCK_STREAM, ("127.0.0.1", 0))
        udp = _bound(stack, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        _bound(stack, socket.SOCK_STREAM, f"\0{name}")
        datagrams = _bound(stack, socket.SOCK_DGRAM, f"\0{name}-datagram")
        sockets = [folder / "socket"]
        if os.access("/run", os.W_OK):
            sockets.append(Path("/run", name))
        for path in sockets:
            _bound(stack, socket.SOCK_STREAM, str(path))
            stack.callback(path.unlink, missing_ok=True)
        secret_files = _secret_files(stack, folder, home, name)
        targets = _targets(folder, home, name)
        for path in targets:
            stack.callback(path.unlink, missing_ok=True)
        process, address = _victim(stack, folder, name)
        told = {
            "tcp": [tcp.getsockname()[1]],
            "udp": [udp.getsockname()[1]],
            "abstract": [name],
            "abstract-datagram": [f"{name}-datagram"],
            "socket": sockets,
            "secret": [*secret_files, "/etc/passwd", "/etc/group", "/proc/1/environ"],
            "folder": [
                "/root",
                "/home",
                "/var",
                "/run",
                "/sys",
                "/boot",
                "/mnt",
                "/srv",
                Path.home(),
            ],
            "target": targets,
            "victim": secret_files,
            "victim-pid": [process.pid],
            "victim-marker": [name],
            "victim-address": [address],
            "secret-value": [os.environ[SECRET_VARIABLE]],
        }
        lines = [f"{key} {value}\n" for key, values in told.items() for value in values]
        inherited = os.open(os.devnull, os.O_RDONLY)
        stack.callback(os.close, inherited)
        os.set_inheritable(inherited, True)
        yield Outside(
            "".join(lines).encode(), (udp, datagrams), targets, secret_files, process, inherited
        )


def _bound(
    stack: ExitStack, kind: socket.SocketKind, address: tuple[str, int] | str
) -> socket.socket:
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    made = stack.enter_context(socket.socket(family, kind))
    made.bind(address)
    if kind is socket.SOCK_STREAM:
        made.listen()
    else:
        made.setblocking(False)
    return made


def _secret_files(stack: ExitStack, folder: Path, home: Path, name: str) -> tuple[Path, ...]:
    """In the home folder, a hidden one there, the user's project, PCG's cache, another's run."""
    places = (home, home / f".{name}", folder / "project", folder / "cache", folder / "other-run")
    found: list[Path] = []
    for place in places:
        made = not place.exists()
        place.mkdir(exist_ok=True)
        if made:
            stack.callback(place.rmdir)
        path = place / f"{name}.key"
        path.write_text(_CONTENT)
        path.chmod(0o644)
        stack.callback(path.unlink, missing_ok=True)
        found.append(path)
    return tuple(found)


_CONTENT = "a secret\n"


def _is_untouched(path: Path) -> bool:
    return path.is_file() and path.read_text() == _CONTENT and path.stat().st_mode & 0o777 == 0o644


def _targets(folder: Path, home: Path, name: str) -> tuple[Path, ...]:
    shared = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 -- nothing there may be reached
    places = (*shared, "/", "/usr", "/usr/lib", "/etc", "/run", "/dev")
    inside = (folder, folder / "project", folder / "cache", folder / "other-run", home)
    return tuple(Path(place, f"{name}.new") for place in (*places, *inside))


def _victim(stack: ExitStack, folder: Path, name: str) -> tuple[subprocess.Popen[bytes], str]:
    (folder / "secret").write_text(_CONTENT)
    process = stack.enter_context(
        subprocess.Popen(
            (_PYTHON, "-I", "-c", _VICTIM, name),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    )
    # Leaving its own context then waits for it.
    stack.callback(process.kill)
    assert process.stdout is not None
    return process, process.stdout.readline().decode().strip()


def _system_python() -> str:
    """An interpreter that any user may run: that of a virtual environment can lie in a home."""
    return "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable


_PYTHON = _system_python()


def _received(receiver: socket.socket) -> bool:
    try:
        return bool(receiver.recv(16))
    except BlockingIOError:
        return False
