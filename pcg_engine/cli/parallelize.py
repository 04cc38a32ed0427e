"""``pcg parallelize``: work on one file and show what held."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace

from pcg_engine.cli.arguments import (
    DEFAULT_BUDGET_SECONDS,
    MODEL_BUDGET_SECONDS,
    Arguments,
)
from pcg_engine.cli.assistance import assistance, chosen_endpoint, generators
from pcg_engine.cli.contract import error_object, print_json, result_object
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.cli.inputs import CompileCommands, read_source
from pcg_engine.cli.progress import progress
from pcg_engine.cli.project_report import print_project, tell_commands
from pcg_engine.cli.report import print_prompts, print_result
from pcg_engine.cli.session import Session
from pcg_engine.cli.write import deliver, require_writable
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.result import FileResult
from pcg_engine.domain.settings import FloatingPoint, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from pcg_engine.wiring import header_units, laboratory, project_of


def run(arguments: Arguments, session: Session) -> int:
    """Parallelise one file; nothing is changed without ``--apply`` or ``--output``."""
    source = read_source(arguments.paths[0])
    require_writable(arguments.output, arguments.paths[0] if arguments.apply else None)
    # A file that cannot be read is refused at once: the rest takes a second to load.
    from pcg_engine.action.in_project import parallelize_in_project
    from pcg_engine.action.parallelize import Request, parallelize
    from pcg_engine.action.show_prompts import show_prompts
    from pcg_engine.cli.run_record import recorded, recording

    asked = arguments.model
    if asked.replay is not None and (arguments.apply or arguments.output is not None):
        # What a folder calls verified was not verified now, and anybody may have written it.
        raise UsageError(
            "replay-writes-nothing",
            "a recorded run is shown, not applied: nothing of it is checked now",
            "run without --replay to have the code verified and written",
        )
    if asked.replay is not None and arguments.project:
        raise UsageError(
            "replay-runs-nothing",
            "a recorded run is shown, and nothing is built or tested for it",
            "leave --project out, or run without --replay",
        )
    project = project_of(arguments.paths[0]) if arguments.project else None
    if project is not None and not arguments.json:
        tell_commands(project.commands, session.note)
    command = CompileCommands(arguments, os.environ, session.note).of(arguments.paths[0])
    replayed = None if asked.replay is None else recorded(asked.replay, source)
    if replayed is None:
        endpoint = chosen_endpoint(
            asked, arguments.paths[0], session.note, may_ask=not arguments.json
        )
        settings = _settings(arguments, endpoint)
    else:
        settings, endpoint = replayed.settings, replayed.endpoint
        session.note(f"as recorded in {asked.replay}; nothing is built, run or timed now")
    request = Request(source, command, settings)
    scratch, cancellation = session.scratch, session.cancellation
    with ExitStack() as stack:
        show = stack.enter_context(progress(source, quiet=arguments.json))
        made = recording(asked, source, settings, endpoint, show.note)
        run_ = replayed or stack.enter_context(made)
        captured = arguments.captured if arguments.use_captured else None
        made_lab = laboratory(
            command, settings, show.note, scratch, cancellation, captured=captured
        )
        lab = stack.enter_context(made_lab)
        units = header_units(source, command, scratch.path, show.note, cancellation)
        request = replace(request, units=units)
        assistant = stack.enter_context(
            assistance(endpoint, settings.model, run_.asking, show.note, scratch.path)
        )
        if asked.show_prompt and assistant is not None:
            print_prompts(show_prompts(request, lab, assistant, cancellation))
            return ExitCode.DONE
        journal = run_.journal
        if project is None:
            result = parallelize(request, lab, cancellation, show.event, assistant, journal)
        else:
            result = parallelize_in_project(
                request, project, lab, cancellation, show.event, assistant, journal
            )
    if not arguments.json:
        print_result(source, result)
        if result.project is not None:
            print_project(result.project)
        _deliver(result, source, arguments, session)
        return _exit_code(result)
    told = result_object(source, result)
    try:
        _deliver(result, source, arguments, session)
    except UsageError as error:
        # One object on standard output: what was verified is not lost with the error.
        print_json(told | error_object(error))
        return ExitCode.USAGE
    print_json(told)
    return _exit_code(result)


def _deliver(
    result: FileResult, source: SourceText, arguments: Arguments, session: Session
) -> None:
    deliver(result, source, output=arguments.output, apply=arguments.apply)
    if arguments.apply and result.output_text is not None:
        from pcg_engine.cli.applied_offers import keep

        keep(result, source, session.note)


def _settings(arguments: Arguments, endpoint: Endpoint | None) -> Settings:
    usual_budget = DEFAULT_BUDGET_SECONDS if endpoint is None else MODEL_BUDGET_SECONDS
    return Settings(
        threads=arguments.threads,
        budget_seconds=arguments.budget_seconds or usual_budget,
        floating_point=FloatingPoint(arguments.floating_point),
        threshold=arguments.threshold,
        function=arguments.function,
        line=arguments.line,
        generators=generators(arguments.model, endpoint),
        model=arguments.model.settings,
    )


def _exit_code(result: FileResult) -> ExitCode:
    if result.output_text is not None:
        return ExitCode.DONE
    if any(nest.outcome is Outcome.UNAVAILABLE for nest in result.nests):
        return ExitCode.UNAVAILABLE
    return ExitCode.NOTHING_VERIFIED
