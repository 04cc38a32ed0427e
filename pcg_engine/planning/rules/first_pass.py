"""The slice of a loop's body that computes how its running value changes (Weiser, 1981).

The first pass of a scan needs the updates of the running value, the conditions around them and the
temporaries that these name. Whatever else the body does is left to the second pass.
"""

from __future__ import annotations

from collections.abc import Sequence

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.modification import modified_variables
from pcg_engine.analysis.scans import RunningValue
from pcg_engine.analysis.substitution import names_any
from pcg_engine.domain.ast import (
    Assignment,
    Block,
    Call,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    If,
    Name,
    Statement,
    TranslationUnit,
    Unary,
)
from pcg_engine.domain.source import Edit, SourceText
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements
from pcg_engine.planning.rules.parts import dedented, edited_slice
from pcg_engine.planning.rules.worksharing import STEP


def first_pass(
    body: Statement,
    running: RunningValue,
    own: str,
    edits: Sequence[Edit],
    source: SourceText,
    unit: TranslationUnit,
) -> list[str] | None:
    """The lines of the slice, with ``own`` for the running value; ``None`` if it is not clear.

    ``edits`` put ``own`` in the place of the running value's name.
    """
    slicer = _Slicer(running, own, edits, source, unit)
    lines = slicer.block((body,) if not isinstance(body, Block) else body.statements)
    return None if slicer.unclear else lines


class _Slicer:
    def __init__(
        self,
        running: RunningValue,
        own: str,
        edits: Sequence[Edit],
        source: SourceText,
        unit: TranslationUnit,
    ) -> None:
        self.unclear = False
        self._running = running
        self._own = own
        self._edits = edits
        self._source = source
        self._unit = unit
        self._effects = EffectAnalysis(unit)
        self._needed: set[str] = set()

    def block(self, statements: Sequence[Statement]) -> list[str]:
        """The lines kept of ``statements``, looked at from the last to the first."""
        kept: list[list[str]] = []
        for statement in reversed(statements):
            lines = self._statement(statement)
            if lines:
                kept.append(lines)
        return [line for lines in reversed(kept) for line in lines]

    def _statement(self, statement: Statement) -> list[str]:
        if any(statement is update for update in self._running.updates):
            return self._update(statement)
        if self._holds_update(statement):
            match statement:
                case Block(statements=statements):
                    return ["{", *[f"{STEP}{x}" for x in self.block(statements)], "}"]
                case If():
                    return self._branch(statement)
                case _:
                    self.unclear = True
                    return []
        if isinstance(statement, Empty):
            return []
        if self._sets_needed(statement):
            return self._whole(statement)
        if self._writes_needed_memory(statement):
            self.unclear = True
        return []

    def _update(self, statement: Statement) -> list[str]:
        if _is_embedded(statement):
            return [f"++{self._own};"]
        self._need(statement)
        return self._text(statement)

    def _branch(self, statement: If) -> list[str]:
        if self._names_running(statement.condition):
            self.unclear = True
            return []
        then = self._inner(statement.then)
        otherwise = [] if statement.otherwise is None else self._inner(statement.otherwise)
        self._need_expression(statement.condition)
        condition = self._source.slice(statement.condition.span)
        lines = [f"if ({condition}) {{", *[f"{STEP}{line}" for line in then]]
        if otherwise:
            lines += ["} else {", *[f"{STEP}{line}" for line in otherwise]]
        return [*lines, "}"]

    def _inner(self, statement: Statement) -> list[str]:
        return self.block(statement.statements if isinstance(statement, Block) else (statement,))

    def _whole(self, statement: Statement) -> list[str]:
        """A statement that sets what is needed, and must do nothing else that lasts."""
        written = modified_variables(statement, self._unit, self._effects)
        local = written <= self._needed | _declared(statement)
        if not local or self._names_running_in(statement) or self._writes_memory(statement):
            self.unclear = True
            return []
        self._need(statement)
        return self._text(statement)

    def _text(self, statement: Statement) -> list[str]:
        text = edited_slice(self._source, statement.span, self._edits)
        if not text.endswith(("}", ";")):
            text += ";"
        return dedented(text.splitlines())

    def _holds_update(self, statement: Statement) -> bool:
        return any(s is u for s in walk_statements(statement) for u in self._running.updates)

    def _sets_needed(self, statement: Statement) -> bool:
        written = modified_variables(statement, self._unit, self._effects)
        return bool((written | _declared(statement)) & self._needed)

    def _writes_needed_memory(self, statement: Statement) -> bool:
        """Whether what is kept, and comes later, may read what ``statement`` writes."""
        for expression in all_expressions(statement):
            match expression:
                case Assignment(target=target):
                    if not isinstance(target, Name) and names_any(target, frozenset(self._needed)):
                        return True
                case Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=operand):
                    if not isinstance(operand, Name) and names_any(
                        operand, frozenset(self._needed)
                    ):
                        return True
                case Call():
                    if self._needed and not self._effects.of_call(expression).is_pure:
                        return True
                case _:
                    pass
        return False

    def _writes_memory(self, statement: Statement) -> bool:
        return any(
            isinstance(e, Assignment) and not isinstance(e.target, Name)
            for e in all_expressions(statement)
        )

    def _need(self, statement: Statement) -> None:
        for expression in all_expressions(statement):
            self._need_expression(expression)

    def _need_expression(self, expression: Expression) -> None:
        for part in walk_expression(expression):
            if isinstance(part, Name) and part.variable.id != self._running.variable.id:
                self._needed.add(part.variable.id)

    def _names_running(self, expression: Expression) -> bool:
        return names_any(expression, frozenset((self._running.variable.id,)))

    def _names_running_in(self, statement: Statement) -> bool:
        return any(self._names_running(e) for e in all_expressions(statement))


def _is_embedded(statement: Statement) -> bool:
    """Whether the update is a step inside an assignment to an element."""
    match statement:
        case ExpressionStatement(expression=Assignment(target=target)):
            return not isinstance(target, Name)
        case _:
            return False


def _declared(statement: Statement) -> frozenset[str]:
    return frozenset(
        d.variable.id
        for s in walk_statements(statement)
        if isinstance(s, Declaration)
        for d in s.declarators
    )
