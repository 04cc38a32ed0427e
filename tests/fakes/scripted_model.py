"""A model that answers by a list, and a small function that it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pcg_engine.action.assistant import Assistant
from pcg_engine.action.replies import ReplyReader
from pcg_engine.action.spending import Spending
from pcg_engine.action.topic import Topic
from pcg_engine.domain.ast import Block, Function, Linkage, VoidType
from pcg_engine.domain.conversation import ModelRequest, Reply, Role, Usage
from pcg_engine.domain.endpoint import Endpoint, Price
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.planning.prompts.task import Task
from pcg_engine.ports import Cancellation
from tests.builders import LOOP_ID

CODE = """\
void scale(double* x, int n) {
  for (int i = 0; i < n; ++i) x[i] *= 2.0;
}"""
FASTER = CODE.replace("  for", "#pragma omp parallel for\n  for")
_SOURCE = SourceText("scale.cpp", f"int other;\n{CODE}\n".encode())
_SPAN = Span(11, 11 + len(CODE))


def code(text: str) -> Reply:
    """An answer with a version of the function."""
    return Reply(f"```cpp\n{text}\n```", usage=Usage(100, 50))


@dataclass
class ScriptedModel:
    """Answers by a list; an exception in it is raised."""

    answers: Sequence[Reply | Exception]
    requests: list[ModelRequest] = field(default_factory=list[ModelRequest])
    identity: str = "coder@here"

    def complete(self, request: ModelRequest, cancellation: Cancellation) -> Reply:
        """See ``LanguageModel``."""
        cancellation.check()
        self.requests.append(request)
        answer = self.answers[len(self.requests) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def told(self) -> list[str]:
        """What the model was told after each of its answers."""
        return [
            message.text
            for request in self.requests[1:]
            for message in request.messages[-1:]
            if message.role in (Role.TOOL, Role.USER)
        ]


def topic() -> Topic:
    """The function ``CODE`` in a file of its own."""
    function = Function(
        "scale",
        "scale",
        VoidType(),
        (),
        Block((), _SPAN),
        Linkage.EXTERNAL,
        _SPAN,
        in_main_file=True,
    )
    task = Task("scale", CODE, 2, 2, "", (), (), 1.0, "g++ 12", 2)
    return Topic(task, (), ReplyReader(_SOURCE, function, LOOP_ID, "coder", reassociates=True))


def assistant(model: ScriptedModel, context: int = 32_768, most_tokens: int = 0) -> Assistant:
    """``model``, which reads ``context`` tokens and may be asked for ``most_tokens`` (0: any)."""
    endpoint = Endpoint("test", "http://127.0.0.1:1/v1", "coder", context_tokens=context)
    return Assistant(model, endpoint, Spending(Price(), most_tokens), lambda _: ())
