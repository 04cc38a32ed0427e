"""The worker process with a language model: a real server on the loopback, the real client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from pcg_engine.adapters.example_files import OwnExamples
from pcg_engine.domain.settings import Generators, ModelSettings, Settings
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.protocol.codec import decode_event, encode_message
from pcg_engine.protocol.messages import (
    Answered,
    Asked,
    Assistance,
    Cancel,
    Concluded,
    Event,
    Failed,
    FailureKind,
    Final,
    Judged,
    KeepApplied,
    Kept,
    Message,
    Noted,
    Parallelize,
    Ready,
    Recalled,
    Text,
    Unanswered,
)
from pcg_engine.syntax.index import LoopIndex
from tests.fakes.model_server import Hangs, ModelServer, Refuses, Says
from tests.integration.assistant.subject import SOURCE, fenced

pytestmark = [pytest.mark.needs("gxx"), pytest.mark.needs("clang")]

_KEY = "sk-this-is-nobodys-business"
_BROKEN = Says(fenced("double energy(const std::vector<double>& samples) { return x; }\n"))
_PATIENCE_SECONDS = 60.0
_Told = TypeVar("_Told", bound=Event)


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    folder: Path
    events: list[Event] = field(default_factory=list[Event])
    heard: bytes = b""

    def send(self, message: Message) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode_message(message))
        self.process.stdin.flush()

    def receive(self) -> Event:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the worker has gone"
        self.heard += line
        self.events.append(decode_event(line))
        return self.events[-1]

    def final(self) -> Final:
        """The event that answers the request."""
        while True:
            event = self.receive()
            if isinstance(event, Concluded | Kept | Failed):
                return event

    def told(self, kind: type[_Told]) -> list[_Told]:
        """The events of one kind, in order."""
        return [one for one in self.events if isinstance(one, kind)]

    @property
    def log(self) -> bytes:
        return (self.folder / "log").read_bytes()


@contextmanager
def _worker(folder: Path, variables: Mapping[str, str]) -> Generator[_Worker]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PCG_")}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        environment[f"XDG_{name}_HOME"] = str(folder / name.lower())
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "pcg_engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**environment, **variables},
        ) as process,
    ):
        worker = _Worker(process, folder)
        assert isinstance(worker.receive(), Ready)
        yield worker
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(_PATIENCE_SECONDS) in (0, 1)


def _here(server: ModelServer) -> dict[str, str]:
    return {"PCG_BASE_URL": server.url, "PCG_MODEL": "test-model", "PCG_API_KEY": _KEY}


def _host(server: ModelServer) -> str:
    return server.url.removeprefix("http://").removesuffix("/v1")


def _request(folder: Path, host: str | None, attempts: int = 1) -> Parallelize:
    """A model alone is asked about the loop of `energy`; nothing of it is on disk."""
    text = Text(
        str(folder / "energy.cpp"),
        SOURCE.encode(),
        CompileCommand("g++", ("-std=c++20", "-O2"), str(folder)),
    )
    loops = LoopIndex.build(SourceText(text.path, text.data)).loops
    settings = Settings(
        threads=2,
        budget_seconds=300.0,
        loop=loops[0].id,
        generators=Generators.MODEL,
        model=ModelSettings(samples=1, attempts=attempts),
    )
    assistance = None if host is None else Assistance("environment", host)
    return Parallelize(1, text, settings, assistance)


@pytest.mark.needs("bubblewrap")
def test_a_model_is_asked_shown_examples_and_told_what_was_wrong(tmp_path: Path) -> None:
    with ModelServer([_BROKEN, _BROKEN]) as server, _worker(tmp_path, _here(server)) as worker:
        worker.send(_request(tmp_path, _host(server), attempts=2))
        final = worker.final()
    assert isinstance(final, Concluded)
    assert [one.origin for one in final.result.candidates] == ["test-model"] * 2
    asked = [(one.model, one.host, one.prompt, one.turn) for one in worker.told(Asked)]
    prompt = asked[0][2]
    assert prompt.startswith("parallel@")
    assert asked == [("test-model", _host(server), prompt, turn) for turn in (1, 2)]
    assert [(one.prompt, one.tokens) for one in worker.told(Answered)] == [(prompt, 110)] * 2
    judged = [(one.origin, one.workflow, one.verdict) for one in worker.told(Judged)]
    assert judged == [("test-model", prompt, "refuted")] * 2
    (recalled,) = worker.told(Recalled)
    assert {one.source for one in recalled.examples} == {"seed"}
    assert len(recalled.examples) == 2
    # The run is kept, as on the command line.
    assert len(list((tmp_path / "state" / "pcg" / "runs").iterdir())) == 1
    assert _KEY.encode() not in worker.heard + worker.log
    assert server.requests[0].headers["authorization"] == f"Bearer {_KEY}"


@pytest.mark.needs("bubblewrap")
@pytest.mark.parametrize(
    ("host", "note"),
    [(None, ""), ("models.example.com", "not at models.example.com: the rules work alone")],
)
def test_nothing_is_sent_without_consent_for_that_host(
    tmp_path: Path, host: str | None, note: str
) -> None:
    with ModelServer([]) as server, _worker(tmp_path, _here(server)) as worker:
        request = _request(tmp_path, host)
        # Nothing for the rules to try: whoever asks a model here would be noticed.
        data = request.text.data.replace(b"sum += scale", b"sum = sum * sum + scale")
        loop = LoopIndex.build(SourceText(request.text.path, data)).loops[0].id
        request = replace(
            request,
            text=replace(request.text, data=data),
            settings=replace(request.settings, loop=loop),
        )
        worker.send(request)
        final = worker.final()
        assert server.requests == []
    assert isinstance(final, Concluded)
    assert final.result.candidates == ()
    assert worker.told(Asked) == []
    assert any(note in one.text for one in worker.told(Noted)) or not note


@pytest.mark.needs("bubblewrap")
def test_cancelling_ends_the_request_to_the_model(tmp_path: Path) -> None:
    with ModelServer([Hangs("```cpp\n")]) as server, _worker(tmp_path, _here(server)) as worker:
        worker.send(_request(tmp_path, _host(server)))
        while not isinstance(worker.receive(), Asked):
            pass
        server.wait_for(requests=1, running=1)
        worker.send(Cancel(1))
        final = worker.final()
        server.wait_for(hung_up=1)
    assert isinstance(final, Failed)
    assert final.kind is FailureKind.CANCELLED


@pytest.mark.needs("bubblewrap")
@pytest.mark.parametrize(("status", "code"), [(401, "endpoint-refused"), (500, "endpoint-failed")])
def test_a_model_that_fails_is_told_of_without_its_key(
    tmp_path: Path, status: int, code: str
) -> None:
    refusal = Refuses(status, f"no such key: {_KEY}")
    with ModelServer(lambda _: refusal) as server, _worker(tmp_path, _here(server)) as worker:
        worker.send(_request(tmp_path, _host(server)))
        final = worker.final()
    assert isinstance(final, Concluded)
    assert (final.result.verdict, final.result.reason_code) == ("unavailable", code)
    (failure,) = worker.told(Unanswered)
    assert (failure.model, failure.code) == ("test-model", code)
    assert failure.hint
    assert _KEY.encode() not in worker.heard + worker.log


def test_an_applied_version_is_kept_in_the_users_own_memory(tmp_path: Path) -> None:
    applied = KeepApplied(3, "f", "void f() { slow(); }", "void f() { fast(); }", 1.9, 2)
    with _worker(tmp_path, {}) as worker:
        worker.send(applied)
        first = worker.final()
        worker.send(replace(applied, id=4))
        second = worker.final()
    assert (first, second) == (Kept(3, is_new=True), Kept(4, is_new=False))
    own = OwnExamples(tmp_path / "data" / "pcg" / "memory").read()
    lines = [json.loads(line) for one in own for line in one.text.splitlines()]
    kept = [(one["source"], one["title"], one["slow"], one["speedup"]) for one in lines]
    assert kept == [("user", "f", "void f() { slow(); }", 1.9)]
