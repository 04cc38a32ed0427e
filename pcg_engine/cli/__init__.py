"""The command line: ``pcg analyze | parallelize | verify | capture | memory | project | …``.

Only the standard library is imported until a command is known, so that ``pcg --version`` and
usage errors answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from pcg_engine.cli.arguments import Arguments, parse_arguments, wants_json
from pcg_engine.cli.exit_codes import ExitCode
from pcg_engine.domain.errors import (
    Cancelled,
    EnvironmentUnavailable,
    PcgError,
    UsageError,
    unavailable,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (see ``ExitCode``)."""
    _open_closed_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = parse_arguments(words)
    except UsageError as error:
        return _report(error, as_json=wants_json(words))
    if arguments.command == "serve":
        # The server is another program, which needs nothing of this one.
        server = [sys.executable, "-m", "pcg_server", *words[words.index("serve") + 1 :]]
        os.execv(sys.executable, server)  # noqa: S606 -- itself
    try:
        code = _serve(arguments)
        sys.stdout.flush()
    except PcgError as error:
        return _report(error, as_json=arguments.json)
    except KeyboardInterrupt:
        return _report(Cancelled("interrupted"), as_json=arguments.json)
    except BrokenPipeError:
        _silence()
        return ExitCode.DONE
    except OSError as error:
        return _report(unavailable(error), as_json=arguments.json)
    except MemoryError:
        out_of_memory = EnvironmentUnavailable(
            "no-memory", "there is not enough memory for this file", "close some programs"
        )
        return _report(out_of_memory, as_json=arguments.json)
    except RecursionError:
        too_deep = UsageError(
            "too-deep", "the code is nested too deeply to be analysed", "split the deepest part"
        )
        return _report(too_deep, as_json=arguments.json)
    return code


def _serve(arguments: Arguments) -> int:
    from pcg_engine.cli.interrupt import interruptible
    from pcg_engine.cli.session import Session
    from pcg_engine.wiring import scratch

    folder = scratch()

    def leave() -> None:
        folder.remove()
        if sys.stderr.isatty():
            # The line that shows progress hides the cursor.
            sys.stderr.write("\x1b[?25h\n")
        code = _report(Cancelled("interrupted"), as_json=arguments.json)
        os._exit(code)

    try:
        with interruptible(leave) as cancellation:
            session = Session(cancellation, folder)
            match arguments.command:
                case "analyze":
                    from pcg_engine.cli import analyze

                    return analyze.run(arguments, session)
                case "parallelize":
                    from pcg_engine.cli import parallelize

                    return parallelize.run(arguments, session)
                case "verify":
                    from pcg_engine.cli import verify

                    return verify.run(arguments, session)
                case "capture":
                    from pcg_engine.cli import capture

                    return capture.run(arguments, session)
                case "memory":
                    from pcg_engine.cli import memory

                    return memory.run(arguments, session)
                case "project":
                    from pcg_engine.cli import project

                    return project.run(arguments)
                case "cache":
                    from pcg_engine.cli import cache

                    return cache.run(arguments)
                case _:
                    from pcg_engine.cli import doctor

                    return doctor.run(arguments, session)
    finally:
        folder.remove()


def _report(error: PcgError, *, as_json: bool) -> int:
    try:
        _tell(error, as_json=as_json)
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        # Nobody can be told; the exit code still says it.
        _silence()
    match error:
        case Cancelled():
            return ExitCode.INTERRUPTED
        case EnvironmentUnavailable():
            return ExitCode.UNAVAILABLE
        case UsageError():
            return ExitCode.USAGE
        case _:
            return ExitCode.UNAVAILABLE


def _tell(error: PcgError, *, as_json: bool) -> None:
    if as_json:
        from pcg_engine.cli.contract import error_object, print_json

        print_json(error_object(error))
        return
    print(f"pcg: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"     {error.hint}", file=sys.stderr)


def _open_closed_streams() -> None:
    """A file that PCG opens must not become its standard output because that was closed."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 -- for as long as the process lives
        elif hasattr(stream, "reconfigure"):
            # Names and messages are shown wherever the user's locale cannot spell them.
            stream.reconfigure(errors="backslashreplace")


def _silence() -> None:
    """Let what is still unwritten go nowhere: the interpreter would complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
