"""Compiling one program in all ways."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.outcomes import Unavailable

_LIMIT_S = 240.0


@dataclass(frozen=True, slots=True)
class Built:
    """A program: ``assembly`` is the compiler's, of the measured file alone."""

    executable: Path
    assembly: str


def build(
    command: Sequence[str], source: Path, executable: Path, link: Sequence[str]
) -> Built | Unavailable:
    """Compile ``source`` with ``command`` (compiler and flags), and link it with ``link``."""
    assembly = executable.with_suffix(".s")
    failure = run_compiler([*command, "-S", str(source), "-o", str(assembly)])
    if failure is None:
        driver = [word for word in command if word not in ("-mllvm", "-polly", "-polly-parallel")]
        failure = run_compiler([*driver, str(assembly), *link, "-o", str(executable)])
    if failure is not None:
        return failure
    text = assembly.read_text()
    lines = (
        line for line in text.splitlines() if not line.lstrip().startswith((".file", ".ident"))
    )
    return Built(executable, "\n".join(lines))


def run_compiler(command: Sequence[str]) -> Unavailable | None:
    """Nothing if it worked, else why not."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return Unavailable(f"the compiler took more than {_LIMIT_S:g} s")
    if done.returncode == 0:
        return None
    errors = [line for line in done.stderr.splitlines() if "error" in line.lower()]
    return Unavailable(f"does not compile: {(errors or ['no message'])[0].strip()}")
