"""Arguments are parsed into one typed value; wrong usage ends with exit code 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pcg_engine import __version__
from pcg_engine.cli import main
from pcg_engine.cli.arguments import Arguments, parse_arguments
from pcg_engine.cli.capture_arguments import CaptureArguments


def test_parallelize_with_everything() -> None:
    line = (
        "parallelize a.cpp --function f --line 7 --threads 3 --fp strict --min-speedup 1.5 "
        "--budget 5 --project --json --apply --output b.cpp --also c.cpp --also d.cpp "
        "-- -I include -O3"
    )

    parsed = parse_arguments(line.split())

    assert parsed == Arguments(
        command="parallelize",
        paths=(Path("a.cpp"),),
        flags=("-I", "include", "-O3"),
        json=True,
        function="f",
        line=7,
        threads=3,
        floating_point="strict",
        threshold=1.5,
        budget_seconds=5.0,
        project=True,
        apply=True,
        output=Path("b.cpp"),
        also=(Path("c.cpp"), Path("d.cpp")),
    )


def test_project_actions_take_a_folder_or_none() -> None:
    assert parse_arguments(["project", "init"]) == Arguments("project", project_action="init")
    assert parse_arguments(["project", "show", "p", "--json"]) == Arguments(
        "project", (Path("p"),), json=True, project_action="show"
    )


def test_capture_takes_the_command_behind_the_dashes() -> None:
    line = (
        "capture a.cpp --function f --build make --tree .. --out kept --calls 3 --seconds 9 "
        "--max-megabytes 5 --file data --flags=-O3 --json -- ./app --json -n 4"
    )

    parsed = parse_arguments(line.split())

    assert parsed == Arguments(
        command="capture",
        paths=(Path("a.cpp"),),
        flags=("-O3",),
        json=True,
        function="f",
        capture=CaptureArguments(
            words=("./app", "--json", "-n", "4"),
            build="make",
            tree=Path(".."),
            files=(Path("data"),),
            out=Path("kept"),
            calls=3,
            seconds=9.0,
            megabytes=5,
        ),
    )
    usual = parse_arguments(["capture", "a.cpp", "--line", "7"])
    assert usual.capture == CaptureArguments()
    assert usual.flags is None


def test_captured_inputs_are_named_or_left_out() -> None:
    line = ["verify", "a.cpp", "b.cpp"]
    assert parse_arguments(line).use_captured
    named = parse_arguments([*line, "--captured", "x", "--captured", "y"])
    assert named.captured == (Path("x"), Path("y"))
    assert not parse_arguments([*line, "--no-captured"]).use_captured


def test_no_flags_and_empty_flags_differ() -> None:
    assert parse_arguments(["analyze", "a.cpp"]).flags is None
    assert parse_arguments(["analyze", "a.cpp", "--"]).flags == ()


def test_json_format_also_makes_errors_json() -> None:
    assert parse_arguments(["analyze", "a.cpp", "--format", "json"]).json


@pytest.mark.parametrize(
    "line",
    [
        "",
        "frobnicate",
        "parallelize",
        "parallelize a.cpp --threads 0",
        "parallelize a --budget 0",
        "parallelize a --min-speedup -1",
        "project",
        "project frobnicate",
    ],
)
def test_wrong_usage_exits_with_2(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2

    assert "--help" in capsys.readouterr().err


def test_version_needs_only_the_standard_library() -> None:
    program = (
        "import sys; from pcg_engine.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'islpy', 'numpy', 'tree_sitter', 'rich'} & set(sys.modules)))"
    )

    done = subprocess.run(  # our own interpreter and text
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == [f"pcg {__version__}", "[]"]


def test_verify_takes_two_files_and_flags() -> None:
    line = (
        "verify a.cpp b.cpp --function f --no-benchmark --threads 3 --fp strict --min-speedup 0 "
        "--json -- -O3"
    )

    assert parse_arguments(line.split()) == Arguments(
        command="verify",
        paths=(Path("a.cpp"),),
        candidate=Path("b.cpp"),
        flags=("-O3",),
        json=True,
        function="f",
        threads=3,
        floating_point="strict",
        threshold=0.0,
        benchmark=False,
    )
