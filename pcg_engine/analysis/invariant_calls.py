"""Calls in a loop that give the same value in every iteration, and that compilers leave there.

A compiler moves a call out of a loop only if it knows that nothing in the loop writes what the call
reads. Behind pointers and references it does not, and of ``std::exp`` it thinks that it sets
``errno``. What is said here rests on the alias tests of analysis, and on their run-time guards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.analysis.accesses import MemoryAccess, collect_accesses
from pcg_engine.analysis.aliasing import AliasTest, Disjoint, Guarded, MayOverlap, RootUse
from pcg_engine.analysis.certain_expressions import certain_expressions, certain_parts
from pcg_engine.analysis.counted_loops import CountedLoop
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import iteration_space, leaves_early, recognised
from pcg_engine.analysis.library_functions import library_function
from pcg_engine.analysis.nesting import loops_by_offset, scope_of
from pcg_engine.analysis.place import RootKind
from pcg_engine.analysis.scope import FunctionContext, Scope
from pcg_engine.analysis.structural_equality import same_expression
from pcg_engine.domain.ast import (
    ArithmeticType,
    Call,
    For,
    Function,
    Name,
    RangeFor,
    Statement,
    TranslationUnit,
    While,
)
from pcg_engine.domain.facts import Assumption, LoopFacts
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import (
    all_expressions,
    walk_expression,
    walk_statements,
)

_COSTLY = 10.0
"""Operations from which a call is worth a variable."""
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class InvariantCall:
    """A call that every iteration makes with the same result, a number of ``type``.

    ``spans`` are all places in the loop's body where it stands, ``assumptions`` what the result's
    not changing rests on: each has a guard.
    """

    call: Call
    type: ArithmeticType
    spans: tuple[Span, ...]
    assumptions: tuple[Assumption, ...]


def find_invariant_calls(
    loop: For, facts: LoopFacts, unit: TranslationUnit, function: Function, source: SourceText
) -> tuple[InvariantCall, ...]:
    """The calls of ``loop``'s body that may be made once, before it, if it runs at all.

    Each is certainly made in the first iteration, does nothing but compute a number, throws
    nothing, and reads nothing that the loop writes. A call that never ends would not have ended in
    the first iteration either.
    """
    if not any(_is_costly(call, unit) for call in _certain_calls(loop.body)):
        return ()
    context = FunctionContext.of(unit, function, source)
    nested = loops_by_offset(function).get(loop.span.start)
    counted = recognised(loop, context)
    if (
        nested is None
        or nested.statement is not loop
        or not isinstance(counted, CountedLoop)
        or facts.calls_unknown
        or facts.performs_io
        or leaves_early(loop.body)
    ):
        return ()
    scope = scope_of(nested, context)
    evaluator = IntegerEvaluator(scope)
    iteration = iteration_space(counted, evaluator, nested.depth).iteration
    header = source.slice(Span(loop.span.start, loop.body.span.start))
    found = _Search(
        scope,
        evaluator,
        collect_accesses(loop, iteration, scope).found,
        AliasTest(context, scope.symbols, iteration.depth, header),
    )
    return tuple(found.calls(loop))


@dataclass(slots=True)
class _Search:
    scope: Scope
    evaluator: IntegerEvaluator
    accesses: list[MemoryAccess]
    aliases: AliasTest

    def calls(self, loop: For) -> Iterator[InvariantCall]:
        known: list[Call] = []
        everywhere = [e for e in all_expressions(loop.body) if isinstance(e, Call)]
        for call in _certain_calls(loop.body):
            if any(same_expression(call, one) or _is_part(call, one) for one in known):
                continue
            if not (_is_costly(call, self.scope.context.unit) and self._is_invariant(call)):
                continue
            assumptions = self._unwritten(call)
            if assumptions is not None and isinstance(call.type, ArithmeticType):
                known.append(call)
                spans = tuple(one.span for one in everywhere if same_expression(call, one))
                yield InvariantCall(call, call.type, tuple(dict.fromkeys(spans)), assumptions)

    def _is_invariant(self, call: Call) -> bool:
        """Whether the call has a text of its own, no effect, and the same arguments every time."""
        text = self.scope.context.source.slice(call.span)
        name = (call.callee or "").rpartition("::")[2]
        is_whole = bool(name) and name in text and text.endswith(")")  # no macro stands for it
        if not isinstance(call.type, ArithmeticType) or not is_whole:
            return False
        if "//" in text or "/*" in text or "#" in text:
            return False
        if call.receiver is not None and not self.evaluator.is_invariant(call.receiver):
            return False
        if not all(self.evaluator.is_invariant(argument) for argument in call.arguments):
            return False
        effects = self.scope.context.effects
        for part in walk_expression(call):
            if isinstance(part, Name) and (
                part.variable.volatile or part.variable.id in self.scope.declared
            ):
                return False  # it does not exist before the loop
            if isinstance(part, Call):
                effect = effects.of_call(part)
                if not effect.is_pure or effect.may_throw or effect.allocates:
                    return False
        return True

    def _unwritten(self, call: Call) -> tuple[Assumption, ...] | None:
        """What has to hold for the loop to write nothing that ``call`` reads; ``None``: nothing.

        Iterations' own objects are not among the accesses, and no argument of an invariant call
        names one.
        """
        read = _by_root([a for a in self.accesses if call.span.contains(a.span)])
        written = _by_root([a for a in self.accesses if a.is_write])
        assumptions: dict[Assumption, None] = {}
        for one in read:
            if one.is_written or one.root.kind is RootKind.UNKNOWN:
                return None
            for other in written:
                if one.root.key == other.root.key or other.root.kind is RootKind.UNKNOWN:
                    return None
                match self.aliases.overlap(one, other):
                    case Disjoint():
                        pass
                    case Guarded(assumption=assumption) if assumption.guard is not None:
                        assumptions.setdefault(assumption)
                    case Guarded() | MayOverlap():
                        return None
        return tuple(assumptions)


def _by_root(accesses: list[MemoryAccess]) -> list[RootUse]:
    grouped: dict[str, list[MemoryAccess]] = {}
    for access in accesses:
        grouped.setdefault(access.root.key, []).append(access)
    return [RootUse(group[0].root, tuple(group)) for group in grouped.values()]


def _certain_calls(body: Statement) -> Iterator[Call]:
    """The calls that every iteration makes, those around others first."""
    for expression in certain_expressions(body):
        for part in certain_parts(expression):
            if isinstance(part, Call):
                yield part


def _is_part(call: Call, whole: Call) -> bool:
    return whole.span.contains(call.span)


def _is_costly(call: Call, unit: TranslationUnit, depth: int = 0) -> bool:
    """Whether making the call once rather than often is worth anything."""
    entry = library_function(call)
    if entry is not None:
        return entry.weight >= _COSTLY
    callee = None if call.callee_key is None else unit.functions.get(call.callee_key)
    if callee is None or callee.body is None or call.is_virtual:
        return False
    if any(isinstance(s, For | RangeFor | While) for s in walk_statements(callee.body)):
        return True
    return depth < _DEEPEST and any(
        isinstance(e, Call) and _is_costly(e, unit, depth + 1) for e in all_expressions(callee.body)
    )
