"""The parts of ``benchmarks/peers`` that run programs, with programs that take no time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.peers.builds import Built, build
from benchmarks.peers.outcomes import Timed, Unavailable, Way, Wrong
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.rounds import LEAST_ROUNDS, Reader, Run, run_in_turn
from benchmarks.peers.store import Store, digest_of_tree


def script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def read(output: str, errors: str) -> Run:
    return Run(float(output), errors)


def differ(expected: str, actual: str) -> str | None:
    return None if expected == actual else f"{actual.strip()}, not {expected.strip()}"


def test_programs_run_in_turn_and_every_result_is_compared(tmp_path: Path) -> None:
    log = tmp_path / "log"
    seldom = f"echo r >> {tmp_path}/runs; echo 1; test $(wc -l < {tmp_path}/runs) -ge 5 && r=8"
    programs = {
        Way.PCG: script(tmp_path, "pcg", f"echo p >> {log}; echo 1; echo 7 >&2"),
        Way.GCC: script(tmp_path, "gcc", f"echo g >> {log}; echo 2; echo 7 >&2"),
        Way.POLLY: script(tmp_path, "polly", f"{seldom}; echo ${{r:-7}} >&2"),
        Way.CLANG: script(tmp_path, "clang", "exit 3"),
        Way.EXPERT: script(tmp_path, "expert", "echo nothing"),
    }
    assert run_in_turn(programs, Reader(read, differ), os.environ, seconds=0.0, limit=10.0) == {
        Way.GCC: Timed((2.0,) * LEAST_ROUNDS),
        Way.PCG: Timed((1.0,) * LEAST_ROUNDS),
        Way.POLLY: Wrong("8, not 7"),
        Way.CLANG: Unavailable("ended with status 3"),
        Way.EXPERT: Unavailable(
            "its output cannot be read: could not convert string to float: 'nothing\\n'"
        ),
    }
    # one uncounted round, then the order turns round after round
    assert log.read_text().split() == list("gppg" * 4)


def test_a_program_that_hangs_is_given_up(tmp_path: Path) -> None:
    programs = {Way.GCC: script(tmp_path, "gcc", "exec sleep 60")}
    found = run_in_turn(programs, Reader(read, differ), os.environ, seconds=0.0, limit=0.2)
    assert found == {Way.GCC: Unavailable("took more than 0.2 s")}


@pytest.mark.needs("gxx")
def test_the_same_source_gives_the_same_assembly_and_an_error_its_line(tmp_path: Path) -> None:
    source = tmp_path / "a.cpp"
    source.write_text("int main() { return 0; }\n")
    command = ("g++", "-O2")
    first = build(command, source, tmp_path / "one", ())
    second = build(command, source, tmp_path / "two", ())
    assert isinstance(first, Built)
    assert isinstance(second, Built)
    assert first.assembly == second.assembly
    source.write_text("int main() { return x; }\n")
    refused = build(command, source, tmp_path / "one", ())
    assert isinstance(refused, Unavailable)
    assert "‘x’ was not declared" in refused.reason or "'x' was not declared" in refused.reason


def test_results_are_kept_by_what_they_depend_on(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    assert store.read("gemm", "pcg", "k1") is None
    assert store.newest("gemm", "pcg") is None
    store.write("gemm", "pcg", "k1", {"a": 1})
    assert store.read("gemm", "pcg", "k1") == {"a": 1}
    assert store.read("gemm", "pcg", "k2") is None
    assert store.newest("gemm", "pcg") == {"a": 1}
    assert store.newest("gemm", "times") is None


def test_the_digest_of_a_tree_changes_with_its_text_and_names(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = digest_of_tree(tmp_path)
    (tmp_path / "a.txt").write_text("not source")
    assert digest_of_tree(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    second = digest_of_tree(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, digest_of_tree(tmp_path)}) == 3


def test_a_pcg_that_fails_is_told_with_its_own_words(tmp_path: Path) -> None:
    pcg = Pcg(Path(__file__).resolve().parents[3], budget=1.0, threads=2)
    said = pcg.analyze(tmp_path / "none.cpp", ())
    missing = f"{tmp_path / 'none.cpp'}: No such file or directory"
    assert said == {"failure": f"PCG ended with status 2: {missing}"}
