"""From an answer to a candidate's file (paper: the Tools component, extraction)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tree_sitter import Node

from pcg_engine.domain.conversation import Finish, Reply
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.syntax.definitions import Definition, definition_at
from pcg_engine.syntax.parse import SyntaxTree, parse
from pcg_engine.tools.reply.additions import used
from pcg_engine.tools.reply.choice import Chosen, choose, incomplete
from pcg_engine.tools.reply.companions import Companions, Refused, companions
from pcg_engine.tools.reply.indentation import shifted
from pcg_engine.tools.reply.outcome import Extracted, NoCode
from pcg_engine.tools.reply.patch import is_patch, patched
from pcg_engine.tools.reply.placeholders import placeholder
from pcg_engine.tools.reply.scan import deepest
from pcg_engine.tools.reply.snippets import Snippet, bare_snippets, snippets, without_reasoning
from pcg_engine.tools.reply.versions import (
    Code,
    Version,
    code_in,
    code_of,
    same_names,
    version_at,
)
from pcg_engine.tools.reply.written import written

_LONGEST_ANSWER = 1 << 21
_LONGEST_CODE = 1 << 16
_DEEPEST = 200
_MOST_SNIPPETS = 16
_LANGUAGES = frozenset(("", "cpp", "c++", "cc", "cxx", "c", "h", "hpp", "openmp", "diff", "patch"))


def candidate_text(reply: Reply, original: SourceText, function: Span) -> Extracted | NoCode:
    """The file with the version of ``function`` that ``reply`` gives, or why there is none.

    ``function`` is the definition's span in ``original`` (as in ``EnclosingFunction.span``). Of
    several complete versions the last one that differs from the original is taken. The signature
    stays as the original writes it where the parameters bear the same names; the body is not
    reformatted, but has the original's indentation if it was shifted as a whole. New functions,
    types, constants, declared reductions and ``#include <…>`` that the function uses come along;
    what the answer repeats of the file does not. Accepts any text and raises nothing.
    """
    match reply.finish:
        case Finish.FILTERED:
            return NoCode("filtered", "the endpoint withheld the answer")
        case Finish.LENGTH | Finish.CUT_OFF:
            return NoCode(
                "cut-off", "the answer has no end: answer with the function alone, without prose"
            )
        case Finish.STOP | Finish.TOOL_CALLS:
            pass
    if len(reply.text) > _LONGEST_ANSWER:
        return _too_long()
    tree = parse(original)
    definition = definition_at(tree, function)
    target = None if definition is None else version_at(definition, tree)
    if definition is None or target is None:
        return NoCode("not-parsed", "PCG's parser does not understand the function in its file")
    file = _File(tree, definition, target, code_in(tree))
    found = _find(without_reasoning(reply.text), file)
    return found if isinstance(found, NoCode) else _candidate(found, file)


@dataclass(frozen=True, slots=True)
class _File:
    """The original."""

    tree: SyntaxTree
    definition: Definition
    target: Version
    code: Code

    @property
    def name(self) -> str:
        """The function's name without its scopes."""
        return self.target.item.names[-1]


@dataclass(frozen=True, slots=True)
class _Found:
    codes: tuple[Code, ...]
    chosen: Chosen


def _find(text: str, file: _File) -> _Found | NoCode:
    """The function in blocks and objects, else in the bare text."""
    if not text.strip():
        return NoCode("no-code", "the answer is empty")
    result = _choose(snippets(text), file)
    if isinstance(result, _Found) or result.code != "no-code":
        return result
    for guess in bare_snippets(text, file.name):
        found = _choose([guess], file)
        if isinstance(found, _Found) or found.code != "no-code":
            return found
    return result


