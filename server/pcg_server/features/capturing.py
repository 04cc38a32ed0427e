"""Says what became of a capture, and what a project's commands are."""

from __future__ import annotations

from typing import Any, assert_never

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pcg_engine.protocol.messages import Captured, Failed
from pcg_engine.protocol.reports import CaptureReport
from pcg_server.captures import CaptureJob, Stopped
from pcg_server.consent import Withheld
from pcg_server.features.commands import REQUEST_FAILED
from pcg_server.payload import field_of
from pcg_server.refusal import Refusal
from pcg_server.session import Session

_DROPPED_SHOWN = 3
_NEXT = {
    "no-program": "name how the program is built, and how it is run",
    "not-built": "see that it is built by this command in a copy of the project, without network",
    "not-called": "name a run that gets there, within two minutes, of a program that has this file",
    "outside-the-tree": "open the folder of the whole project",
    "tree-too-large": "open the folder of the project",
}
"""What to do next, where the engine says it in words of the command line."""


def register(server: LanguageServer, session: Session) -> None:
    """Follow the captures; each ends with a message."""

    def changed(job: CaptureJob) -> None:
        match job.outcome:
            case None | Stopped():
                return
            case Captured(report=report):
                kind, text = types.MessageType.Info, captured_words(report)
            case Failed(code=code, message=message, hint=hint):
                told = "; ".join(part for part in (message, _NEXT.get(code, hint)) if part)
                text = f"nothing was captured of {job.function}: {told}"
                kind = types.MessageType.Warning
            case Withheld(told=text):
                kind = types.MessageType.Warning
            case _:
                assert_never(job.outcome)
        server.window_show_message(types.ShowMessageParams(kind, f"PCG: {text}"))

    session.captures.listen(changed)

    @server.feature("pcg/project")
    async def project(params: Any) -> dict[str, str] | None:
        try:
            found = await session.project(session.document(str(field_of(params, "uri"))))
        except Refusal as refusal:
            raise JsonRpcException(str(refusal), REQUEST_FAILED) from refusal
        if found.problem:
            raise JsonRpcException(found.problem, REQUEST_FAILED)
        commands = found.commands
        if commands is None:
            return None
        return {
            "root": commands.root,
            "origin": commands.origin,
            "build": commands.build,
            "test": commands.test,
            "bench": commands.bench,
        }


def captured_words(report: CaptureReport) -> str:
    """What was captured, what was not and why, and what it is for."""
    most = "" if report.is_whole else "at least "
    called = f"{most}{report.total_calls:,} calls, {report.total_seconds:.3g} s in them"
    parts = [
        f"{report.function}, line {report.line}, in `{report.command}`: {called}",
        f"{len(report.calls)} captured and replayed",
    ]
    parts += [
        f"call {one.number:,} is left out: {one.reason}" for one in report.dropped[:_DROPPED_SHOWN]
    ]
    more = len(report.dropped) - _DROPPED_SHOWN
    if more > 0:
        parts.append(f"{more} more are left out")
    if report.refused:
        parts.append(f"{report.refused:,} calls could not be recorded: {report.refusal}")
    if report.note:
        parts.append(report.note)
    return f"{'; '.join(parts)}. From now on its loops are verified and timed on them."
