"""Why a request failed, in the codes of the port, and whether asking again may help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pcg_engine.adapters.language_model.dialect import error_text, is_too_long
from pcg_engine.adapters.language_model.json_values import member, text
from pcg_engine.adapters.language_model.keys import Key, where_to_put_a_key
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable

_LONGEST_QUOTE = 300
_BUSY = frozenset((408, 409, 425, 429))
_UNPAID = ("insufficient_quota", "billing", "credit balance", "insufficient balance")
_OURS = "that is most likely not your doing: try again later, or use another profile"


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt that gave no answer; ``wait`` is how many seconds the endpoint asked for."""

    code: str
    message: str
    hint: str
    may_pass: bool = False
    wait: float | None = None

    def error(self) -> EnvironmentUnavailable:
        """To be raised in the thread that asked."""
        return EnvironmentUnavailable(self.code, self.message, self.hint)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of an endpoint that was no completion; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: object


def quoted(told: str, key: Key | None) -> str:
    """A stranger's text, fit to be shown: one line of printable characters, no key, not long."""
    shown = key.redact(told) if key is not None else told
    shown = "".join(
        character if character.isprintable() else " " for character in shown[: 4 * _LONGEST_QUOTE]
    )
    shown = re.sub(r" +", " ", shown).strip()
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}…"


def unreachable(endpoint: Endpoint, reason: str) -> Failure:
    """No connection could be had, or it was lost before anything was said."""
    return Failure(
        "endpoint-unreachable",
        f"{endpoint.host} cannot be reached: {reason}",
        _check_address(endpoint),
        may_pass=True,
    )


def silent(endpoint: Endpoint) -> Failure:
    """Time ran out. Asking again would wait as long again."""
    return Failure(
        "endpoint-unreachable",
        f"{endpoint.host} said nothing for {endpoint.timeout:g} seconds",
        f"a larger model may need longer: raise timeout of the profile '{endpoint.profile}'; or "
        "see whether the server is overloaded",
    )


def meaningless(endpoint: Endpoint, reason: str) -> Failure:
    """It answered, but not in the protocol."""
    return Failure(
        "endpoint-failed",
        f"{endpoint.host} gave no chat completion: {reason}",
        f"base_url of the profile '{endpoint.profile}' should end where the server's "
        "/chat/completions begins, often in /v1",
        may_pass=True,
    )


def refused(endpoint: Endpoint, answer: Answered, key: Key | None, now: datetime) -> Failure:
    """The failure that a status of 300 or more stands for."""
    told = quoted(error_text(answer.body), key)
    said = f"{endpoint.host} answered {answer.status}" + (f": {told}" if told else "")
    profile = f"the profile '{endpoint.profile}'"
    status = answer.status
    if status in (401, 403):
        return Failure("endpoint-refused", said, where_to_put_a_key(endpoint))
    kind = text(member(member(answer.body, "error"), "code")) + told.lower()
    if status == 402 or (status == 429 and any(sign in kind for sign in _UNPAID)):
        hint = f"see whether the account at {endpoint.host} is paid up, or use another profile"
        return Failure("endpoint-refused", said, hint)
    if status == 404:
        hint = f"compare model and base_url of {profile} with what the server offers"
        return Failure("no-such-model", said, hint)
    if status == 429:
        hint = f"wait, or set requests_per_minute of {profile}"
        return Failure("rate-limited", said, hint, True, asked_to_wait(answer.headers, now))
    if status >= 500 or status in _BUSY:
        wait = asked_to_wait(answer.headers, now)
        return Failure("endpoint-failed", said, _OURS, status not in (501, 505), wait)
    if 300 <= status < 400:
        elsewhere = quoted(answer.headers.get("location", "elsewhere"), key)
        return Failure(
            "endpoint-failed",
            f"{endpoint.host} wants to be asked at {elsewhere}",
            f"if you trust that place with your code, make it base_url of {profile}",
        )
    if status == 413 or is_too_long(answer.body):
        hint = f"lower max_tokens or context_tokens of {profile} to what the model has"
        return Failure("bad-request", said, hint)
    hint = f"see whether the server speaks the chat-completions protocol at base_url of {profile}"
    return Failure("bad-request", said, hint)


def asked_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of ``Retry-After`` (RFC 9110, 10.2.3: a number or a date), if there is one."""
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())


def _number(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value) else None


def _check_address(endpoint: Endpoint) -> str:
    if endpoint.is_local:
        return (
            f"start the model server that the profile '{endpoint.profile}' names, "
            "or correct its base_url"
        )
    return f"see whether {endpoint.host} is right (base_url of the profile '{endpoint.profile}')"
