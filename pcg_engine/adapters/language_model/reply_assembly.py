"""An answer, put together from the pieces in which it comes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pcg_engine.adapters.language_model.json_values import count, elements, member, text
from pcg_engine.domain.conversation import Finish, ModelRequest, Reply, ToolCall, Usage

ESTIMATED_CHARACTERS_PER_TOKEN = 3
"""Of code; fewer than there are, so that an estimate rather exceeds a budget than misses it."""
_FINISHES = {
    "length": Finish.LENGTH,
    "tool_calls": Finish.TOOL_CALLS,
    "function_call": Finish.TOOL_CALLS,
    "content_filter": Finish.FILTERED,
}
_MOST_TOOL_CALLS = 64


@dataclass(slots=True)
class _Call:
    id: str
    name: str = ""
    arguments: list[str] = field(default_factory=list[str])


class ReplyAssembly:
    """Takes the JSON of each piece; keeps at most ``most_characters``."""

    def __init__(self, most_characters: int) -> None:
        self.characters = 0
        """Of everything the model wrote so far, thoughts and arguments included."""
        self.finish: Finish | None = None
        """Why it ended, once the endpoint has said so."""
        self._most_characters = most_characters
        self._text: list[str] = []
        self._calls: list[_Call] = []
        self._by_index: dict[object, _Call] = {}
        self._refused = False
        self._usage: Usage | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the model has not said anything yet, not even that it has ended."""
        return not self.characters and self.finish is None

    @property
    def is_full(self) -> bool:
        """Whether the model has written more than it may."""
        return self.characters > self._most_characters

    def add(self, piece: object) -> None:
        """One piece of a stream, or a whole answer in one; what it lacks is left out."""
        self._count(member(piece, "usage"))
        for choice in elements(member(piece, "choices"))[:1]:
            # A whole answer has a message where a piece has what it adds.
            said = member(choice, "delta")
            self._say(member(choice, "message") if said is None else said)
            reason = text(member(choice, "finish_reason"))
            if reason:
                self.finish = _FINISHES.get(reason, Finish.STOP)

    def reply(self, request: ModelRequest, broken: Finish, seconds: float) -> Reply:
        """What was said; ``broken`` is why it ended if the endpoint did not come to say so."""
        calls = tuple(
            ToolCall(call.id or f"call-{number}", call.name, "".join(call.arguments))
            for number, call in enumerate(call for call in self._calls if call.name)
        )
        finish = broken if self.finish is None else self.finish
        if calls and finish is Finish.STOP:
            # Some servers say "stop" there as well.
            finish = Finish.TOOL_CALLS
        if self._refused and finish is Finish.STOP:
            finish = Finish.FILTERED
        usage = self._usage or Usage(
            _estimate(sum(len(message.text) for message in request.messages)),
            _estimate(self.characters),
        )
        return Reply("".join(self._text), calls, finish, usage, seconds)

    def _say(self, said: object) -> None:
        content = member(said, "content")
        pieces = [text(content)]
        # Some servers send parts with their type.
        pieces += [text(member(part, "text")) for part in elements(content)]
        refusal = text(member(said, "refusal"))
        self._refused = self._refused or bool(refusal)
        for piece in (*pieces, refusal):
            self._text.append(self._taken(piece))
        for thought in ("reasoning_content", "reasoning"):
            self._taken(text(member(said, thought)))
        for call in elements(member(said, "tool_calls")):
            self._call(call)

    def _call(self, piece: object) -> None:
        identity, function = text(member(piece, "id")), member(piece, "function")
        name, arguments = text(member(function, "name")), member(function, "arguments")
        index = count(member(piece, "index"))
        known = self._by_index.get(index)
        # A call has one name; servers without indices begin a new one with a new id.
        if known is None or (name and identity and known.id not in ("", identity)):
            if len(self._calls) >= _MOST_TOOL_CALLS:
                return
            known = _Call(identity)
            self._calls.append(known)
            self._by_index[index] = known
        known.name = known.name or name
        # The protocol has text there; some servers send the object itself.
        written = json.dumps(arguments) if isinstance(arguments, dict) else text(arguments)
        known.arguments.append(self._taken(written))

    def _taken(self, piece: str) -> str:
        """What of ``piece`` there is still room for."""
        room = max(0, self._most_characters - self.characters)
        self.characters += len(piece)
        return piece[:room]

    def _count(self, usage: object) -> None:
        prompt = count(member(usage, "prompt_tokens"))
        completion = count(member(usage, "completion_tokens"))
        if prompt is not None and completion is not None and prompt + completion > 0:
            self._usage = Usage(prompt, completion)


def _estimate(characters: int) -> int:
    return -(-characters // ESTIMATED_CHARACTERS_PER_TOKEN)
