"""Places in memory that a loop only combines values into: ``*p``, ``this->total``, ``a[0]``.

A variable may stand for such a place while the loop runs if every iteration means the same place,
and nothing else that the loop reads or writes leads there. What the alias tests of analysis cannot
exclude gets a run-time guard, or the place is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.analysis.accesses import MemoryAccess, collect_accesses
from pcg_engine.analysis.aliasing import AliasTest, Disjoint, Guarded, MayOverlap, RootUse
from pcg_engine.analysis.certain_expressions import certain_expressions, certain_parts
from pcg_engine.analysis.counted_loops import CountedLoop, literal
from pcg_engine.analysis.initial_values import is_finite_number
from pcg_engine.analysis.integers import IntegerEvaluator, structural_key
from pcg_engine.analysis.iterations import iteration_space, range_iteration, recognised
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.nesting import NestedLoop, loops_by_offset, scope_of
from pcg_engine.analysis.place import FieldOf, Index, RootKind
from pcg_engine.analysis.reduction_updates import is_reducible_type
from pcg_engine.analysis.reference_members import is_reference_member
from pcg_engine.analysis.replaced_places import ReplacedPlace, expressions_of
from pcg_engine.analysis.scope import FunctionContext, Iteration, Scope
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Assignment,
    Block,
    Call,
    Construct,
    ContainerKind,
    ContainerType,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    Function,
    Member,
    Name,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Statement,
    Storage,
    Subscript,
    This,
    TranslationUnit,
    Unary,
    UnsupportedExpression,
    Variable,
)
from pcg_engine.domain.facts import Assumption, LoopFacts
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText, Span
from pcg_engine.domain.traversal import all_expressions, walk_expression, walk_statements

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))
_WORD = re.compile(r"[A-Za-z_]\w*|\d+")


def find_combined_places(
    loop: For | RangeFor,
    facts: LoopFacts,
    unit: TranslationUnit,
    function: Function,
    source: SourceText,
) -> tuple[ReplacedPlace, ...]:
    """The numbers in memory that ``loop`` writes, one place each, and that nothing else leads to.

    They are in the order of their mention. Whether the loop only combines values into them is left
    to whoever looks at the loop over variables. ``facts`` are those of the loop as it is.
    """
    expressions = expressions_of(loop)
    targets = {structural_key(t): t for t in _written(expressions)}
    if not targets or facts.calls_unknown or facts.performs_io:
        return ()
    context = FunctionContext.of(unit, function, source)
    nested = loops_by_offset(function).get(loop.span.start)
    if nested is None or nested.statement is not loop:
        return ()
    scope = scope_of(nested, context)
    evaluator = IntegerEvaluator(scope)
    iteration = _iteration(loop, nested, evaluator)
    if iteration is None:
        return ()
    header = source.slice(Span(loop.span.start, loop.body.span.start))
    search = _Search(
        loop,
        expressions,
        scope,
        evaluator,
        collect_accesses(loop, iteration, scope).found,
        AliasTest(context, scope.symbols, iteration.depth, header),
    )
    found = (search.replaced(key, target) for key, target in targets.items())
    return tuple(place for place in found if place is not None)


def _iteration(
    loop: For | RangeFor, nested: NestedLoop, evaluator: IntegerEvaluator
) -> Iteration | None:
    if isinstance(loop, RangeFor):
        return range_iteration(loop, evaluator, nested.depth)
    counted = recognised(loop, evaluator.scope.context)
    if not isinstance(counted, CountedLoop):
        return None
    return iteration_space(counted, evaluator, nested.depth).iteration


def _written(expressions: Iterable[Expression]) -> Iterator[Expression]:
    """What is written and no variable by name."""
    for expression in expressions:
        match expression:
            case Assignment(target=target) if _is_place(target):
                yield target
            case Unary(operator=operator, operand=target) if operator in _STEPPING:
                if _is_place(target):
                    yield target
            case _:
                pass


def _is_place(target: Expression) -> bool:
    return isinstance(target, Member | Subscript) or (
        isinstance(target, Unary) and target.operator == "*"
    )


@dataclass(slots=True)
class _Search:
    loop: For | RangeFor
    expressions: Sequence[Expression]
    scope: Scope
    evaluator: IntegerEvaluator
    accesses: Sequence[MemoryAccess]
    aliases: AliasTest

    def replaced(self, key: str, target: Expression) -> ReplacedPlace | None:
        """``target`` with what stands for it, if something may."""
        mentions = [e for e in self.expressions if _is_place(e) and structural_key(e) == key]
        if (
            not isinstance(target.type, ArithmeticType)
            or not is_reducible_type(target.type)
            or not self._is_same_in_every_iteration(target)
            or not all(self._is_written_out(e) for e in mentions)
        ):
            return None
        spans = tuple(dict.fromkeys(e.span for e in mentions))
        assumptions = self._apart(frozenset(spans))
        if assumptions is None:
            return None
        before = _before(target, self.loop, self.scope.context)
        is_there = before.is_accessed or self._is_always_there(target)
        if not is_there and not _is_certain(key, self.loop):
            return None
        name = _name_for(self._text(target))
        variable = Variable(f"{key}@combined", name, target.type, Storage.LOCAL, target.span)
        start = before.value
        is_known = start is not None and is_finite_number(start)
        return ReplacedPlace(
            target,
            variable,
            spans,
            start if start is not None and is_known else target,
            assumptions,
            needs_iteration=not is_there,
        )

    def _text(self, expression: Expression) -> str:
        return self.scope.context.source.slice(expression.span)

    def _is_same_in_every_iteration(self, target: Expression) -> bool:
        """Whether the place is computed from what the loop does not change by name.

        What it is loaded from may be written through other memory: see ``_apart``.
        """
        for part in walk_expression(target):
            if isinstance(part, Name):
                variable = part.variable
                own_storage = (Storage.LOCAL, Storage.PARAMETER, Storage.GLOBAL)
                if (
                    variable.id in self.scope.declared
                    or variable.volatile
                    or variable.storage not in (*own_storage, Storage.STATIC_LOCAL)
                ):
                    return False
        return self._is_fixed(target)

    def _is_fixed(self, place: Expression) -> bool:
        match place:
            case Name():
                return True
            case Unary(operator="*", operand=operand):
                return self.evaluator.is_invariant(operand)
            case Member(base=base, arrow=arrow):
                if not self._has_own_storage(place):
                    return False
                return self.evaluator.is_invariant(base) if arrow else self._is_fixed(base)
            case Subscript(base=base, index=index):
                if not self.evaluator.is_invariant(index):
                    return False
                match stripped(base.type):
                    case PointerType():
                        return self.evaluator.is_invariant(base)
                    case ContainerType() as container if container.is_view:
                        return False
                    case ContainerType():
                        return self.evaluator.designates_same(base)
                    case ArrayType():
                        return self._is_fixed(base)
                    case _:
                        return False
            case _:
                return False

    def _has_own_storage(self, member: Member) -> bool:
        """Whether no other member shares the memory: no union, no bit-field."""
        unit = self.scope.context.unit
        holder = stripped(member.base.type)
        if isinstance(holder, PointerType):
            holder = holder.pointee
        record = unit.records.get(holder.name) if isinstance(holder, RecordType) else None
        return (
            record is not None
            and not record.is_union
            and record.has_distinct_fields
            and any(field.name == member.field for field in record.fields)
            and not is_reference_member(member, unit)
        )

    def _is_written_out(self, place: Expression) -> bool:
        """Whether the text at the place's span is the place itself, and no macro's name."""
        text = self._text(place).rstrip()
        match place:
            case Member(field=field):
                return text.endswith(field)
            case Subscript():
                return text.endswith("]")
            case _:
                return text.startswith("*")

    def _apart(self, spans: frozenset[Span]) -> tuple[Assumption, ...] | None:
        """What has to hold for nothing else to lead to the place; ``None`` if no test can tell."""
        own = [a for a in self.accesses if a.span in spans]
        keys = {a.root.key for a in own}
        if len(keys) != 1 or own[0].root.kind is RootKind.UNKNOWN:
            return None
        others = [a for a in self.accesses if a.span not in spans]
        needed = [a for a in others if any(span.contains(a.span) for span in spans)]
        written = [a for a in others if a.is_write]
        found: dict[Assumption, None] = {}
        (place,) = _by_root(own)
        # Where the place is must not change either.
        pairs = [(place, other) for other in _by_root(others)]
        pairs += [(read, other) for read in _by_root(needed) for other in _by_root(written)]
        for one, other in pairs:
            if one.root.key == other.root.key:
                if all(_stand_apart(a, b) for a in one.accesses for b in other.accesses):
                    continue
                return None
            match self.aliases.overlap(one, other):
                case Disjoint():
                    pass
                case Guarded(assumption=assumption) if assumption.guard is not None:
                    found.setdefault(assumption)
                case Guarded() | MayOverlap():
                    return None
        return tuple(found)

    def _is_always_there(self, place: Expression) -> bool:
        """Whether the place exists whatever the data are: a part of an object that does."""
        match place:
            case Name():
                return True
            case Member(base=This(), arrow=True):
                return True
            case Member(base=base, arrow=False):
                return self._is_always_there(base)
            case Subscript(base=base, index=index):
                number = literal(index)
                match stripped(base.type):
                    case (
                        ArrayType(extent=int(extent))
                        | ContainerType(container=ContainerKind.ARRAY, extent=int(extent))
                    ):
                        is_inside = number is not None and 0 <= number < extent
                        return is_inside and self._is_always_there(base)
                    case _:
                        return False
            case _:
                return False


def _is_certain(key: str, loop: For | RangeFor) -> bool:
    """Whether every iteration uses the place, so that it exists if there is one."""
    return any(
        _is_place(part) and structural_key(part) == key
        for expression in certain_expressions(loop.body)
        for part in certain_parts(expression)
    )


def _by_root(accesses: Iterable[MemoryAccess]) -> list[RootUse]:
    grouped: dict[str, list[MemoryAccess]] = {}
    for access in accesses:
        grouped.setdefault(access.root.key, []).append(access)
    return [RootUse(group[0].root, tuple(group)) for group in grouped.values()]


def _stand_apart(one: MemoryAccess, other: MemoryAccess) -> bool:
    """Whether the ways from the one root part at different members or elements."""
    for left, right in zip(one.selectors, other.selectors, strict=False):
        match left, right:
            case FieldOf() as first, FieldOf() as second:
                if first != second:
                    return first.is_apart(second)
            case Index(value=Polynomial() as first), Index(value=Polynomial() as second):
                difference = (first - second).as_constant
                if difference is not None and difference != 0:
                    return True
            case Index(), Index():
                pass
            case _:
                return False
    return False


@dataclass(frozen=True, slots=True)
class _Before:
    """What the statements before the loop do: whether they write the place, and what if known."""

    is_accessed: bool = False
    value: Expression | None = None


def _before(place: Expression, loop: For | RangeFor, context: FunctionContext) -> _Before:
    """What certainly happens to ``place`` before ``loop``, in the loop's own block."""
    named = {e.variable.id for e in walk_expression(place) if isinstance(e, Name)}
    if context.function.body is None or named & context.exposed or _loads_numbers(place):
        return _Before()
    key = structural_key(place)
    for block in walk_statements(context.function.body):
        if not isinstance(block, Block) or not any(s is loop for s in block.statements):
            continue
        at = next(n for n, s in enumerate(block.statements) if s is loop)
        is_last = True
        for statement in reversed(block.statements[:at]):
            match statement:
                case ExpressionStatement(
                    expression=Assignment(operator="=", target=target, value=value)
                ) if _is_place(target) and structural_key(target) == key:
                    return _Before(is_accessed=True, value=value if is_last else None)
                case _:
                    pass
            targets = _targets(statement)
            if targets is None or any(_moves(target, named) for target in targets):
                break
            is_last &= all(_is_own(target, context) for target in targets)
    return _Before()


