"""The ``openai`` client as PCG uses it; import late: it loads in about a second.

Nothing but the body, the key, and what HTTP itself needs is sent: neither the headers with which
the library describes the machine, nor what its own environment variables would add, nor cookies.
A redirection is not followed, since nobody agreed to send code there. Plain HTTP and this machine
are never asked through a proxy; for others ``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``,
``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` are honoured. The libraries' own logs are switched off below
warnings: they tell what endpoints send, which may be anything, the key included.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import cast

import httpx2
import openai

from pcg_engine import __version__
from pcg_engine.adapters.language_model.failures import Answered
from pcg_engine.adapters.language_model.json_values import count, elements, member, text
from pcg_engine.adapters.language_model.keys import Key
from pcg_engine.domain.endpoint import Endpoint

_NEEDED_HEADERS = frozenset(
    ("host", "connection", "content-type", "content-length", "transfer-encoding")
)
_CONNECT_SECONDS = 10.0
_BYTES_PER_TOKEN = 1024
"""Each token may come in a piece of its own, wrapped in a few hundred bytes of JSON."""
_BYTES_BESIDE = 1 << 20
_NO_KEY = "none"
_TALKATIVE = ("httpcore2", "httpx2", "openai")


class TooMuch(Exception):
    """More bytes came than any answer of the allowed length has."""


class Refused(Exception):
    """The endpoint answered with a status of 300 or more."""

    def __init__(self, answer: Answered) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Lost(Exception):
    """No connection, or one that broke."""


class Connection:
    """To one endpoint; lives on one event loop."""

    def __init__(self, endpoint: Endpoint, key: Key | None) -> None:
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        timeout = httpx2.Timeout(None, connect=min(endpoint.timeout, _CONNECT_SECONDS))
        most_bytes = _BYTES_BESIDE + _BYTES_PER_TOKEN * endpoint.max_tokens

        async def seal(request: httpx2.Request) -> None:
            kept = {
                name: value
                for name, value in request.headers.items()
                if name.lower() in _NEEDED_HEADERS
            }
            kept |= {
                "accept": "text/event-stream, application/json",
                "accept-encoding": "identity",
                "user-agent": f"pcg/{__version__}",
            }
            if key is not None:
                kept["authorization"] = f"Bearer {key.reveal()}"
            request.headers = httpx2.Headers(kept)

        async def bound(response: httpx2.Response) -> None:
            response.stream = _Bounded(cast("httpx2.AsyncByteStream", response.stream), most_bytes)

        self._client = openai.AsyncOpenAI(
            # The header is written by `seal`, so that no variable can put another key there.
            api_key=_NO_KEY,
            base_url=endpoint.base_url,
            max_retries=0,
            timeout=timeout,
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=timeout,
                follow_redirects=False,
                trust_env=endpoint.base_url.lower().startswith("https:") and not endpoint.is_local,
                event_hooks={"request": [seal], "response": [bound]},
            ),
        )

    @asynccontextmanager
    async def ask(self, body: Mapping[str, object]) -> AsyncGenerator[Pieces]:
        """The pieces of the answer to ``body``, each a JSON value, as they come.

        Raises ``Refused``, ``Lost``, ``TooMuch``, and ``ValueError`` for what is not JSON. Whoever
        leaves the context early, or is cancelled in it, closes the connection.
        """
        with _translated():
            stream = await self._client.post(
                "/chat/completions",
                cast_to=object,
                body=dict(body),
                stream=True,
                stream_cls=openai.AsyncStream[object],
            )
        async with stream:
            yield Pieces(stream)

    async def models(self) -> tuple[str, ...]:
        """The names of the models that the endpoint offers; raises like ``ask``."""
        with _translated():
            told = await self._client.get("/models", cast_to=httpx2.Response)
            listed: object = json.loads(told.content)
        names = (text(member(one, "id")) for one in elements(member(listed, "data")))
        return tuple(name for name in names if name)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.close()


class Pieces:
    """What a stream brings; a whole answer, from a server that knows no streams, is one piece."""

    def __init__(self, stream: openai.AsyncStream[object]) -> None:
        self._stream = stream
        kind = stream.response.headers.get("content-type", "")
        self._is_whole = "application/json" in kind.lower()
        self._is_read = False

    def __aiter__(self) -> Pieces:
        return self

    async def __anext__(self) -> object:
        with _translated():
            if not self._is_whole:
                return await anext(self._stream)
            if self._is_read:
                raise StopAsyncIteration
            self._is_read = True
            return json.loads(await self._stream.response.aread())


class _Bounded(httpx2.AsyncByteStream):
    """Stops a response, of whatever status, that is longer than any that can be meant well."""

    def __init__(self, stream: httpx2.AsyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._left = most_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                await self.aclose()
                raise TooMuch
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except openai.APIStatusError as error:
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        raise Refused(Answered(error.status_code, headers, _body(error))) from None
    except openai.APIConnectionError as error:
        reason = str(error.__cause__ or "").strip()
        raise Lost(reason or "the connection broke") from None
    except openai.APIError as error:
        # An error in the midst of a stream that began well.
        status = count(member(error.body, "code")) or 0
        known = status if 400 <= status < 600 else 500
        raise Refused(Answered(known, {}, {"error": error.body})) from None
    except httpx2.RequestError as error:
        raise Lost(str(error) or "the connection broke") from None
    except RecursionError:
        raise ValueError("JSON too deep to be read") from None


def _body(error: openai.APIStatusError) -> object:
    # The library has taken the error out of its wrapping, if it had one.
    return {"error": error.body} if member(error.body, "message") is not None else error.body
