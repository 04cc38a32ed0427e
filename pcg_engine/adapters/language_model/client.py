"""``LanguageModel`` for any endpoint that speaks the chat-completions protocol."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pcg_engine.adapters.language_model.background_loop import BackgroundLoop
from pcg_engine.adapters.language_model.dialect import OPTIONAL, Dialect, is_too_long, refused_part
from pcg_engine.adapters.language_model.failures import (
    Answered,
    Failure,
    meaningless,
    quoted,
    refused,
    silent,
    unreachable,
)
from pcg_engine.adapters.language_model.keys import Key, find_key
from pcg_engine.adapters.language_model.pacing import LONGEST_WAIT, Pacing, RateLimit, backoff
from pcg_engine.adapters.language_model.reply_assembly import ReplyAssembly
from pcg_engine.adapters.language_model.request_body import Body, write_body
from pcg_engine.domain.conversation import Finish, ModelRequest, Reply, ToolCall
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import PcgError
from pcg_engine.ports import Cancellation

if TYPE_CHECKING:
    from pcg_engine.adapters.language_model.connection import Connection

_ATTEMPTS = 4
CHARACTERS_PER_TOKEN = 16
"""An answer with more characters than this for each token allowed is cut there (``length``)."""
_MOST_MODELS_NAMED = 8
_COUNTING_SECONDS = 5.0
"""An answer that has ended is waited for no longer than this, for the count of its tokens."""


def identity_of(endpoint: Endpoint) -> str:
    """Model and host, as candidates name their origin."""
    return f"{endpoint.model}@{endpoint.host}"


class ChatModel:
    """Asks ``endpoint``; nothing happens, and no key is looked up, before the first question.

    Questions of several threads overlap, up to ``Endpoint.concurrency``. What the endpoint turns
    out not to understand is left out from then on (``dialect``). Failures that may pass are tried
    again, up to four times in all.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        key: Callable[[Endpoint], Key | None] = find_key,
        pacing: Pacing | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._find_key = key
        self._pacing = Pacing() if pacing is None else pacing
        self._background = BackgroundLoop(f"model {endpoint.profile}")
        self._turns = asyncio.Semaphore(max(1, endpoint.concurrency))
        self._limit = RateLimit(endpoint.requests_per_minute, self._pacing)
        self._dialect: Dialect = frozenset()
        self._key: Key | None = None
        self._connection: Connection | None = None

    @property
    def identity(self) -> str:
        """See ``LanguageModel.identity``."""
        return identity_of(self._endpoint)

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        """See ``LanguageModel.complete``."""
        outcome = self._background.run(lambda: self._answer(request), cancellation)
        match outcome:
            case Reply():
                return outcome
            case Failure():
                raise outcome.error()

    def close(self) -> None:
        """Close all connections; whoever still waits for an answer gets ``Cancelled``."""
        self._background.close(self._disconnect)

    async def _disconnect(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _answer(self, request: ModelRequest) -> Reply | Failure:
        async with self._turns:
            attempt = 0
            while True:
                outcome = await self._put(request)
                if isinstance(outcome, Reply) or not outcome.may_pass:
                    return outcome
                attempt += 1
                wait = outcome.wait
                if wait is None:
                    wait = backoff(attempt - 1, self._pacing.jitter())
                if attempt == _ATTEMPTS or wait > LONGEST_WAIT:
                    return outcome
                await self._pacing.sleep(wait)

    async def _put(self, request: ModelRequest) -> Reply | Failure:
        """Ask once, in words that the endpoint understands, which may take a few requests."""
        first: Failure | None = None
        dialect = self._dialect
        while True:
            body = write_body(request, self._endpoint, dialect)
            outcome = await self._send(request, body)
            match outcome:
                case Reply():
                    self._dialect |= dialect
                    return outcome
                case Failure():
                    return first or outcome
                case Answered():
                    failure = await self._explained(outcome)
            if outcome.status not in (400, 422):
                return first or failure
            part = refused_part(outcome.body, body.parts)
            if part is not None:
                dialect |= {part}
                self._dialect |= {part}
            elif first is None and body.parts & OPTIONAL and not is_too_long(outcome.body):
                # It does not say what it minds; if it answers without, it was that.
                first, dialect = failure, dialect | OPTIONAL
            else:
                return first or failure

    async def _send(self, request: ModelRequest, body: Body) -> Reply | Failure | Answered:
        from pcg_engine.adapters.language_model.connection import Lost, Refused, TooMuch

        connected = self._connected()
        if isinstance(connected, Failure):
            return connected
        await self._limit.turn()
        endpoint, clock = self._endpoint, self._pacing.clock
        begun = clock.now()
        assembly = ReplyAssembly(CHARACTERS_PER_TOKEN * body.max_tokens)
        broken = Finish.CUT_OFF
        problem = meaningless(endpoint, "its answer was empty")
        try:
            async with (
                asyncio.timeout(endpoint.timeout) as patience,
                connected.ask(body.fields) as pieces,
            ):
                async for piece in pieces:
                    assembly.add(piece)
                    if assembly.is_full:
                        assembly.finish = Finish.LENGTH
                        break
                    ended = assembly.finish is not None
                    more = min(endpoint.timeout, _COUNTING_SECONDS) if ended else endpoint.timeout
                    patience.reschedule(asyncio.get_running_loop().time() + more)
        except Refused as error:
            if assembly.is_empty:
                return error.answer
        except Lost as error:
            problem = unreachable(endpoint, quoted(str(error), self._key))
        except TimeoutError:
            problem = silent(endpoint)
        except TooMuch:
            problem = Failure(
                "endpoint-failed",
                f"{endpoint.host} sent far more than an answer can have",
                f"see what answers at base_url of the profile '{endpoint.profile}'",
            )
            broken = Finish.LENGTH
        except ValueError:
            problem = meaningless(endpoint, "what it sent is no JSON")
        # What was said before it broke off is told as such: it may have cost money.
        if assembly.is_empty:
            return problem
        reply = assembly.reply(request, broken, clock.now() - begun)
        return reply if self._key is None else _redacted(reply, self._key)

    def _connected(self) -> Connection | Failure:
        if self._connection is not None:
            return self._connection
        from pcg_engine.adapters.language_model.connection import Connection

        try:
            self._key = self._find_key(self._endpoint)
            self._connection = Connection(self._endpoint, self._key)
        except PcgError as error:
            return Failure(error.code, error.message, error.hint)
        except (ImportError, OSError, ValueError) as error:
            # A proxy or certificates that the environment names, and that cannot be used.
            return Failure(
                "endpoint-unreachable",
                f"no connection can be prepared: {quoted(str(error), self._key)}",
                "correct HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE or SSL_CERT_DIR",
            )
        return self._connection

    async def _explained(self, answer: Answered) -> Failure:
        failure = refused(self._endpoint, answer, self._key, datetime.now(UTC))
        if failure.code != "no-such-model":
            return failure
        names = await self._offered()
        if not names or self._endpoint.model in names:
            return failure
        shown = ", ".join(names[:_MOST_MODELS_NAMED])
        rest = f" and {len(names) - _MOST_MODELS_NAMED} more" * (len(names) > _MOST_MODELS_NAMED)
        return Failure(failure.code, failure.message, f"{failure.hint}: {shown}{rest}")

    async def _offered(self) -> tuple[str, ...]:
        from pcg_engine.adapters.language_model.connection import Lost, Refused, TooMuch

        if self._connection is None:
            return ()
        try:
            async with asyncio.timeout(self._endpoint.timeout):
                names = await self._connection.models()
        except (Refused, Lost, TooMuch, TimeoutError, ValueError):
            return ()
        return tuple(quoted(name, self._key) for name in names)


def _redacted(reply: Reply, key: Key) -> Reply:
    """An endpoint may say the key back to whoever sent it; it shall be kept nowhere."""
    calls = tuple(
        ToolCall(key.redact(call.id), key.redact(call.name), key.redact(call.arguments))
        for call in reply.tool_calls
    )
    return dataclasses.replace(reply, text=key.redact(reply.text), tool_calls=calls)
