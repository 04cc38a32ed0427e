"""The text of a function taken apart, so that versions of it can be written beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pcg_engine.domain.ast import Call, Function, Linkage
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.planning.rules.parts import edited_slice
from pcg_engine.syntax.comments import without_comments

_SPECIFIERS = re.compile(r"(?:(?:static|inline|extern|noexcept)\b\s*|\[\[[^\]]*\]\]\s*)+")
_DOCUMENTED = (b"//", b"/*", b"*")


@dataclass(frozen=True, slots=True)
class FunctionText:
    """A function definition that begins its line.

    ``result`` is its return type and ``parameters`` what stands between its parentheses, both as
    written. ``margin`` is the white space before it, ``step`` by how much its statements are
    indented more.
    """

    source: SourceText
    function: Function
    name: str
    result: str
    parameters: str
    body: Span
    margin: str
    step: str

    @property
    def place_before(self) -> int:
        """The offset of the line before which other functions can be put: above its comment."""
        data = self.source.data
        place = self.source.line_start(self.function.span.start)
        while place > 0:
            above = self.source.line_start(place - 1)
            if not data[above:place].strip().startswith(_DOCUMENTED):
                break
            place = above
        return place

    def called(self, name: str, first: str = "") -> str:
        """A call of the version ``name`` with the function's own parameters, after ``first``."""
        given = [*([first] if first else []), *(p.name for p in self.function.parameters)]
        return f"{name}({', '.join(given)})"

    def head(self, name: str, first: str = "") -> str:
        """The head of the version ``name``, which only this file sees."""
        given = ", ".join(part for part in (first, self.parameters) if part)
        return f"{self.margin}static {self.result} {name}({given})"

    def body_with(self, edits: Sequence[Edit]) -> str:
        """The body in its braces after ``edits``."""
        return edited_slice(self.source, self.body, edits).replace("\r\n", "\n")

    def renamed(self, call: Call, name: str, first: str = "") -> Edit | None:
        """The edit by which ``call``, of the function, calls the version ``name``."""
        text = self.source.slice(call.span)
        head = re.match(rf"(?:[\w\s]*::\s*)?{re.escape(self.name)}\s*\(", text)
        if head is None or not text.endswith(")"):
            return None
        given = f"{first}, " if first and call.arguments else first
        start = call.span.start
        return Edit(Span(start, start + len(head[0].encode())), f"{name}({given}")

    def count_of_name(self) -> int:
        """How often the body names the function, going by its spelling; fields do not count."""
        text = without_comments(self.source.data[self.body.start : self.body.end])
        return len(re.findall(rb"(?<![\w.])(?<!->)" + self.name.encode() + rb"(?!\w)", text))


def function_text(function: Function, source: SourceText) -> FunctionText | None:
    """``function`` taken apart; ``None`` if it is written in a way that is not understood."""
    body = function.body
    if body is None or not function.in_main_file or function.attributes:
        return None
    start = function.span.start
    line = source.line_start(start)
    if source.data[line:start].strip() or not source.slice(body.span).startswith("{"):
        return None
    head = source.slice(Span(start, body.span.start))
    name = function.name.rpartition("::")[2]
    found = re.fullmatch(
        rf"(?P<before>[^()]*?)(?P<name>(?<![\w:]){re.escape(name)})\s*"
        r"\((?P<parameters>.*)\)\s*(?:noexcept\s*)?",
        head,
        re.DOTALL,
    )
    if found is None or "//" in head or "/*" in head or "#" in head:
        return None
    if "inline" in found["before"].split() and function.linkage is Linkage.EXTERNAL:
        return None  # other files have this function too, but not what is put beside it
    result = " ".join(_SPECIFIERS.sub("", found["before"]).split())
    if not result or "auto" in result.split() or any(not p.name for p in function.parameters):
        return None
    margin = source.indentation(start)
    inner = "" if not body.statements else source.indentation(body.statements[0].span.start)
    step = inner[len(margin) :] if inner.startswith(margin) and len(inner) > len(margin) else "    "
    parameters = " ".join(found["parameters"].split())
    return FunctionText(source, function, name, result, parameters, body.span, margin, step)


def unused_in_file(source: SourceText, *wishes: str) -> str | None:
    """The first of ``wishes`` that the file does not use for anything."""
    for wish in wishes:
        if re.search(rb"(?<!\w)" + wish.encode() + rb"(?!\w)", source.data) is None:
            return wish
    return None