def _loads_numbers(place: Expression) -> bool:
    """Whether a number in memory decides which place it is, which other writes may change."""
    return any(
        _is_place(part) and isinstance(part.type, ArithmeticType)
        for part in walk_expression(place)
        if part is not place
    )


def _targets(statement: Statement) -> list[Expression] | None:
    """What ``statement`` writes; ``None`` if it is more than declarations and assignments."""
    if not isinstance(statement, Declaration | ExpressionStatement | Empty):
        return None
    found: list[Expression] = []
    for expression in all_expressions(statement):
        match expression:
            case Call() | UnsupportedExpression() | Construct():
                return None
            case Assignment(target=target):
                found.append(target)
            case Unary(operator=operator, operand=target) if operator in _STEPPING:
                found.append(target)
            case _:
                pass
    return found


def _moves(target: Expression, named: set[str]) -> bool:
    """Whether writing ``target`` may change where a place is that is reached through ``named``."""
    if isinstance(target, Name):
        return target.variable.id in named or isinstance(target.variable.type, ReferenceType)
    return not isinstance(target.type, ArithmeticType)


def _is_own(target: Expression, context: FunctionContext) -> bool:
    """Whether ``target`` is a variable that nothing else leads to."""
    return isinstance(target, Name) and target.variable.id not in context.exposed


def _name_for(text: str) -> str:
    """A variable's name that tells which place it stands for."""
    words = [word for word in _WORD.findall(text) if word != "this"]
    return "_".join(words) if len(words) > 1 else f"{words[0]}_value"