def _choose(found: Sequence[Snippet], file: _File) -> _Found | NoCode:
    codes: list[Code] = []
    for snippet in found[-_MOST_SNIPPETS:]:
        code = _parsed(snippet, file)
        if isinstance(code, NoCode):
            return code
        if code is not None:
            codes.append(code)
    chosen = choose(codes, file.code, file.target)
    if isinstance(chosen, Chosen):
        return _Found(tuple(codes), chosen)
    if (
        chosen.code == "no-code"
        and found
        and not found[-1].is_closed
        and (file.name in found[-1].text)
    ):
        return incomplete(file.target)
    return chosen


def _parsed(snippet: Snippet, file: _File) -> Code | NoCode | None:
    """The code of ``snippet``; ``None`` if it holds something else."""
    source = file.tree.source
    if snippet.language not in _LANGUAGES:
        return None
    if len(snippet.text) > _LONGEST_CODE + 2 * len(source.data):
        return _too_long()
    if is_patch(snippet.text, snippet.language):
        whole = patched(snippet.text, source, file.target.item.span)
        return whole if isinstance(whole, NoCode) else code_in(parse(whole))
    return None if deepest(snippet.text) > _DEEPEST else code_of(snippet.text)


def _candidate(found: _Found, file: _File) -> Extracted | NoCode:
    version = found.chosen.version
    beside = _beside(found, file)
    if isinstance(beside, Refused):
        return NoCode("edit-outside-function", beside.reason)
    given = file.tree.source.slice(file.target.item.span)
    text, note = _function_text(version, file)
    additions = used(beside.additions, text)
    everything = "\n".join((text, *(one.text for one in additions)))
    if len(everything) > _LONGEST_CODE + 4 * len(given):
        return _too_long()
    left_out = placeholder(everything, file.tree.source.data.decode("utf-8", "replace"))
    if left_out is not None:
        return NoCode(
            "elided",
            f"`{left_out.strip()}` stands for code that was left out: give all of the function",
        )
    data = written(file.tree, file.definition, text, beside.includes, additions)
    return Extracted(data, (*note, *beside.notes))


def _beside(found: _Found, file: _File) -> Companions | Refused:
    """What is beside the function, in its block and in those without a version of it."""
    parts: list[Companions] = []
    for position, code in enumerate(found.codes):
        is_chosen = position == found.chosen.position
        if not is_chosen and code.versions_of(file.target):
            continue
        version = found.chosen.version if is_chosen else None
        part = companions(code, version, file.code, file.target)
        if isinstance(part, Refused):
            return part
        parts.append(part)
    # A later version of a helper replaces an earlier one.
    additions = [one for part in parts for one in part.additions]
    latest = {(one.names, one.is_prototype): one for one in additions if one.names}
    return Companions(
        tuple(line for part in parts for line in part.includes),
        tuple(
            one for one in additions if not one.names or latest[one.names, one.is_prototype] is one
        ),
        tuple(note for part in parts for note in part.notes),
    )


def _function_text(version: Version, file: _File) -> tuple[str, tuple[str, ...]]:
    """The definition as it goes into the file, without ``template <…>``, and notes."""
    source, given, target = version.tree.source, file.tree.source, file.target
    before, after = _indentation(version), _indentation(target)
    if version.initialises or not same_names(version.parameters, target.parameters):
        return shifted(_text(version.item.span, source), before, after), ()
    body = shifted(_text(_span(version.body), source), before, after)
    head = Span(target.item.span.start, target.body.start_byte)
    text = _text(head, given).replace("\r\n", "\n") + body
    if version.item.head == target.item.head:
        return text, ()
    return text, ("kept the signature of the original",)


def _indentation(version: Version) -> str:
    """That of the closing brace: the first line is often quoted without its own."""
    source, item = version.tree.source, version.item
    end = version.body.end_byte - 1
    is_alone = not source.data[source.line_start(end) : end].strip()
    return source.indentation(end if is_alone else item.span.start)


def _text(span: Span, source: SourceText) -> str:
    return source.data[span.start : span.end].decode("utf-8", "surrogateescape")


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


def _too_long() -> NoCode:
    return NoCode("too-long", "the answer is too long: give the function alone, without prose")
