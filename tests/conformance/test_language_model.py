"""What every ``LanguageModel`` promises, whatever it wraps."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from pcg_engine.adapters.language_model.kept_replies import KeptReplies
from pcg_engine.adapters.language_model.recording import RecordedModel, ReplayedModel
from pcg_engine.domain.conversation import Finish
from pcg_engine.domain.errors import Cancelled, EnvironmentUnavailable
from pcg_engine.ports import Cancellation, LanguageModel
from tests.fakes.model_server import Behaviour, ModelServer, Received, Refuses, Says
from tests.fakes.model_server.asking import endpoint_of, model_of, question
from tests.fakes.worlds import DictStore

_QUESTIONS = tuple(str(number) for number in range(8))


def _echo(request: Received) -> Behaviour:
    if request.latest_text == "refuse":
        return Refuses(401)
    return Says(f"you said {request.latest_text}")


@contextmanager
def _client(_folder: Path) -> Generator[LanguageModel]:
    with ModelServer(_echo) as server:
        model = model_of(server)
        yield model
        model.close()


@contextmanager
def _kept(_folder: Path) -> Generator[LanguageModel]:
    with ModelServer(_echo) as server:
        model = model_of(server)
        yield KeptReplies(model, DictStore(), endpoint_of(server))
        model.close()


@contextmanager
def _recorded(folder: Path) -> Generator[LanguageModel]:
    with _client(folder) as model:
        recorded = RecordedModel(model, folder / "run.jsonl")
        yield recorded
        recorded.close()


@contextmanager
def _replayed(folder: Path) -> Generator[LanguageModel]:
    with _recorded(folder) as model:
        for text in _QUESTIONS:
            model.complete(question(text), Cancellation())
        with pytest.raises(EnvironmentUnavailable):
            model.complete(question("refuse"), Cancellation())
    yield ReplayedModel(folder / "run.jsonl")


Opened = Callable[[Path], AbstractContextManager[LanguageModel]]


@pytest.mark.parametrize("opened", [_client, _kept, _recorded, _replayed])
def test_every_model_keeps_the_promises_of_the_port(opened: Opened, tmp_path: Path) -> None:
    with opened(tmp_path) as model:
        assert model.identity.startswith("test-model@127.0.0.1:")
        cancelled = Cancellation()
        cancelled.cancel()
        with pytest.raises(Cancelled):
            model.complete(question("0"), cancelled)
        with ThreadPoolExecutor(4) as pool:
            asked = [
                pool.submit(model.complete, question(text), Cancellation()) for text in _QUESTIONS
            ]
            replies = [one.result() for one in asked]
        assert [reply.text for reply in replies] == [f"you said {text}" for text in _QUESTIONS]
        assert all(reply.finish is Finish.STOP and not reply.cached for reply in replies)
        with pytest.raises(EnvironmentUnavailable) as caught:
            model.complete(question("refuse"), Cancellation())
        assert caught.value.code == "endpoint-refused"
        assert caught.value.hint
