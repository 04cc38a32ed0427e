"""Conversations recorded as they happen, and replayed exactly, without asking anybody.

A recording is JSON Lines: first ``{"pcg_recording": 1, "identity": …}``, then for each question, as
its outcome comes, ``{"request": …, "reply": …}`` or ``{"request": …, "error": {"code", "message",
"hint"}}``. It holds what was sent, thus code, and no key; only its owner may read it.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from collections import defaultdict, deque
from pathlib import Path
from typing import cast

from pcg_engine.adapters.language_model.exchange_format import (
    canonical,
    read_reply,
    reply_fields,
    request_fields,
)
from pcg_engine.adapters.language_model.json_values import member, text
from pcg_engine.domain.conversation import ModelRequest, Reply
from pcg_engine.domain.errors import (
    Cancelled,
    EnvironmentUnavailable,
    PcgError,
    UsageError,
    unavailable,
)
from pcg_engine.ports import Cancellation, LanguageModel

_FORMAT = 1


class RecordedModel:
    """``model``, with every question and its outcome written to a new file ``path``.

    Raises ``EnvironmentUnavailable`` where the file cannot be written: a run that was to be
    recorded does not go on without.
    """

    def __init__(self, model: LanguageModel, path: Path) -> None:
        self._model = model
        self._lock = threading.Lock()
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                # It may have been there, and open to everybody.
                os.fchmod(descriptor, 0o600)
        except OSError as error:
            raise unavailable(error) from error
        self._file = os.fdopen(descriptor, "w", encoding="ascii")
        self._write({"pcg_recording": _FORMAT, "identity": model.identity})

    @property
    def identity(self) -> str:
        """See ``LanguageModel.identity``."""
        return self._model.identity

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        """See ``LanguageModel.complete``."""
        try:
            reply = self._model.complete(request, cancellation)
        except PcgError as error:
            told = {"code": error.code, "message": error.message, "hint": error.hint}
            self._write({"request": request_fields(request), "error": told})
            raise
        self._write({"request": request_fields(request), "reply": reply_fields(reply)})
        return reply

    def close(self) -> None:
        """End the recording."""
        with self._lock:
            self._file.close()

    def _write(self, exchange: object) -> None:
        line = canonical(exchange) + "\n"
        try:
            with self._lock:
                self._file.write(line)
                self._file.flush()
        except OSError as error:
            raise unavailable(error) from error


class ReplayedModel:
    """Answers what the recording ``path`` answered, equal questions in their order; thread-safe.

    Raises ``UsageError`` for a file that is no recording, and, where something else is asked,
    ``EnvironmentUnavailable`` with the code ``not-recorded``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._outcomes: defaultdict[str, deque[Reply | PcgError]] = defaultdict(deque)
        try:
            lines = path.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                "no-recording", f"{path} cannot be read: {error}", "name a recording of PCG"
            ) from error
        # What follows the last line end was being written when the recorder died.
        whole = lines[:-1]
        head = self._parsed(whole[0], 1) if whole else None
        if member(head, "pcg_recording") != _FORMAT:
            raise self._bad(1, "it does not begin as a recording of this version does")
        self._identity = text(member(head, "identity"))
        for number, line in enumerate(whole[1:], 2):
            exchange = self._parsed(line, number)
            self._outcomes[canonical(member(exchange, "request"))].append(
                self._outcome(exchange, number)
            )

    @property
    def identity(self) -> str:
        """Of the model that was recorded."""
        return self._identity

    @property
    def is_finished(self) -> bool:
        """Whether everything that was recorded has been asked again."""
        with self._lock:
            return not any(self._outcomes.values())

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        """See ``LanguageModel.complete``."""
        cancellation.check()
        with self._lock:
            waiting = self._outcomes.get(canonical(request_fields(request)))
            outcome = waiting.popleft() if waiting else None
        match outcome:
            case Reply():
                return outcome
            case PcgError():
                raise outcome
            case None:
                raise EnvironmentUnavailable(
                    "not-recorded",
                    f"{self._path} holds no answer to what is asked now",
                    "replay with the same code, settings and version of PCG, or record anew",
                )

    def _parsed(self, line: str, number: int) -> object:
        try:
            return cast("object", json.loads(line))
        except (ValueError, RecursionError):
            raise self._bad(number, "it is no JSON") from None

    def _outcome(self, exchange: object, number: int) -> Reply | PcgError:
        error = member(exchange, "error")
        code, message = text(member(error, "code")), text(member(error, "message"))
        if code == "cancelled":
            return Cancelled(message)
        if code:
            return EnvironmentUnavailable(code, message, text(member(error, "hint")))
        try:
            return read_reply(member(exchange, "reply"))
        except ValueError as problem:
            raise self._bad(number, str(problem)) from problem

    def _bad(self, number: int, reason: str) -> UsageError:
        return UsageError(
            "bad-recording", f"{self._path}, line {number}: {reason}", "name a recording of PCG"
        )
