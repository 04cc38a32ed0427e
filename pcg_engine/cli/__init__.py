"""The command line: ``pcg analyze | parallelize | verify | doctor``.

Only the standard library is imported until a command is known, so that ``pcg --version`` and
usage errors answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pcg_engine.cli.arguments import parse_arguments
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable, PcgError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see ``ExitCode``)."""
    arguments = parse_arguments(list(sys.argv[1:] if argv is None else argv))
    try:
        match arguments.command:
            case "analyze":
                from pcg_engine.cli import analyze

                return analyze.run(arguments)
            case "parallelize":
                from pcg_engine.cli import parallelize

                return parallelize.run(arguments)
            case "verify":
                from pcg_engine.cli import verify

                return verify.run(arguments)
            case _:
                from pcg_engine.cli import doctor

                return doctor.run(arguments)
    except PcgError as error:
        return _report(error, as_json=arguments.json)
    except KeyboardInterrupt:
        return _report(Cancelled("interrupted"), as_json=arguments.json)
    except BrokenPipeError:
        # Whoever read the output has gone; nothing more can be said to them.
        sys.stderr.close()
        return ExitCode.DONE


def _report(error: PcgError, *, as_json: bool) -> int:
    if as_json:
        from pcg_engine.cli.contract import error_object, print_json

        print_json(error_object(error))
    else:
        print(f"pcg: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"     {error.hint}", file=sys.stderr)
    match error:
        case Cancelled():
            return ExitCode.INTERRUPTED
        case EnvironmentUnavailable():
            return ExitCode.UNAVAILABLE
        case UsageError():
            return ExitCode.USAGE
        case _:
            return ExitCode.UNAVAILABLE
