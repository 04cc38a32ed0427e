"""The text in which a loop nest stands in a function of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.uses import Loop
from pcg_engine.analysis.variable_uses import escaping_variables, live_after
from pcg_engine.domain.ast import Block, Function, RecordType, TranslationUnit, Type
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.definitions import definition_at
from pcg_engine.syntax.parse import SyntaxTree
from pcg_engine.tools.harness.field_uses import field_uses
from pcg_engine.tools.harness.graph_types import can_make_objects
from pcg_engine.tools.harness.layout import Unsupported, layout_of
from pcg_engine.tools.harness.value_types import value_layout
from pcg_engine.tools.outlining.c_text import PassedText, c_text
from pcg_engine.tools.outlining.constants import NO_CONSTANTS, constants_before
from pcg_engine.tools.outlining.declarators import declaration
from pcg_engine.tools.outlining.live_ins import LiveIn, NotOutlined, live_ins, nest_statement

_DIRECTIVE = re.compile(rb"[ \t]*#")
_COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Outline:
    """A text in which the function ``name`` stands in place of the one around a loop nest.

    The nest is in the same lines as before, and unchanged. ``kept`` is what of the original file
    is the nest's (whole lines), ``whole`` what the new function replaced. Of the parameters that
    ``distinct`` names no two share storage. ``values`` are the parameters' names, with what the
    original function would pass for them directly before the nest. Those that ``single`` names
    point to one object each.
    """

    source: SourceText
    name: str
    kept: Span
    whole: Span
    moved: int
    grown: int
    distinct: frozenset[str]
    values: tuple[tuple[str, str], ...]
    single: frozenset[str] = frozenset()

    def moved_edits(self, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
        """Edits of the original file as those of ``source``; ``None`` if one is beside the nest."""
        found: list[Edit] = []
        for edit in edits:
            if self.kept.contains(edit.span):
                by = self.moved
            elif edit.span.end <= self.whole.start:
                by = 0
            elif edit.span.start >= self.whole.end:
                by = self.grown
            else:
                return None
            span = Span(edit.span.start + by, edit.span.end + by)
            found.append(replace(edit, span=span))
        return tuple(found)


def outline(
    tree: SyntaxTree,
    function: Function,
    nest: Span,
    unit: TranslationUnit,
    *,
    keeps_constants: bool = False,
) -> Outline | NotOutlined:
    """``nest``, which lies in ``function``, as a function of what it uses.

    With ``keeps_constants`` the numbers that ``function`` declares constant are no parameters but
    declared as they were, so that types may depend on them. That the result compiles is not
    certain: names of the class around may be missing, for instance.
    """
    source = tree.source
    definition = definition_at(tree, function.span)
    statement = nest_statement(function, nest)
    if definition is None or statement is None:
        return NotOutlined("PCG does not find it in the text")
    if function.is_template_instance or definition.whole.start != definition.node.start_byte:
        return NotOutlined("its function is a template")
    if definition.node.parent is not None and "field" in definition.node.parent.type:
        return NotOutlined("its function is defined inside its class")

    alone = replace(function, body=Block((statement,), statement.span))
    uses = field_uses(unit, alone)

    def can_make(type_: Type) -> bool:
        is_own = isinstance(type_, RecordType) and type_.name in unit.records
        if source.is_c and is_own and can_make_objects(type_, unit.records, uses):
            return True
        try:
            (layout_of if is_own else value_layout)(type_, unit.records)
        except Unsupported:
            return False
        return True

    constants = NO_CONSTANTS
    if keeps_constants:
        constants = constants_before(function, nest.start, source)
    read_later = _read_later(statement, function, unit)
    given = live_ins(statement, source, can_make, read_later, constants.ids)
    if isinstance(given, NotOutlined):
        return given
    passed = _in_cxx(given)
    if source.is_c:
        passed = c_text(given, unit.records, source.data)
        if isinstance(passed, NotOutlined):
            return passed
    whole, kept = definition.whole, _lines_of(nest, definition.whole, source)
    name = _fresh_name(function.name, source)
    before, after = Span(whole.start, kept.start), Span(kept.end, whole.end)
    prototype = _prototype(function, definition.node.start_byte, source)
    inside = f"{constants.text} {passed.before}".strip()
    head = f"{prototype}void {name}({passed.parameters}) {{ {inside}".encode()
    opening = head + _emptied(source.data[before.start : before.end])
    behind = f" {passed.behind} " if passed.behind else ""
    closing = behind.encode() + _emptied(source.data[after.start : after.end]) + b"}"
    data = b"".join(
        (
            source.data[: whole.start],
            opening,
            source.data[kept.start : kept.end],
            closing,
            source.data[whole.end :],
        )
    )
    return Outline(
        SourceText(source.path, data),
        name,
        kept,
        whole,
        len(opening) - len(before),
        len(data) - len(source.data),
        passed.distinct,
        passed.values,
        passed.single,
    )


def _read_later(nest: Loop, function: Function, unit: TranslationUnit) -> frozenset[str] | None:
    """Ids of the variables whose value at the exit of ``nest`` may matter; ``None``: of each."""
    effects = EffectAnalysis(unit)
    live = live_after(nest, function, effects, unit)
    return None if live is None else live | escaping_variables(function, effects, unit)


def _lines_of(nest: Span, whole: Span, source: SourceText) -> Span:
    """The nest with the white space before it in its line, where edits begin."""
    start = source.line_start(nest.start)
    if start < whole.start or source.data[start : nest.start].strip():
        start = nest.start
    return Span(start, nest.end)


def _in_cxx(given: Sequence[LiveIn]) -> PassedText:
    parameters = ", ".join(declaration(one.type, one.name) for one in given)
    owners: dict[str, list[LiveIn]] = {}
    for one in given:
        if one.owner:
            owners.setdefault(one.owner, []).append(one)
    objects = " ".join(_object(owner, fields) for owner, fields in owners.items())
    return PassedText(
        parameters,
        objects,
        "",
        tuple((one.name, one.value) for one in given),
        frozenset(one.name for one in given if one.is_distinct),
    )


def _object(owner: str, fields: Sequence[LiveIn]) -> str:
    """A local object that has the fields that the nest uses of ``owner``, under its name."""
    members = " ".join(f"{declaration(one.type, one.field)};" for one in fields)
    values = ", ".join(one.name for one in fields)
    if not fields[0].through_pointer:
        return f"struct {{ {members} }} {owner} = {{{values}}};"
    return f"struct {{ {members} }} {owner}_ = {{{values}}}; auto* const {owner} = &{owner}_;"


def _prototype(function: Function, start: int, source: SourceText) -> str:
    """A declaration of ``function`` for those who call it, if somebody may, and it can be had."""
    simple = function.name.rpartition("::")[2]
    named = re.compile(rb"\b" + re.escape(simple.encode()) + rb"\b")
    if function.is_member or function.body is None or len(named.findall(source.data)) < 2:
        return ""
    text = _COMMENT.sub(b" ", source.data[start : function.body.span.start])
    return f"{' '.join(text.decode('utf-8', 'surrogateescape').split())}; "


def _emptied(text: bytes) -> bytes:
    """As many lines as ``text`` has, with nothing but its preprocessor's directives."""
    lines = text.split(b"\n")
    kept = [b"" for _ in lines]
    continued = False
    for position, line in enumerate(lines):
        # Not the last one: it is a beginning of a line that goes on.
        is_whole = position < len(lines) - 1
        if is_whole and (continued or _DIRECTIVE.match(line)):
            kept[position] = line
            continued = line.rstrip(b"\r").endswith(b"\\")
        else:
            continued = False
    return b"\n".join(kept)


def _fresh_name(function: str, source: SourceText) -> str:
    simple = re.sub(r"\W", "_", function.rpartition("::")[2])
    name = f"nest_of_{simple}"
    while name.encode() in source.data:
        name += "_"
    return name
