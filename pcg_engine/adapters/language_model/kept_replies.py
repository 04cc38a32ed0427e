"""Replies that are kept, so that an equal question costs nothing again."""

from __future__ import annotations

import dataclasses
import hashlib
import json

from pcg_engine.adapters.language_model.exchange_format import (
    canonical,
    read_reply,
    reply_fields,
    request_fields,
)
from pcg_engine.adapters.language_model.request_body import is_shaped, max_tokens_of, temperature_of
from pcg_engine.domain.conversation import Finish, ModelRequest, Reply, Usage
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation, LanguageModel, Store

_FORMAT = "reply-1"
_WHOLE = frozenset((Finish.STOP, Finish.TOOL_CALLS))


class KeptReplies:
    """``model``, but for questions whose answer lies in ``store``.

    The key is everything that decides the answer: where and which model, the conversation,
    sampling, shape, tools, and the number of the sample. Only whole answers are kept. One from the
    store is ``cached``, with no time and no tokens to it: adding up what replies cost stays right.
    With ``offline`` nothing else is ever answered (``EnvironmentUnavailable``, code ``offline``).
    """

    def __init__(
        self, model: LanguageModel, store: Store, endpoint: Endpoint, *, offline: bool = False
    ) -> None:
        self._model = model
        self._store = store
        self._endpoint = endpoint
        self._offline = offline

    @property
    def identity(self) -> str:
        """See ``LanguageModel.identity``."""
        return self._model.identity

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        """See ``LanguageModel.complete``."""
        cancellation.check()
        key = self._key(request)
        kept = self._kept(key)
        if kept is not None:
            return dataclasses.replace(kept, usage=Usage(), seconds=0.0, cached=True)
        if self._offline:
            raise EnvironmentUnavailable(
                "offline",
                f"no answer of {self.identity} to this question is kept",
                "ask once without --offline, with the same code, model and settings",
            )
        reply = self._model.complete(request, cancellation)
        if reply.finish in _WHOLE and (reply.text or reply.tool_calls):
            self._store.put(key, canonical(reply_fields(reply)).encode("ascii"))
        return reply

    def _kept(self, key: str) -> Reply | None:
        data = self._store.get(key)
        if data is None:
            return None
        try:
            return read_reply(json.loads(data))
        except ValueError:
            return None

    def _key(self, request: ModelRequest) -> str:
        endpoint = self._endpoint
        decisive = {
            "base_url": endpoint.base_url,
            "model": endpoint.model,
            "temperature": temperature_of(request, endpoint),
            "max_tokens": max_tokens_of(request, endpoint),
            "shaped": is_shaped(request, endpoint),
            "request": request_fields(request),
        }
        digest = hashlib.sha256(canonical(decisive).encode("ascii")).hexdigest()
        return f"{_FORMAT}:{digest}"
