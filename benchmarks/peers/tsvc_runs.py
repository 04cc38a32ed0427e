"""Asking PCG and GCC about the loops of TSVC_2."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.peers.outcomes import Way
from benchmarks.peers.pcg_reports import loops
from benchmarks.peers.pcg_runs import Pcg
from benchmarks.peers.toolchain import OPTIMISATION, Toolchain
from benchmarks.peers.tsvc import as_cxx, decisions, parallelized_lines, report


def tsvc_report(source: Path, scratch: Path, tools: Toolchain, pcg: Pcg) -> str:
    """Both decisions for every loop. Raises ``ValueError`` if one of the two cannot be asked."""
    original = source / "src" / "tsvc.c"
    text = original.read_text()
    scratch.mkdir(parents=True, exist_ok=True)
    changed = scratch / "tsvc.cpp"
    changed.write_text(as_cxx(text))
    said = pcg.analyze(changed, ("-std=c++20", *OPTIMISATION, "-I", str(original.parent)))
    if "failure" in said:
        raise ValueError(str(said["failure"]))
    command = tools.command(Way.AUTOPAR)
    messages = scratch / "gcc.txt"
    asked = [*command, "-std=gnu99", f"-fopt-info-loop={messages}", "-S", "-o", "/dev/null"]
    done = subprocess.run([*asked, str(original)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"GCC does not compile {original}: {done.stderr.strip()}")
    parallelized = parallelized_lines(messages.read_text())
    decided = decisions(text, loops(str(said["report"])), parallelized)
    flags = " ".join(asked[1 : asked.index("-S")][:-1])
    conditions = (
        f"{len(decided)} loops; PCG {pcg.version} (`pcg analyze`), given as C++ with casts;"
        f" {tools.gcc_version}, `gcc {flags} -fopt-info-loop`.\n"
    )
    return report(decided, conditions)
