"""Which tools this machine has: found on the search path and probed by running them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pcg_engine.domain.toolchain import Finding, Tool, Toolchain
from pcg_engine.ports import FOR_STRANGERS, Guarantee

OLDEST_CLANG = 16
"""The oldest clang whose trees and instrumentation PCG is tested with."""

PROBE_SECONDS = 10.0
"""A tool that does not tell its version in this time does not work."""

_COMPILERS = ("g++", "c++", "clang++")
_COMPILER_LAUNCHERS = frozenset({"ccache", "sccache", "distcc", "icecc"})
_MAJOR_VERSION = re.compile(r"version (\d+)")


def discover(environment: Mapping[str, str], compiler: str | None) -> Toolchain:
    """The tools on ``environment``'s search path.

    ``compiler`` is the user's choice; ``None`` means ``$CXX`` (without a launcher such as ccache),
    else the first of g++, c++ and clang++ that works. Of several clangs the newest complete one is
    taken: with Archer before without. A tool that cannot be run counts as absent.
    """
    machine = _Machine(environment)
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="discover") as pool:
        user_compiler = pool.submit(_user_compiler, machine, compiler)
        setarch = pool.submit(_setarch, machine)
        bubblewrap = pool.submit(machine.first_working, ("bwrap",))
        clang = _clang(machine)
        if clang is None:
            nm = pool.submit(machine.first_working, ("llvm-nm", "nm"))
            return Toolchain(
                user_compiler=user_compiler.result(),
                clang=None,
                nm=nm.result(),
                profdata=None,
                cov=None,
                archer=None,
                setarch=setarch.result(),
                bubblewrap=bubblewrap.result(),
            )
        nm = pool.submit(_nm, machine, clang)
        profdata = pool.submit(clang.companion, machine, "llvm-profdata")
        cov = pool.submit(clang.companion, machine, "llvm-cov")
        sanitizers = pool.submit(clang.sanitizers, machine)
        return Toolchain(
            user_compiler=user_compiler.result(),
            clang=clang.tool,
            nm=nm.result(),
            profdata=profdata.result(),
            cov=cov.result(),
            archer=clang.archer,
            setarch=setarch.result(),
            sanitizers=sanitizers.result(),
            bubblewrap=bubblewrap.result(),
        )


def diagnose(
    toolchain: Toolchain, guarantees: frozenset[Guarantee], sandbox_description: str = ""
) -> tuple[Finding, ...]:
    """What ``pcg doctor`` tells of ``toolchain`` and of the sandbox, most important first.

    ``guarantees`` are those of the sandbox, ``sandbox_description`` is what probing it said.
    """
    unprotected = ", ".join(sorted(FOR_STRANGERS - guarantees))
    major = _major(toolchain.clang) if toolchain.clang else None
    version = f"-{major}" if major else "-19"
    return (
        _finding(
            "C++ compiler",
            toolchain.user_compiler,
            "nothing can be compiled, so no candidate is verified",
            "install g++, or set CXX to the path of your compiler",
        ),
        _finding(
            f"clang++ {OLDEST_CLANG} or newer",
            toolchain.clang,
            "loops are found but not analysed, so nothing is offered",
            "install clang-19 (or 18, 17, 16)",
        ),
        _finding(
            "compiler-rt (sanitizers)",
            toolchain.sanitizers,
            "invalid inputs and races are not detected, so no candidate is verified",
            f"install libclang-rt{version}-dev",
        ),
        _finding(
            "Archer",
            toolchain.archer,
            "races cannot be checked, so no candidate is verified",
            f"install libomp{version}-dev",
        ),
        _finding(
            "llvm-profdata",
            toolchain.profdata,
            "branch coverage is not measured, so no candidate is verified",
            f"install llvm{version}",
        ),
        _finding(
            "llvm-cov",
            toolchain.cov,
            "branch coverage is not measured, so no candidate is verified",
            f"install llvm{version}",
        ),
        _finding(
            "nm",
            toolchain.nm,
            "symbols cannot be compared, so no candidate is verified",
            "install binutils",
        ),
        Finding(
            name="sandbox (bubblewrap)",
            found=not unprotected,
            path=toolchain.bubblewrap.path if toolchain.bubblewrap else "",
            version=sandbox_description or _version(toolchain.bubblewrap),
            cost_if_missing="only rule candidates of functions free of IO are run; not protected: "
            + (unprotected or "nothing"),
            remedy=(
                "allow it to make namespaces: on Ubuntu by AppArmor's profile "
                "bwrap-userns-restrict (package apparmor-profiles), in a container by its options"
                if toolchain.bubblewrap
                else "install bubblewrap"
            ),
        ),
        _finding(
            "setarch -R",
            toolchain.setarch,
            "ThreadSanitizer may not start on kernels that randomise addresses widely",
            "install util-linux; in a container, allow the personality system call",
        ),
    )


def _version(tool: Tool | None) -> str:
    return tool.version if tool else ""


def _finding(name: str, tool: Tool | None, cost: str, remedy: str) -> Finding:
    return Finding(
        name=name,
        found=tool is not None,
        path=tool.path if tool else "",
        version=_version(tool),
        cost_if_missing=cost,
        remedy=remedy,
    )


class _Machine:
    """The search path, and running what lies on it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.compiler_variable = environment.get("CXX", "")
        self._path = environment.get("PATH", os.defpath)
        self._environment = {**environment, "LC_ALL": "C"}

    def folders(self) -> Iterator[Path]:
        """The folders of the search path that exist, in order."""
        for folder in self._path.split(os.pathsep):
            if folder and Path(folder).is_dir():
                yield Path(folder)

    def which(self, name: str) -> str | None:
        """The path of an executable."""
        return shutil.which(name, path=self._path)

    def output(self, *argv: str) -> str | None:
        """Standard output of a successful run, else ``None``."""
        try:
            finished = subprocess.run(
                argv,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PROBE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return finished.stdout.decode("utf-8", "replace") if finished.returncode == 0 else None

    def probe(self, path: str) -> Tool | None:
        """The tool at ``path`` with its version line, if it runs."""
        output = self.output(path, "--version")
        if output is None:
            return None
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        telling = [line for line in lines if _MAJOR_VERSION.search(line)]
        return Tool(path, (telling or lines or [""])[0])

    def first_working(self, names: tuple[str, ...]) -> Tool | None:
        """The first of ``names`` that is there and runs."""
        for name in names:
            path = self.which(name)
            tool = self.probe(path) if path else None
            if tool:
                return tool
        return None


@dataclass(frozen=True, slots=True)
class _Clang:
    """A clang++ that runs, with what belongs to the same release."""

    tool: Tool
    major: int
    archer: Tool | None

    @property
    def folder(self) -> Path:
        """Where the executable really lies: the release's own ``bin``."""
        return Path(self.tool.path).resolve().parent

    def companion(self, machine: _Machine, name: str) -> Tool | None:
        """The tool ``name`` of the same major version; another's file formats differ."""
        beside = self.folder / name
        for path in (
            str(beside) if beside.exists() else None,
            machine.which(f"{name}-{self.major}"),
        ):
            tool = machine.probe(path) if path else None
            if tool and _major(tool) == self.major:
                return tool
        path = machine.which(name)
        tool = machine.probe(path) if path else None
        return tool if tool and _major(tool) == self.major else None

    def sanitizers(self, machine: _Machine) -> Tool | None:
        """The ThreadSanitizer run-time in the release's resource folder."""
        printed = machine.output(self.tool.path, "-print-resource-dir") or ""
        for library in sorted(Path(printed.strip()).glob("lib/**/libclang_rt.tsan*.a")):
            return Tool(str(library), "")
        return None


def _user_compiler(machine: _Machine, compiler: str | None) -> Tool | None:
    if compiler is not None:
        return machine.first_working((compiler,))
    words = shlex.split(machine.compiler_variable)
    chosen = [w for w in words if Path(w).name not in _COMPILER_LAUNCHERS]
    return machine.first_working((chosen[0],) if chosen else _COMPILERS)


def _clang(machine: _Machine) -> _Clang | None:
    without_archer: _Clang | None = None
    for path in _clang_paths(machine):
        tool = machine.probe(path)
        major = _major(tool) if tool else None
        if tool is None or major is None or major < OLDEST_CLANG:
            continue
        archer = _archer(machine, tool)
        if archer:
            return _Clang(tool, major, archer)
        without_archer = without_archer or _Clang(tool, major, None)
    return without_archer


def _clang_paths(machine: _Machine) -> Iterator[str]:
    """Versioned names, newest first, then the plain one."""
    versions: set[int] = set()
    for folder in machine.folders():
        for entry in folder.glob("clang++-*"):
            suffix = entry.name.removeprefix("clang++-")
            if suffix.isdecimal() and int(suffix) >= OLDEST_CLANG:
                versions.add(int(suffix))
    names = [f"clang++-{version}" for version in sorted(versions, reverse=True)]
    for name in (*names, "clang++"):
        path = machine.which(name)
        if path:
            yield path


def _archer(machine: _Machine, clang: Tool) -> Tool | None:
    """The library beside the compiler's own ones, where distributions and releases put it."""
    root = Path(clang.path).resolve().parent.parent
    for folder in (root / "lib", root / "lib64"):
        if (folder / "libarcher.so").is_file():
            return Tool(str(folder / "libarcher.so"), "")
    printed = (machine.output(clang.path, "-print-file-name=libarcher.so") or "").strip()
    return Tool(printed, "") if Path(printed).is_absolute() and Path(printed).is_file() else None


def _nm(machine: _Machine, clang: _Clang) -> Tool | None:
    return clang.companion(machine, "llvm-nm") or machine.first_working(("nm", "llvm-nm"))


def _setarch(machine: _Machine) -> Tool | None:
    """``setarch``, if it may switch address randomisation off: containers can forbid that."""
    path = machine.which("setarch")
    if path is None or machine.output(path, "-R", "true") is None:
        return None
    return Tool(path, "")


def _major(tool: Tool) -> int | None:
    match = _MAJOR_VERSION.search(tool.version)
    return int(match[1]) if match else None
