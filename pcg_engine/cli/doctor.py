"""``pcg doctor``: which tools were found, and what a missing one costs."""

from __future__ import annotations

import os

from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import SCHEMA, print_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.session import Session
from pcg_engine.domain.toolchain import Finding
from pcg_engine.wiring import findings


def run(arguments: Arguments, session: Session) -> int:
    """Report; exits with 3 if something is missing."""
    found = findings(os.environ.get("CXX"), session.note, session.scratch.path)
    complete = all(one.found for one in found)
    if arguments.json:
        print_json({"schema": SCHEMA, "complete": complete, "tools": [_object(f) for f in found]})
    else:
        _print(found)
    return ExitCode.DONE if complete else ExitCode.UNAVAILABLE


def _object(finding: Finding) -> dict[str, str | bool]:
    return {
        "name": finding.name,
        "found": finding.found,
        "path": finding.path,
        "version": finding.version,
        "cost": "" if finding.found else finding.cost_if_missing,
        "remedy": "" if finding.found else finding.remedy,
    }


def _print(found: tuple[Finding, ...]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False, soft_wrap=True)
    for one in found:
        if one.found:
            console.print(f"[green]✓[/green] {one.name}: {escape(one.path)} {escape(one.version)}")
            continue
        console.print(f"[yellow]✗[/yellow] {one.name}: missing. {escape(one.cost_if_missing)}")
        console.print(f"    to get it: {escape(one.remedy)}")
