"""The adapters that are examined, and the users who examine them."""

from __future__ import annotations

import atexit
import codecs
import ctypes
import functools
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox, probe
from pcg_engine.adapters.launcher import Launcher, build_launcher
from pcg_engine.adapters.limited_sandbox import LimitedSandbox
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import Guarantee, Sandbox
from tests.conformance.sandbox.examination import (
    FAMILIES,
    Examination,
    Examiner,
    Programs,
    unconfined,
)

ADAPTERS = ("bubblewrap", "limited")
USERS = ("root", "ordinary")

T = TypeVar("T")
_ORDINARY_USER = 65_432
_SET_DUMPABLE = 4


def users_here() -> tuple[str, ...]:
    """The users that the tests can be: root can be anyone."""
    return USERS if os.getuid() == 0 else ("ordinary",)


@dataclass(frozen=True, slots=True)
class Built:
    """What is compiled before the user changes: the sources may lie where others cannot look."""

    launcher: Launcher
    programs: Programs


def examine_as(adapter: str, user: str) -> Examination | None:
    """Examine ``adapter`` in a process of ``user``; ``None`` if it does not work for them."""
    return _as_user(user, lambda folder, built: _examine(adapter, folder, built))


def control_as(user: str) -> dict[Guarantee, frozenset[str]]:
    """What the intruder gets where nothing confines it, by family."""
    return _as_user(user, _control)


def _examine(adapter: str, folder: Path, built: Built) -> Examination | None:
    sandbox = _sandbox(adapter, built.launcher)
    if sandbox is None:
        return None
    home = folder / "home"
    home.mkdir()
    return Examiner(sandbox, built.programs, folder, home).examine()


def _control(folder: Path, built: Built) -> dict[Guarantee, frozenset[str]]:
    home = folder / "home"
    home.mkdir()
    found: dict[Guarantee, frozenset[str]] = {}
    for family in FAMILIES:
        reachable = folder / family.value
        reachable.mkdir()
        found[family] = unconfined(built.programs, family, reachable, home)
    return found


def _sandbox(adapter: str, launcher: Launcher) -> Sandbox | None:
    if adapter == "limited":
        return LimitedSandbox(launcher)
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        return None
    probed = probe(Tool(bubblewrap, ""), launcher)
    return probed if isinstance(probed, BubblewrapSandbox) else None


@functools.cache
def _build() -> Built:
    """Once a process; the folder goes with it."""
    kept = tempfile.TemporaryDirectory(prefix="pcg-programs-")
    atexit.register(kept.cleanup)
    folder = Path(kept.name)
    folder.chmod(0o755)
    built: list[Path] = []
    for name in ("intruder", "glutton"):
        source = Path(__file__).with_name(f"{name}.cpp")
        program = folder / name
        compiler = shutil.which("g++")
        assert compiler is not None
        subprocess.run((compiler, "-O1", "-pthread", source, "-o", program), check=True)
        program.chmod(0o755)
        built.append(program)
    return Built(build_launcher(Tool("g++", ""), folder / "launcher"), Programs(*built))


def _as_user(user: str, work: Callable[[Path, Built], T]) -> T:
    """Do ``work`` in a child of that user, which has a terminal, and an empty folder.

    The child is forked, not started anew: the interpreter may lie where ``user`` cannot go.
    """
    built = _build()
    with tempfile.TemporaryDirectory(prefix="pcg-conformance-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if user == "ordinary" and os.getuid() == 0:
            os.chown(folder, _ORDINARY_USER, _ORDINARY_USER)
        # Loaded by name when first used, which the child perhaps could not do.
        codecs.lookup("ascii")
        terminal, terminal_end = os.openpty()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setsid()
                os.close(os.open(os.ttyname(terminal_end), os.O_RDWR))
                _become(user)
                os.chdir(folder)
                with os.fdopen(writing, "wb") as answer:
                    pickle.dump(work(folder, built), answer)
                code = 0
            except Exception:  # noqa: BLE001 -- told, and then the child ends
                traceback.print_exc()
                sys.stderr.flush()
            finally:
                os._exit(code)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            told = answer.read()
        os.close(terminal)
        os.close(terminal_end)
        _, status = os.waitpid(child, 0)
        if status != 0:
            raise RuntimeError(f"examining as {user} failed: {os.waitstatus_to_exitcode(status)}")
        return pickle.loads(told)  # noqa: S301 -- written by the child above


def _become(user: str) -> None:
    if user == "ordinary" and os.getuid() == 0:
        os.setgroups([])
        os.setgid(_ORDINARY_USER)
        os.setuid(_ORDINARY_USER)
        # Having changed its user, this process counts as privileged until it says otherwise.
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 1, 0, 0, 0)
    os.environ["PATH"] = "/usr/local/bin:/usr/bin:/bin"
