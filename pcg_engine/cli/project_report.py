"""What the user's own project said of the offers, for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pcg_engine.domain.project import (
    ProjectCommands,
    ProjectOnly,
    ProjectReport,
    ProjectTrial,
)
from pcg_engine.domain.verdict import Outcome
from pcg_engine.protocol import words

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = 5


def tell_commands(commands: ProjectCommands, note: Callable[[str], None]) -> None:
    """Say which commands will be run, and whose they are."""
    note(f"the project {commands.root} ({commands.origin}); in a copy of it are run:")
    for name, line in command_lines(commands):
        note(f"  {name}: {line or 'none'}")


def command_lines(commands: ProjectCommands) -> tuple[tuple[str, str], ...]:
    """The commands by name; an empty one is not there."""
    named = (("build", commands.build), ("test", commands.test), ("bench", commands.bench))
    own = (("openmp_build", commands.openmp_build),) if commands.openmp_build else ()
    return (*named, *own)


def print_project(report: ProjectReport) -> None:
    """Print to standard output: what was accepted, how fast, and what the build needs for it."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    if report.trial is None:
        console.print("the project: builds and passes as it is; there was no offer to try in it")
    else:
        console.print(f"[bold]the project[/bold]: {_told(report.trial)}")
        if report.trial.application is not None:
            _print(console, f"  • application: {words.application(report.trial.application)}")
        for bound in report.bounds:
            _print(console, f"  • Amdahl's bound: {words.amdahl(bound)}")
        if report.untimed:
            _print(console, f"  • the loops' share of its time was not measured: {report.untimed}")
    for one in report.project_only:
        _print_project_only(console, one)
    if report.trial is not None or report.project_only:
        _print(console, f"  • OpenMP in the copy: {report.openmp}")
        _print_awakened(console, report)
    is_wanted = report.trial is not None and report.trial.outcome is Outcome.PASSED
    if report.changes and (is_wanted or report.project_only):
        _print(console, "  your build needs this for it, which is not applied:")
        for change in report.changes:
            console.print(change.diff, markup=False)


def _told(trial: ProjectTrial) -> str:
    from rich.markup import escape

    if trial.outcome is Outcome.PASSED:
        return f"[green]accepts it: {escape(trial.reason)}[/green]"
    return f"[yellow]{trial.outcome.value}: {escape(trial.reason)}[/yellow]"


def _print_project_only(console: Console, one: ProjectOnly) -> None:
    from rich.markup import escape

    head = escape(f"{one.function}, {one.candidate.name}")
    console.print(f"[bold]tested by the project only[/bold]: {head}: {_told(one.trial)}")
    _print(
        console,
        "  analysis proves its directives, and PCG could not run it: no offer, and not applied "
        f"({one.why})",
    )
    if one.trial.application is not None:
        _print(console, f"  • application: {words.application(one.trial.application)}")
    console.print(one.diff, markup=False)


def _print_awakened(console: Console, report: ProjectReport) -> None:
    if not report.awakened:
        return
    more = len(report.awakened) - _SHOWN
    rest = f"; and {more} more" if more > 0 else ""
    _print(
        console,
        "  • OpenMP brings to life what was written before, and PCG has not checked: "
        f"{'; '.join(report.awakened[:_SHOWN])}{rest}",
    )


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False)
