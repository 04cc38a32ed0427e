"""The messages of gcc, clang and the linker as values."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath

from pcg_engine.domain.ast import Diagnostic

_POSITIONED = re.compile(
    r"^(?P<file>[^\s:][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)?\s+"
    r"(?P<severity>fatal error|error|warning|note|remark):\s+(?P<message>.*)$"
)
_BARE = re.compile(
    r"^(?P<tool>[^\s:][^:]*):\s+(?:(?P<severity>fatal error|error|warning|note|remark):\s+)"
    r"(?P<message>.*)$"
)
_LINKER = re.compile(
    r"^.*?(?P<message>(?:undefined reference to|undefined symbol:|multiple definition of|"
    r"cannot find|duplicate symbol:?).*)$"
)
_CRASH = re.compile(
    r"internal compiler error|PLEASE submit a (?:full )?bug report|"
    r"signal terminated program|clang frontend command failed"
)


def parse_diagnostics(output: str, main_file: Collection[str]) -> tuple[Diagnostic, ...]:
    """The messages in ``output``; whatever else is printed is no message.

    ``main_file`` holds the names of the main file. Messages about other files have no position
    of their own, and begin with that of the other file. A fatal error has the severity ``error``.
    """
    found: list[Diagnostic] = []
    for line in output.splitlines():
        diagnostic = _parse_line(line, main_file)
        if diagnostic is not None:
            found.append(diagnostic)
    return tuple(found)


def tells_of_a_crash(output: str) -> bool:
    """Whether the compiler says that it failed itself, rather than that the text is wrong."""
    return _CRASH.search(output) is not None


def _parse_line(line: str, main_file: Collection[str]) -> Diagnostic | None:
    if match := _POSITIONED.match(line):
        message = match["message"]
        if match["file"] not in main_file:
            place = f"{PurePath(match['file']).name}:{match['line']}"
            return Diagnostic(_severity(match["severity"]), f"{place}: {message}")
        column = match["column"]
        return Diagnostic(
            _severity(match["severity"]),
            message,
            int(match["line"]),
            int(column) if column else None,
        )
    if match := _BARE.match(line):
        return Diagnostic(_severity(match["severity"]), match["message"])
    if match := _LINKER.match(line):
        return Diagnostic("error", match["message"])
    return None


def _severity(text: str) -> str:
    return "error" if text == "fatal error" else text
