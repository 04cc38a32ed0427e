"""``pcg verify``: judge a changed version of a file, whoever wrote it."""

from __future__ import annotations

import os
from dataclasses import replace

from pcg_engine.cli.arguments import Arguments
from pcg_engine.cli.contract import print_json, verification_object
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import CompileCommands, read_source
from pcg_engine.cli.progress import progress
from pcg_engine.cli.report import print_verification
from pcg_engine.cli.session import Session
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.result import VerificationResult
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.domain.verdict import Outcome
from pcg_engine.wiring import header_units, laboratory


def run(arguments: Arguments, session: Session) -> int:
    """Judge every function that differs; no file is changed."""
    if arguments.candidate is None:
        raise UsageError("usage", "a candidate is needed", "pcg verify ORIGINAL CANDIDATE")
    source = read_source(arguments.paths[0])
    candidate = read_source(arguments.candidate)
    # A file that cannot be read is refused at once: the rest takes a second to load.
    from pcg_engine.action.verify import VerifyRequest, names_that_matter, verify

    request = VerifyRequest(
        source,
        candidate,
        CompileCommands(arguments, os.environ, session.note).of(arguments.paths[0]),
        Settings(
            threads=arguments.threads,
            floating_point=FloatingPoint(arguments.floating_point),
            threshold=arguments.threshold,
            function=arguments.function,
            benchmark=arguments.benchmark,
        ),
    )
    with (
        progress(source, quiet=arguments.json) as show,
        laboratory(
            request.command,
            request.settings,
            show.note,
            session.scratch,
            session.cancellation,
            captured=arguments.captured if arguments.use_captured else None,
        ) as lab,
    ):
        units = header_units(
            source,
            request.command,
            session.scratch.path,
            show.note,
            session.cancellation,
            also=names_that_matter(source, candidate),
        )
        request = replace(request, units=units)
        result = verify(request, lab, session.cancellation, show.event)
    if arguments.json:
        print_json(verification_object(source, result))
    else:
        print_verification(source, result)
    return _exit_code(result)


def _exit_code(result: VerificationResult) -> ExitCode:
    """0 only if every changed function was verified."""
    if result.output_text is not None:
        return ExitCode.DONE
    if any(one.outcome is Outcome.UNAVAILABLE for one in result.functions):
        return ExitCode.UNAVAILABLE
    return ExitCode.NOTHING_VERIFIED
