"""``pcg parallelize``: work on one file and show what held."""

from __future__ import annotations

import os

from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import error_object, print_json, result_object
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import CompileCommands, read_source
from pcg_engine.cli.progress import progress
from pcg_engine.cli.report import print_result
from pcg_engine.cli.session import Session
from pcg_engine.cli.write import deliver, require_writable
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.domain.verdict import Outcome
from pcg_engine.wiring import laboratory


def run(arguments: Arguments, session: Session) -> int:
    """Parallelise one file; nothing is changed without ``--apply`` or ``--output``."""
    source = read_source(arguments.paths[0])
    require_writable(arguments.output, arguments.paths[0] if arguments.apply else None)
    # A file that cannot be read is refused at once: the rest takes a second to load.
    from pcg_engine.action.parallelize import Request, parallelize

    request = Request(
        source,
        CompileCommands(arguments, os.environ, session.note).of(arguments.paths[0]),
        Settings(
            threads=arguments.threads,
            budget_seconds=arguments.budget_seconds,
            floating_point=FloatingPoint(arguments.floating_point),
            function=arguments.function,
            line=arguments.line,
        ),
    )
    with (
        progress(source, quiet=arguments.json) as show,
        laboratory(
            request.command, request.settings, show.note, session.scratch, session.cancellation
        ) as lab,
    ):
        result = parallelize(request, lab, session.cancellation, show.event)
    if not arguments.json:
        print_result(source, result)
        deliver(result, source, output=arguments.output, apply=arguments.apply)
        return _exit_code(result)
    told = result_object(source, result)
    try:
        deliver(result, source, output=arguments.output, apply=arguments.apply)
    except UsageError as error:
        # One object on standard output: what was verified is not lost with the error.
        print_json(told | error_object(error))
        return ExitCode.USAGE
    print_json(told)
    return _exit_code(result)


def _exit_code(result: FileResult) -> ExitCode:
    if result.output_text is not None:
        return ExitCode.DONE
    if any(nest.outcome is Outcome.UNAVAILABLE for nest in result.nests):
        return ExitCode.UNAVAILABLE
    return ExitCode.NOTHING_VERIFIED
