"""The playback of recorded conversations, asked by the real client."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pcg_engine.adapters.language_model.client import ChatModel
from pcg_engine.domain.conversation import Finish, Message, ModelRequest, Role, ToolCall, Usage
from pcg_engine.domain.endpoint import Endpoint
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.ports import Cancellation
from tests.fakes.model_server import ModelServer, Playback, read_conversations
from tests.fakes.model_server.asking import model_of, question

_DOT = """
title = "a reduction that is repaired"
match = ["double dot(", "OpenMP"]

[[replies]]
text = '''
#pragma omp parallel for
'''

[[replies]]
file = "repaired.md"
finish = "length"
usage = [7, 8]
"""
_AFTER_A_RACE = """
match = ["double dot(", "OpenMP", "race"]
turn = 1
replies = ["reduction(+:s)"]
"""
_TOOLS = {
    "match": ["choose"],
    "anywhere": ["You decide"],
    "replies": [
        {"tool_calls": [{"name": "edit", "arguments": {"workflow": "any"}}]},
        {"text": ["two", "lines"], "tool_calls": [{"name": "stop", "arguments": "{"}]},
        {"status": 429, "message": "later", "retry_after": 3},
        "the end",
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "dot.toml").write_text(_DOT)
    (tmp_path / "repaired.md").write_text("```cpp\nreduction\n```\n")
    (tmp_path / "inner" / "race.toml").write_text(_AFTER_A_RACE)
    (tmp_path / "inner" / "tools.json").write_text(json.dumps(_TOOLS))
    return tmp_path


def test_the_conversation_with_most_in_common_answers_in_order(folder: Path) -> None:
    playback = Playback(read_conversations(folder))
    with ModelServer(playback) as server:
        model = model_of(server)
        asked = question("Use OpenMP in double dot(int n) { … }")
        first = model.complete(asked, Cancellation())
        assert (first.text, first.finish) == ("#pragma omp parallel for\n", Finish.STOP)
        second = model.complete(asked, Cancellation())
        assert second.text == "```cpp\nreduction\n```\n"
        assert (second.finish, second.usage) == (Finish.LENGTH, Usage(7, 8))
        assert model.complete(asked, Cancellation()).text == second.text
        # What was said before the model spoke is no part of what is matched.
        after = ModelRequest(
            (
                *asked.messages,
                Message(Role.ASSISTANT, first.text),
                Message(Role.USER, "double dot( of OpenMP has a race"),
            )
        )
        assert model.complete(after, Cancellation()).text == "reduction(+:s)"
        assert playback.served == {"dot.toml": 3, "inner/race.toml": 1}
        later = ModelRequest((*after.messages[:2], Message(Role.USER, "it has a race")))
        with pytest.raises(EnvironmentUnavailable, match="no recorded reply for: it has a race"):
            model.complete(later, Cancellation())
        model.close()
    assert {request.latest_text for request in playback.unmatched} == {"it has a race"}


def test_replies_may_call_tools_and_fail(folder: Path) -> None:
    with ModelServer(Playback(read_conversations(folder))) as server:
        model = model_of(server)
        asked = question("choose", system="You decide.")
        replies = [model.complete(asked, Cancellation()) for _ in range(3)]
        model.close()
        assert len(server.requests) == 4
    assert [(reply.text, reply.tool_calls) for reply in replies] == [
        ("", (ToolCall("call-0", "edit", '{"workflow": "any"}'),)),
        ("two\nlines", (ToolCall("call-0", "stop", "{"),)),
        ("the end", ()),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        'replies = ["a"]',
        'match = ["a"]',
        'match = ["a"]\nreplies = [{ txt = "a" }]',
        'match = ["a"]\nreplies = [{ file = "missing.md" }]',
        'match = ["a"]\nreplies = ["a"]\nmatches = []',
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.toml").write_text(content)
    with pytest.raises(ValueError, match=r"bad\.toml: "):
        read_conversations(tmp_path)


def test_it_serves_as_a_program(folder: Path) -> None:
    command = [sys.executable, "-m", "tests.fakes.model_server", "--port", "0", str(folder)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        model = ChatModel(Endpoint("test", url, "test-model"), lambda _: None)
        assert model.complete(question("double dot( OpenMP"), Cancellation()).text
        with pytest.raises(EnvironmentUnavailable):
            model.complete(question("never recorded"), Cancellation())
        model.close()
        _, told = program.communicate()
    assert program.returncode == 1
    assert "no recorded reply for: never recorded" in told
