"""``pcg analyze``: every loop with its verdict, its reasons and an estimate."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pcg_engine.adapters.header_units.finding import KnownFiles
from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import AnalysedFile, analysis_object, print_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import CompileCommands, cpp_files, read_source
from pcg_engine.cli.session import Session
from pcg_engine.domain.facts import LoopFacts, Parallelizability
from pcg_engine.domain.misuse import Misuse
from pcg_engine.protocol import words
from pcg_engine.wiring import analysis_bench, header_units

if TYPE_CHECKING:
    from pcg_engine.action.survey import Survey


def run(arguments: Arguments, session: Session) -> int:
    """Analyse the files named; nothing is run, nothing is changed."""
    commands = CompileCommands(arguments, os.environ, session.note)
    files = [(read_source(path), commands.of(path)) for path in cpp_files(arguments.paths)]
    bench = analysis_bench(files[0][1], session.note, session.scratch.path)
    from pcg_engine.action.header_survey import survey_header
    from pcg_engine.action.misuse import misuses
    from pcg_engine.action.survey import survey

    known = KnownFiles()
    surveys: list[tuple[Survey, tuple[Misuse, ...]]] = []
    for source, command in files:
        units = header_units(
            source, command, session.scratch.path, session.note, session.cancellation, known
        )
        if units is not None:
            found = survey_header(units, None, bench.reader, bench.machine, session.cancellation)
        else:
            found = survey(source, command, bench.reader, bench.machine, session.cancellation)
        surveys.append((found, misuses(found, bench.reader, session.cancellation)))
    analysed = [AnalysedFile(s.source, s.nests, wrong) for s, wrong in surveys]
    match arguments.format:
        case "json":
            print_json(analysis_object(analysed))
        case "sarif":
            from pcg_engine.cli.sarif import sarif_object

            print_json(sarif_object(analysed))
        case _:
            for one, wrong in surveys:
                _print(one, wrong)
    return ExitCode.DONE


def _print(found: Survey, wrong: tuple[Misuse, ...]) -> None:
    from rich.console import Console
    from rich.markup import escape

    from pcg_engine.action.header_survey import seen_through
    from pcg_engine.domain.facts import flatten

    console = Console(highlight=False, soft_wrap=True)
    total = sum(1 for _ in flatten(found.nests))
    console.print(f"[bold]{escape(found.source.path)}[/bold]: {total} loops")
    if found.through is not None:
        console.print(f"  {escape(seen_through(found.through))}")
    for error in found.errors[:3]:
        place = f"{error.line}: " if error.line else ""
        console.print(f"  [red]does not compile[/red]: {place}{escape(error.message)}")

    def show(facts: LoopFacts, depth: int) -> None:
        line = found.source.location(facts.loop.span.start).line
        head = f"[cyan]{line:>5}[/cyan] {escape(facts.loop.id.function)} ({facts.loop.kind.value})"
        told = [escape(words.parallelizability(facts))]
        if facts.parallelizability in (
            Parallelizability.PARALLEL,
            Parallelizability.PARALLEL_WITH,
        ):
            if facts.estimate is not None:
                told.append(words.estimate(facts.estimate))
            told.extend(escape(words.assumption(a)) for a in facts.assumptions)
        console.print(f"{'  ' * depth}{head} {'; '.join(told)}")
        for child in facts.children:
            show(child, depth + 1)

    for nest in found.nests:
        show(nest, 0)
    for one in wrong:
        line = found.source.location(one.directive.start).line
        console.print(f"[cyan]{line:>5}[/cyan] [red]{escape(words.misuse(one))}[/red]")
