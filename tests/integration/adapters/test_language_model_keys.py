"""Keys: where they are looked for, and that nothing ever tells one."""

from __future__ import annotations

import logging
import pickle
import sys
import traceback
import types
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pcg_engine.adapters.language_model.client import ChatModel
from pcg_engine.adapters.language_model.kept_replies import KeptReplies
from pcg_engine.adapters.language_model.keys import Key, find_key
from pcg_engine.adapters.language_model.recording import RecordedModel
from pcg_engine.domain.conversation import Reply
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation
from tests.fakes.model_server import (
    Behaviour,
    BreaksOff,
    CalledTool,
    Garbage,
    ModelServer,
    Refuses,
    Says,
)
from tests.fakes.model_server.asking import FakeTime, endpoint_of, question
from tests.fakes.worlds import DictStore

_SECRET = "sk-Za9_very.secret-0123456789"
_HOSTED = Endpoint("hosted", "https://api.example.org/v1", "m", key_variable="EXAMPLE_KEY")
_UNNAMED = Endpoint("local", "http://localhost:8000/v1", "m")


def _no_keyring(_service: str, _user: str) -> str | None:
    return None


def _echo(service: str, user: str) -> str | None:
    return f"{service}/{user}"


def _revealed(key: Key | None) -> str | None:
    return None if key is None else key.reveal()


def test_the_key_is_in_the_variable_that_the_profile_names() -> None:
    environment = {"EXAMPLE_KEY": f" {_SECRET}\n", "OPENAI_API_KEY": "sk-other"}
    assert _revealed(find_key(_HOSTED, environment, _no_keyring)) == _SECRET


@pytest.mark.parametrize("environment", [{}, {"EXAMPLE_KEY": " "}, {"OPENAI_API_KEY": "sk-other"}])
def test_a_named_variable_that_is_not_set_is_told(environment: Mapping[str, str]) -> None:
    with pytest.raises(EnvironmentUnavailable, match="EXAMPLE_KEY") as caught:
        find_key(_HOSTED, environment, _echo)
    assert caught.value.code == "endpoint-refused"
    assert caught.value.hint == "set EXAMPLE_KEY to the key that api.example.org gave you"


def test_without_a_variable_the_keyring_is_asked_and_nothing_else() -> None:
    environment = {"OPENAI_API_KEY": "sk-other", "PCG_API_KEY": "sk-other"}
    assert find_key(_UNNAMED, environment, _no_keyring) is None
    assert _revealed(find_key(_UNNAMED, environment, _echo)) == "pcg/local"


class _NoKeyring(Exception):
    pass


def _fails(_service: str, _user: str) -> str | None:
    raise _NoKeyring


@pytest.mark.parametrize(("look_up", "found"), [(_echo, "pcg/local"), (_fails, None)])
def test_the_keyring_package_is_used_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, look_up: Callable[[str, str], str | None], found: str | None
) -> None:
    package, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    package.__dict__["get_password"] = look_up
    errors.__dict__["KeyringError"] = _NoKeyring
    monkeypatch.setitem(sys.modules, "keyring", package)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert _revealed(find_key(_UNNAMED, {})) == found


def test_without_the_keyring_package_there_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert find_key(_UNNAMED, {}) is None


@pytest.mark.parametrize("broken", ["two words", "two\nlines", "schlüssel", "tab\tbed"])
def test_what_cannot_be_a_key_is_refused_without_telling_it(broken: str) -> None:
    with pytest.raises(EnvironmentUnavailable) as caught:
        find_key(_HOSTED, {"EXAMPLE_KEY": broken})
    told = f"{caught.value.message} {caught.value.hint}"
    assert broken not in told
    assert "EXAMPLE_KEY" in told


def test_a_key_hides_itself() -> None:
    key = Key(_SECRET)
    assert _SECRET not in f"{key} {key!r} {[key]} {key:}"
    with pytest.raises(TypeError, match="not written anywhere"):
        pickle.dumps(key)
    assert key.redact(f"Bearer {_SECRET}!") == "Bearer [key]!"


_INDISCREET: tuple[Behaviour, ...] = (
    Says(f"your key is {_SECRET}", piece=5),
    Says("", (CalledTool("stop", f'{{"key": "{_SECRET}"}}'),), piece=3),
    Refuses(401, f"Incorrect API key provided: {_SECRET}"),
    Refuses(401, body=f"Bearer {_SECRET}"),
    Refuses(400, f"bad header {_SECRET}"),
    Refuses(404, f"no such model for {_SECRET}"),
    Refuses(302, headers={"Location": f"http://192.0.2.1/?key={_SECRET}"}),
    Refuses(503, f"busy {_SECRET}", headers={"Retry-After": "1"}),
    Garbage(f"data: {_SECRET}\n\n".encode()),
    Garbage(f'data: {{"error": {{"message": "{_SECRET}"}}}}\n\n'.encode()),
    BreaksOff(f"so far {_SECRET}"),
    BreaksOff(""),
)


def _whole_traceback(error: EnvironmentUnavailable) -> list[str]:
    """With the locals of PCG's frames, as error reporters show them; not of the test's own."""
    assert error.__traceback__ is not None
    inside = error.__traceback__.tb_next
    told = traceback.TracebackException(type(error), error, inside, capture_locals=True)
    assert error.__cause__ is None
    return list(told.format())


@pytest.mark.parametrize("behaviour", _INDISCREET)
def test_nothing_tells_the_key(
    behaviour: Behaviour, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = DictStore()
    with ModelServer(lambda _: behaviour, models=[_SECRET]) as server:
        endpoint = endpoint_of(server)
        client = ChatModel(endpoint, lambda _: Key(_SECRET), FakeTime().pacing())
        recorded = RecordedModel(KeptReplies(client, store, endpoint), tmp_path / "run.jsonl")
        told: list[object] = []
        try:
            reply = recorded.complete(question(), Cancellation())
            assert isinstance(reply, Reply)
            told.append(reply)
        except EnvironmentUnavailable as error:
            told += [error.code, error.message, error.hint, repr(error)]
            told += _whole_traceback(error)
        recorded.close()
        told += [vars(one) for one in (client, recorded)]
        client.close()
        assert server.requests[0].headers["authorization"] == f"Bearer {_SECRET}"
        told += [repr(request.body) for request in server.requests]
    told += [record.getMessage() for record in caplog.records]
    told += [(tmp_path / "run.jsonl").read_text(), store.entries]
    assert _SECRET not in "\n".join(map(str, told))
