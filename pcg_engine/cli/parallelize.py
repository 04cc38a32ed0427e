"""``pcg parallelize``: work on one file and show what held."""

from __future__ import annotations

import os

from pcg_engine.action.parallelize import Request, parallelize
from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import print_json, result_object
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import compile_command, read_source
from pcg_engine.cli.interrupt import interruptible
from pcg_engine.cli.progress import progress
from pcg_engine.cli.report import print_result
from pcg_engine.cli.write import deliver
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.domain.verdict import Outcome
from pcg_engine.wiring import laboratory


def run(arguments: Arguments) -> int:
    """Parallelise one file; nothing is changed without ``--apply`` or ``--output``."""
    source = read_source(arguments.paths[0])
    request = Request(
        source,
        compile_command(arguments, os.environ),
        Settings(
            threads=arguments.threads,
            budget_seconds=arguments.budget_seconds,
            floating_point=FloatingPoint(arguments.floating_point),
            function=arguments.function,
            line=arguments.line,
        ),
    )
    with (
        interruptible() as cancellation,
        progress(source, quiet=arguments.json) as show,
        laboratory(request.command, request.settings, show.note) as lab,
    ):
        result = parallelize(request, lab, cancellation, show.event)
    if arguments.json:
        print_json(result_object(source, result))
    else:
        print_result(source, result)
    deliver(result, source, output=arguments.output, apply=arguments.apply)
    return _exit_code(result)


def _exit_code(result: FileResult) -> ExitCode:
    if result.output_text is not None:
        return ExitCode.DONE
    if any(nest.outcome is Outcome.UNAVAILABLE for nest in result.nests):
        return ExitCode.UNAVAILABLE
    return ExitCode.NOTHING_VERIFIED
