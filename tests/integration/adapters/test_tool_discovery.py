"""Discovery and diagnosis, against fake executables in a folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pcg_engine.adapters.tool_discovery import diagnose, discover
from pcg_engine.domain.toolchain import Tool, Toolchain
from pcg_engine.ports import FOR_STRANGERS, Guarantee


class FakeMachine:
    """A search path made of shell scripts."""

    def __init__(self, root: Path) -> None:
        self.bin = root / "bin"
        self.bin.mkdir()

    def environment(self, **more: str) -> dict[str, str]:
        # `cat` and the like are not needed: the scripts use built-ins of the shell only.
        return {"PATH": str(self.bin), **more}

    def script(self, path: Path, body: str) -> Tool:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
        path.chmod(0o755)
        return Tool(str(path), "")

    def tool(self, name: str, version: str) -> Tool:
        self.script(self.bin / name, f"echo '{version}'")
        return Tool(str(self.bin / name), version)

    def release(self, major: int, *, archer: bool = True) -> Toolchain:
        """An LLVM release in a folder of its own, with versioned links on the search path."""
        root = self.bin.parent / f"llvm-{major}"
        library = root / f"lib/clang/{major}/lib/linux/libclang_rt.tsan-x86_64.a"
        library.parent.mkdir(parents=True)
        library.touch()
        if archer:
            (root / "lib/libarcher.so").touch()
        version = f"clang version {major}.1.0"
        self.script(
            root / "bin/clang++",
            f'case $1 in --version) echo "{version}";; '
            f'-print-resource-dir) echo "{root}/lib/clang/{major}";; *) echo libarcher.so;; esac',
        )
        for name in ("llvm-nm", "llvm-profdata", "llvm-cov"):
            self.script(
                root / "bin" / name, f'echo "LLVM (llvm.org):"; echo "  LLVM version {major}"'
            )
        (self.bin / f"clang++-{major}").symlink_to(root / "bin/clang++")

        def llvm(name: str) -> Tool:
            return Tool(str(root / "bin" / name), f"LLVM version {major}")

        return Toolchain(
            user_compiler=None,
            clang=Tool(str(self.bin / f"clang++-{major}"), version),
            nm=llvm("llvm-nm"),
            profdata=llvm("llvm-profdata"),
            cov=llvm("llvm-cov"),
            archer=Tool(str(root / "lib/libarcher.so"), "") if archer else None,
            sanitizers=Tool(str(library), ""),
        )


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    return FakeMachine(tmp_path)


NOTHING = Toolchain(user_compiler=None, clang=None, nm=None, profdata=None, cov=None, archer=None)


def test_an_empty_machine_has_nothing(machine: FakeMachine) -> None:
    assert discover(machine.environment(), None) == NOTHING


def test_the_newest_release_is_taken_with_its_own_companions(machine: FakeMachine) -> None:
    machine.release(17)
    newest = machine.release(18)
    machine.tool("llvm-cov", "LLVM version 14.0.0")
    assert discover(machine.environment(), None) == newest


def test_a_release_with_archer_beats_a_newer_one_without(machine: FakeMachine) -> None:
    with_archer = machine.release(17)
    machine.release(18, archer=False)
    assert discover(machine.environment(), None) == with_archer


def test_a_release_without_archer_is_better_than_none(machine: FakeMachine) -> None:
    alone = machine.release(18, archer=False)
    assert discover(machine.environment(), None) == alone


def test_a_clang_that_is_too_old_or_broken_is_absent(machine: FakeMachine) -> None:
    machine.release(15)
    machine.script(machine.bin / "clang++-18", "exit 1")
    machine.tool("clang++", "clang version 14.0.0")
    found = discover(machine.environment(), "no-such-compiler")
    assert found == NOTHING


def test_companions_of_another_version_are_not_taken(machine: FakeMachine) -> None:
    machine.release(18)
    for name in ("llvm-profdata", "llvm-cov", "llvm-nm"):
        (machine.bin.parent / "llvm-18/bin" / name).unlink()
        machine.tool(name, "LLVM version 14.0.0")
    nm = machine.tool("nm", "GNU nm 2.40")
    found = discover(machine.environment(), None)
    assert (found.profdata, found.cov, found.nm) == (None, None, nm)


@pytest.mark.parametrize(
    ("chosen", "variable", "expected"),
    [
        (None, "", "g++"),
        (None, "mine", "mine"),
        (None, "ccache mine -m64", "mine"),
        ("c++", "mine", "c++"),
        ("missing", "mine", None),
        (None, "missing", None),
    ],
)
def test_the_user_compiler_is_the_chosen_one_then_cxx_then_the_usual_names(
    machine: FakeMachine, chosen: str | None, variable: str, expected: str | None
) -> None:
    tools = {name: machine.tool(name, f"{name} 1.0") for name in ("g++", "c++", "mine", "ccache")}
    found = discover(machine.environment(CXX=variable), chosen)
    assert found.user_compiler == (tools[expected] if expected else None)


def test_setarch_counts_only_if_it_may_switch_randomisation_off(machine: FakeMachine) -> None:
    setarch = machine.script(machine.bin / "setarch", 'test "$1" = -R')
    assert discover(machine.environment(), None).setarch == setarch
    machine.script(machine.bin / "setarch", "exit 1")
    assert discover(machine.environment(), None).setarch is None


def test_diagnosis_names_what_each_missing_tool_costs(machine: FakeMachine) -> None:
    complete = diagnose(machine.release(18), FOR_STRANGERS, "a trial run was isolated")
    nothing = diagnose(NOTHING, FOR_STRANGERS - {Guarantee.FILES, Guarantee.DISK})
    assert [(f.name, f.found) for f in complete] == [
        ("C++ compiler", False),
        ("clang++ 16 or newer", True),
        ("compiler-rt (sanitizers)", True),
        ("Archer", True),
        ("llvm-profdata", True),
        ("llvm-cov", True),
        ("nm", True),
        ("sandbox (bubblewrap)", True),
        ("setarch -R", False),
    ]
    assert [f.name for f in nothing if f.found] == []
    assert all(f.cost_if_missing and f.remedy for f in nothing)
    costs = {f.name: f.cost_if_missing for f in nothing}
    assert costs["sandbox (bubblewrap)"].endswith("; not protected: disk-limit, files")
    remedies = {f.name: f.remedy for f in complete}
    assert remedies["Archer"] == "install libomp-18-dev"
