"""Functions that call themselves more than once: may these calls run at the same time?

Calls that change nothing but their own variables may run beside each other, whatever they read.
Calls that write elements may if the ranges they touch do not overlap (``footprints``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.defined_elsewhere import defined_elsewhere
from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.footprints import footprint_of
from pcg_engine.analysis.open_calls import no_other_overriders
from pcg_engine.analysis.recursive_calls import (
    CallGroup,
    Siblings,
    calls_in_statement,
)
from pcg_engine.analysis.sibling_calls import siblings
from pcg_engine.analysis.thread_state import thread_state
from pcg_engine.analysis.unknown_calls import doubts
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Binary,
    Cast,
    Declaration,
    Expression,
    Function,
    IntegerLiteral,
    Name,
    Storage,
    TranslationUnit,
    UnsupportedExpression,
    UnsupportedStatement,
)
from pcg_engine.domain.facts import Assumption, Obligation, Reason
from pcg_engine.domain.plain_words import in_plain_words
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements

STACK = Assumption(
    "stack-suffices",
    "the stack of every thread has room for as many calls inside each other as the recursion is "
    "deep (OMP_STACKSIZE sets its size)",
)


@dataclass(frozen=True, slots=True)
class Recursion:
    """A function of which the calls of each of ``siblings`` may run at the same time."""

    function: Function
    siblings: tuple[Siblings, ...]
    assumptions: tuple[Assumption, ...]
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class NotParallel:
    """Why the calls cannot be said to be independent; ``certain`` if they surely are not."""

    reason: Reason
    certain: bool = False


def examine_recursion(
    function: Function, unit: TranslationUnit, source: SourceText
) -> Recursion | NotParallel:
    """Whether calls of ``function`` to itself may run at the same time."""
    return _Examination(function, unit, source, EffectAnalysis(unit)).result()


@dataclass(frozen=True, slots=True)
class _Examination:
    function: Function
    unit: TranslationUnit
    source: SourceText
    effects: EffectAnalysis

    def result(self) -> Recursion | NotParallel:
        function = self.function
        if function.body is None or not calls_in_statement(function.body, function):
            return self._no(
                "recursion-not-seen",
                "no call here is seen to be one of the function itself",
            )
        refused = self._kind() or self._environment() or self._effect()
        if refused is not None:
            return refused
        found = siblings(function, self.unit, self.effects)
        if not found:
            return self._no(
                "recursion-in-order",
                f"no two calls of `{function.name}` by itself are seen to happen side by side: "
                "only one of them happens, or one waits for the result of another; compute the "
                "results in statements that follow each other, and use them after that",
            )
        written = self.effects.of_function(function).writes_parameters
        # Where calls come in pairs, each step makes twice as much work, so there are few of them;
        # a call that sorts a range may give all but one of its elements to one of the pair.
        paired = {c.call.span for one in found if isinstance(one, CallGroup) for c in one.calls}
        assert function.body is not None
        calls = calls_in_statement(function.body, function)
        steps = not written and all(call.span in paired for call in calls)
        assumptions = () if self._is_shallow(steps=steps) else (STACK,)
        assumptions += defined_elsewhere(function.body, self.unit)
        assumptions += no_other_overriders(function.body, self.unit)
        if written:
            footprint = footprint_of(function, self.unit, self.effects, found)
            if footprint is None:
                names = ", ".join(f"`{function.parameters[i].name}`" for i in written if i >= 0)
                return self._no(
                    "recursion-writes-parameters",
                    f"every call may change what {names} refers to, which the others use: it is "
                    "not seen that they keep to ranges of their own, given by two parameters",
                )
            return Recursion(
                function, found, (*footprint.assumptions, *assumptions), footprint.obligations
            )
        return Recursion(
            function,
            found,
            assumptions,
            (
                Obligation(
                    f"calls of `{function.name}` change nothing that another reads",
                    "effects of everything that they call",
                ),
            ),
        )

    def _kind(self) -> NotParallel | None:
        function = self.function
        if function.is_member:
            return self._no(
                "recursion-member",
                "recursion of member functions is not analysed; "
                "make it a function that is given what it uses",
            )
        if function.is_template_instance or function.is_constexpr or function.is_variadic:
            return self._no(
                "recursion-kind",
                "PCG does not rewrite templates, constexpr and variadic functions that call "
                "themselves; write a plain function for the types that matter",
            )
        assert function.body is not None
        for statement in walk_statements(function.body):
            if isinstance(statement, UnsupportedStatement) and statement.construct in _UNORDERED:
                return self._no(
                    "unsupported",
                    f"the function holds a statement that PCG does not analyse: "
                    f"{in_plain_words(statement.construct)}",
                    statement.span,
                )
        for expression in all_expressions(function.body):
            if isinstance(expression, UnsupportedExpression) and expression.construct in (
                "LambdaExpr",
                "ValueLambda",
                "StmtExpr",
            ):
                return self._no(
                    "recursion-lambda",
                    "a lambda of a recursive function is not analysed; make it a function",
                    expression.span,
                )
        return None

    def _environment(self) -> NotParallel | None:
        """What functions around this one have to do with it."""
        for other in self.unit.functions.values():
            if other.key == self.function.key or other.body is None or not other.in_main_file:
                continue
            if _calls(other, self.function) and b"omp task" in self._text(other):
                return self._no(
                    "recursion-in-tasks",
                    f"`{other.name}` calls it from OpenMP tasks already",
                )
        for other in self._reached():
            if other.key != self.function.key and _calls(other, self.function):
                return self._no(
                    "recursion-mutual",
                    f"`{other.name}` calls it back; put both into one function",
                )
        return None

    def _effect(self) -> NotParallel | None:
        effect = self.effects.of_function(self.function)
        if effect.performs_io:
            return self._no(
                "ordered-io",
                "calls do input or output, whose order would change",
                certain=True,
            )
        if effect.static_state:
            states = ", ".join(f"`{state}`" for state in effect.static_state)
            return self._no(
                "static-state",
                f"calls use state that persists between them: {states}",
                certain=True,
            )
        for doubt in doubts(effect.unknown_calls, self.unit):
            told = f"{doubt.message}, so calls may depend on each other{doubt.next_step}"
            return self._no(doubt.code, told)
        if effect.may_throw:
            return self._no(
                "may-throw", "an exception may leave a call, which OpenMP does not allow in a task"
            )
        if effect.writes_globals:
            names = ", ".join(f"`{self._global(name)}`" for name in effect.writes_globals)
            return self._no(
                "recursion-writes-globals",
                f"every call may change {names}, which the others use; return what is computed",
                certain=True,
            )
        if effect.writes_unnamed_memory:
            return self._no(
                "recursion-writes-memory",
                "calls write to memory that they reach through pointers (the nodes of a tree may "
                "be shared); return what is computed instead",
            )
        for name in effect.reads_globals:
            if any(g.id == name and g.storage is Storage.THREAD_LOCAL for g in self.unit.globals):
                return self._no(
                    "thread-local",
                    f"`{self._global(name)}` is thread-local: other threads see other values",
                )
        body = self.function.body
        for reason in thread_state(body, body, self.effects, self.source) if body else ():
            return self._no(reason.code, reason.message)
        return None

    def _reached(self) -> Iterator[Function]:
        waiting, seen = [self.function], {self.function.key}
        while waiting:
            function = waiting.pop()
            yield function
            for expression in () if function.body is None else all_expressions(function.body):
                key = getattr(expression, "callee_key", None)
                callee = self.unit.functions.get(key) if isinstance(key, str) else None
                if callee is not None and callee.key not in seen:
                    seen.add(callee.key)
                    waiting.append(callee)

    def _is_shallow(self, *, steps: bool) -> bool:
        """Whether each call is given a half of a number, or (with ``steps``) is a step nearer."""
        assert self.function.body is not None
        definitions = {
            d.variable.id: d.initialiser
            for s in walk_statements(self.function.body)
            if isinstance(s, Declaration)
            for d in s.declarators
            if d.initialiser is not None
        }
        return all(
            any(
                _approaches(argument, definitions, steps=steps)
                for argument, parameter in zip(
                    call.arguments, self.function.parameters, strict=False
                )
                if isinstance(parameter.type, ArithmeticType)
                and parameter.type.kind is ArithmeticKind.INTEGER
            )
            for call in calls_in_statement(self.function.body, self.function)
        )

    def _text(self, function: Function) -> bytes:
        return self.source.data[function.span.start : function.span.end]

    def _global(self, key: str) -> str:
        return next((g.name for g in self.unit.globals if g.id == key), key.partition("@")[0])

    def _no(
        self, code: str, message: str, span: Span | None = None, *, certain: bool = False
    ) -> NotParallel:
        if span is None:
            assert self.function.body is not None
            calls = calls_in_statement(self.function.body, self.function)
            span = calls[0].span if calls else self.function.span
        return NotParallel(Reason(code, message, (self.source.location(span.start),)), certain)


_UNORDERED = frozenset(
    ("GotoStmt", "IndirectGotoStmt", "LabelStmt", "CXXTryStmt", "GCCAsmStmt", "CoreturnStmt")
)


def _calls(function: Function, callee: Function) -> bool:
    return function.body is not None and bool(calls_in_statement(function.body, callee))


def _approaches(argument: Expression, definitions: dict[str, Expression], *, steps: bool) -> bool:
    """Whether ``argument`` is a number divided, or with something added or taken away."""
    for part in walk_expression(argument):
        match part:
            case Binary(operator="+" | "-", left=Name(), right=IntegerLiteral()) if steps:
                return True
            case Binary(operator="+" | "-", left=Name(), right=Cast(operand=IntegerLiteral())) if (
                steps
            ):
                return True
            case Binary(operator="/" | ">>"):
                return True
            case Name(variable=variable) if variable.id in definitions:
                definition = definitions[variable.id]
                inner = definition.operand if isinstance(definition, Cast) else definition
                if not isinstance(inner, Name) and _approaches(inner, {}, steps=steps):
                    return True
            case _:
                pass
    return False
