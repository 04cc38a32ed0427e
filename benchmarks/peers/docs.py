"""Putting tables into a page, and saying under what conditions they were measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from benchmarks.peers.outcomes import Way
from benchmarks.peers.toolchain import Toolchain


def replaced(page: str, name: str, text: str, writer: str = "peers") -> str:
    """``page`` with ``text`` between the two marks of ``name`` that ``writer`` has in it.

    Raises ``ValueError`` if the marks are not there.
    """
    begin = f"<!-- {writer}, {name}: begin (written by benchmarks/{writer}.py) -->\n"
    end = f"<!-- {writer}, {name}: end -->\n"
    if begin not in page or end not in page:
        raise ValueError(f"the page has no marks for {name}")
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return marked.sub(lambda _: f"{begin}\n{text.strip()}\n\n{end}", page)


def conditions(tools: Toolchain, answers: Sequence[Mapping[str, object]]) -> str:
    """The machine, the compilers with their flags, and PCG's budgets and versions, as a list."""
    budgets = " or ".join(sorted({f"{one['budget']:g}" for one in answers}, key=float)) or "no"
    versions = ", ".join(sorted({str(one["version"]) for one in answers})) or "none"
    asked = f"{budgets} s for a function; version {versions}"
    lines = [
        f"{tools.processor}; {tools.threads} threads (`OMP_NUM_THREADS`)",
        f"original: `{_shown(tools, Way.GCC)}`, {tools.gcc_version}",
        f"GCC autopar: `{_shown(tools, Way.AUTOPAR)}`; all: `{_shown(tools, Way.AUTOPAR_ALL)}`",
        f"clang: `{_shown(tools, Way.CLANG)}`, {tools.clang_version}",
        f"Polly: `{_shown(tools, Way.POLLY)}`; serial: `{_shown(tools, Way.POLLY_SERIAL)}`",
        f"PCG: `{_shown(tools, Way.PCG)}` on what it wrote, {asked}",
    ]
    return "".join(f"- {line}\n" for line in lines)


def _shown(tools: Toolchain, way: Way) -> str:
    command = tools.command(way)
    if isinstance(command, str):
        return f"not available: {command}"
    return " ".join((command[0].rsplit("/", 1)[-1], *command[1:]))
