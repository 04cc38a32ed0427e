"""Every access to memory that the iterations of a loop make, with place, condition and loops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from pcg_engine.analysis.assigned_values import AssignedValues
from pcg_engine.analysis.conditions import Condition, kind_of, kind_of_skip, may_skip_rest
from pcg_engine.analysis.counted_loops import NotCounted
from pcg_engine.analysis.effects import argument_of
from pcg_engine.analysis.integers import IntegerEvaluator
from pcg_engine.analysis.iterations import (
    iteration_space,
    leaves_early,
    range_iteration,
    recognised,
)
from pcg_engine.analysis.iterator_values import element_behind, is_element, is_iterator
from pcg_engine.analysis.library_functions import RECEIVER
from pcg_engine.analysis.library_lookups import lookup
from pcg_engine.analysis.loop_steps import LoopSteps
from pcg_engine.analysis.lvalues import (
    element_type,
    is_lvalue,
    may_designate,
    selects_element,
)
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.owners import POINTER_ITSELF, is_owned_object, is_owned_pointer
from pcg_engine.analysis.place import (
    FieldOf,
    Index,
    Place,
    Root,
    RootKind,
    Selector,
    unknown_place,
)
from pcg_engine.analysis.places import PlaceResolver
from pcg_engine.analysis.scope import Iteration, Scope, declared_in
from pcg_engine.analysis.value_types import holds_no_address
from pcg_engine.domain.ast import (
    ArrayType,
    Assignment,
    Binary,
    Block,
    Break,
    Call,
    Cast,
    Conditional,
    Construct,
    ContainerType,
    Continue,
    Declaration,
    Declarator,
    Empty,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    For,
    If,
    IntegerLiteral,
    Member,
    Name,
    OpaqueType,
    OpenMPDirective,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Return,
    Statement,
    Storage,
    Subscript,
    This,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    VoidType,
    While,
)
from pcg_engine.domain.facts import Assumption, EffectSummary, Obligation
from pcg_engine.domain.inherited_fields import derived_object
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import Span

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))
_ANYTHING = OpaqueType("memory that a callee reaches")
"""A type that may alias every other."""
_ELSEWHERE = unknown_place(_ANYTHING)


@dataclass(frozen=True, slots=True)
class MemoryAccess:
    """One reference: what is accessed, how, and inside which loops (outermost first)."""

    place: Place
    is_write: bool
    type: Type
    span: Span
    text: str
    iterations: tuple[Iteration, ...]
    condition: Condition
    order: int

    @property
    def root(self) -> Root:
        """The root of the place."""
        return self.place.root

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """The way from the root."""
        return self.place.selectors


@dataclass(slots=True)
class Accesses:
    """What a walk over a loop found; ``wrapping`` are indices given up as they may wrap around.

    ``assumed`` is what was taken for granted about others, if that was allowed. ``met_pointers``:
    some pointers are elements of something, and another one in each iteration.
    """

    found: list[MemoryAccess] = field(default_factory=list[MemoryAccess])
    obligations: list[Obligation] = field(default_factory=list[Obligation])
    wrapping: list[Expression] = field(default_factory=list[Expression])
    assumed: list[Assumption] = field(default_factory=list[Assumption])
    met_pointers: bool = False


def collect_accesses(
    loop: For | RangeFor,
    iteration: Iteration | None,
    scope: Scope,
    *,
    may_assume: bool = False,
    follows: bool = False,
) -> Accesses:
    """The accesses that one iteration of ``loop`` makes, its condition and step included.

    ``iteration`` describes the loop itself; enclosing loops are in ``scope`` already. With
    ``may_assume`` subscripts in 32 bits may rest on conditions, which are ``assumed``. With
    ``follows``, pointers that are elements of something lead to different memory each.
    """
    walk = _Walk(scope, may_assume=may_assume, follows=follows)
    if iteration is not None:
        scope.iterations[iteration.key] = iteration
    match loop:
        case For(condition=condition, increment=increment, body=body):
            if condition is not None:
                walk.read(condition)
            walk.statement(body)
            if increment is not None:
                walk.assigned.forget(loop)
                walk.read(increment, discarded=True)
        case RangeFor():
            walk.range_body(loop, iteration)
    if iteration is not None:
        del scope.iterations[iteration.key]
    walk.accesses.wrapping = [*walk.evaluator.wrapping, *walk.indices.wrapping]
    walk.accesses.assumed = walk.indices.assumed
    walk.accesses.met_pointers = walk.resolver.met_pointers
    return walk.accesses


class _Walk:
    def __init__(self, scope: Scope, *, may_assume: bool, follows: bool) -> None:
        self.scope = scope
        self.evaluator = IntegerEvaluator(scope)
        self.indices = IntegerEvaluator(scope, may_assume=may_assume)
        self.resolver = PlaceResolver(self.indices, follows=follows)
        self.assigned = AssignedValues(self.evaluator)
        self.steps = LoopSteps(self.assigned, self.evaluator)
        self.accesses = Accesses()
        body = scope.context.function.body
        self._locals = () if body is None else tuple(v for v, _ in declared_in(body))
        self.condition: Condition = Condition.ALWAYS

    # --- statements ------------------------------------------------------------------------------

    def statement(self, statement: Statement) -> None:
        self.assigned.before(statement)
        match statement:
            case Block(statements=statements):
                before = self.condition
                for inner in statements:
                    self.statement(inner)
                self.condition = before
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    self._declarator(declarator)
            case ExpressionStatement(expression=expression):
                self.read(expression, discarded=True)
            case If():
                self._if(statement)
            case For():
                self._for(statement)
            case RangeFor():
                self._range_for(statement)
            case While(condition=condition, body=body):
                self.read(condition)
                self._under(Condition.CONTROL, body)
            case Return(value=value):
                if value is not None:
                    self.read(value)
            case OpenMPDirective(body=body):
                if body is not None:
                    self.statement(body)
            case UnsupportedStatement(expressions=expressions, statements=statements):
                for expression in expressions:
                    self.read(expression)
                for inner in statements:
                    self.scope.assigned.clear()
                    self._under(Condition.CONTROL, inner)
            case Break() | Continue() | Empty():
                pass
            case _:
                assert_never(statement)
        self.assigned.after(statement)
        if may_skip_rest(statement):
            # Whatever follows in this iteration may not be reached.
            self.condition = max(self.condition, kind_of_skip(statement))

    def _declarator(self, declarator: Declarator) -> None:
        initialiser = declarator.initialiser
        if initialiser is None:
            return
        if isinstance(declarator.variable.type, ReferenceType):
            self._operands_of_place(initialiser)
        else:
            self.read(initialiser)

    def _if(self, statement: If) -> None:
        self.read(statement.condition)
        kind = kind_of(statement.condition)
        before = self.assigned.state()
        self._under(kind, statement.then)
        after_then = self.assigned.restore(before)
        if statement.otherwise is not None:
            self._under(kind, statement.otherwise)
        self.assigned.meet(after_then)

    def _under(self, condition: Condition, statement: Statement) -> None:
        before = self.condition
        self.condition = max(before, condition)
        self.statement(statement)
        self.condition = before

    def _for(self, loop: For) -> None:
        before = self.condition
        if loop.initialiser is not None:
            self.statement(loop.initialiser)
        entry = self.assigned.state()
        self.assigned.forget(loop)
        counted = recognised(loop, self.scope.context)
        iteration: Iteration | None = None
        if isinstance(counted, NotCounted):
            self.condition = max(self.condition, Condition.CONTROL)
        else:
            space = iteration_space(counted, self.evaluator, self._depth())
            self.accesses.obligations.extend(space.obligations)
            if leaves_early(loop.body):
                self.condition = max(self.condition, Condition.CONTROL)
            iteration = self.steps.rebased(loop, space.iteration)
            self.scope.iterations[iteration.key] = iteration
        if loop.condition is not None:
            self.read(loop.condition)
        run = self.steps.enter(loop, entry, iteration, self._depth())
        self.statement(loop.body)
        self.assigned.forget(loop)
        if loop.increment is not None:
            self.read(loop.increment, discarded=True)
        if iteration is not None:
            del self.scope.iterations[iteration.key]
        self.steps.leave(run)
        self.condition = before

    def _range_for(self, loop: RangeFor) -> None:
        before = self.condition
        self._operands_of_place(loop.range)
        iteration = range_iteration(loop, self.evaluator, self._depth())
        if iteration is None or leaves_early(loop.body):
            self.condition = max(self.condition, Condition.CONTROL)
        if iteration is not None:
            self.scope.iterations[iteration.key] = iteration
        self.range_body(loop, iteration)
        if iteration is not None:
            del self.scope.iterations[iteration.key]
        self.condition = before

    def range_body(self, loop: RangeFor, iteration: Iteration | None) -> None:
        place = self._range_element(loop, iteration)
        if isinstance(loop.variable.type, ReferenceType):
            self.resolver.elements[loop.variable.id] = place
        else:
            self._record(place, loop.variable.type, loop.range.span)
            self.resolver.copied[loop.variable.id] = place
        self.statement(loop.body)

    def _range_element(self, loop: RangeFor, iteration: Iteration | None) -> Place:
        """The element that a range loop's variable designates or copies."""
        if iteration is None:
            return unknown_place(stripped(loop.variable.type))
        counter = Polynomial.name(iteration.key)
        sequence = stripped(loop.range.type)
        if isinstance(sequence, ContainerType) and not sequence.is_view:
            return self.resolver.designated(loop.range).at(Index(counter))
        return self.resolver.pointed_to(loop.range).moved(counter)

    def _depth(self) -> int:
        return 1 + max((i.depth for i in self.scope.iterations.values()), default=0)

    # --- expressions -----------------------------------------------------------------------------

    def read(self, expression: Expression, *, discarded: bool = False) -> None:
        """Record the accesses of evaluating ``expression`` for its value."""
        match expression:
            case IntegerLiteral() | FloatingLiteral() | This():
                return
            case Member(base=base) if self._is_of_temporary(expression):
                self.read(base)
            case Name() | Subscript() | Member() | Unary(operator="*"):
                self._operands_of_place(expression)
                if not discarded:
                    self._load(expression)
            case Unary(operator=operator, operand=operand) if operator in _STEPPING:
                self._operands_of_place(operand)
                self._load(operand)
                self._store(operand)
            case Unary(operator="&", operand=operand):
                self._operands_of_place(operand)
            case Unary(operand=operand) | Cast(operand=operand):
                self.read(operand)
            case Assignment():
                self._assignment(expression)
            case Binary(operator="&&" | "||", left=left, right=right):
                self.read(left)
                self._read_if(kind_of(left), right)
            case Binary(left=left, right=right):
                self.read(left)
                self.read(right)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                self.read(condition)
                self._read_if(kind_of(condition), then, otherwise)
            case Call():
                self._call(expression)
            case Construct():
                self._construct(expression)
            case UnsupportedExpression(children=children):
                for child in children:
                    self.read(child)
            case _:
                assert_never(expression)

    def _is_of_temporary(self, member: Member) -> bool:
        """Whether this is a part of an object that the expression makes: no memory of its own."""
        base: Expression = member
        while isinstance(base, Member) and not base.arrow:
            base = base.base
        return (
            isinstance(base, Construct | Call)
            and isinstance(base.type, RecordType)
            and self._is_flat(base.type)
        )

    def _read_if(self, condition: Condition, *expressions: Expression) -> None:
        before = self.condition
        self.condition = max(before, condition)
        for expression in expressions:
            self.read(expression)
        self.condition = before

    def _assignment(self, assignment: Assignment) -> None:
        self.read(assignment.value)
        self._operands_of_place(assignment.target)
        if assignment.operator != "=":
            self._load(assignment.target)
        self._store(assignment.target)

    def _operands_of_place(self, expression: Expression) -> None:
        """Record what is read to find out which place the lvalue ``expression`` designates."""
        match expression:
            case Name():
                return
            case Subscript(base=base, index=index):
                self._handle(base)
                self.read(index)
            case Member(base=base, arrow=arrow):
                if arrow:
                    self._handle(base)
                else:
                    self._operands_of_place(base)
            case Unary(operator="*", operand=operand):
                self._handle(operand)
            case Call(receiver=receiver, arguments=arguments) if (
                receiver is not None and selects_element(expression)
            ):
                self._operands_of_place(receiver)
                for argument in arguments:
                    self.read(argument)
            case Call() if self._is_of_owner(expression):
                self._operands_of_owner(expression)
            case Cast() if not isinstance(stripped(expression.type), PointerType) and (
                derived := derived_object(expression, self.scope.context.unit.records)
            ):
                self._operands_of_place(derived[0])
            case _:
                self.read(expression)

    def _handle(self, base: Expression) -> None:
        """Record reading the pointer (or nothing, for an array or container) of a subscript."""
        if isinstance(stripped(base.type), ArrayType | ContainerType):
            self._operands_of_place(base)
        else:
            self.read(base)

    def _call(self, call: Call) -> None:
        if selects_element(call):
            for argument in call.arguments:
                self.read(argument)
            if call.receiver is not None:
                self._operands_of_place(call.receiver)
            self._load(call)
            return
        if self._is_of_owner(call):
            self._operands_of_owner(call)
            if is_owned_object(call, self.scope.context.unit):
                self._load(call)
            return
        if is_element(call):
            for part in (call.receiver, *call.arguments):
                if part is not None:
                    self.read(part)
            self._load(call)
            return
        effect = self.scope.context.effects.of_call(call)
        looks_up = lookup(call, self.scope.context.unit) is not None
        for index in range(RECEIVER, len(call.arguments)):
            argument = argument_of(call, index)
            if argument is None:
                continue
            if index == RECEIVER and looks_up:
                # Nothing but the container leads to what it reads.
                self._operands_of_place(argument)
                self._load(argument)
                continue
            if index == RECEIVER or isinstance(stripped(argument.type), ArrayType | ContainerType):
                self._operands_of_place(argument)
            else:
                self.read(argument)
            self._refer(
                argument,
                reads=index in effect.reads_parameters,
                writes=index in effect.writes_parameters,
            )
        self._hidden(effect, call.span)

    def _is_of_owner(self, call: Call) -> bool:
        unit = self.scope.context.unit
        return is_owned_object(call, unit) or is_owned_pointer(call, unit)

    def _operands_of_owner(self, call: Call) -> None:
        """Of ``*p``, ``p[i]``, ``p->`` and ``p.get()``: the pointer, apart from what it has."""
        assert call.receiver is not None
        for argument in call.arguments:
            self.read(argument)
        self._operands_of_place(call.receiver)
        pointer = self.resolver.designated(call.receiver).at(FieldOf(POINTER_ITSELF))
        self._record(pointer, PointerType(VoidType()), call.receiver.span)

    def _construct(self, construct: Construct) -> None:
        effect = self.scope.context.effects.of_construction(construct)
        for index, argument in enumerate(construct.arguments):
            self.read(argument)
            reads, writes = index in effect.reads_parameters, index in effect.writes_parameters
            self._refer(argument, reads=reads, writes=writes)
        self._hidden(effect, construct.span)

    def _hidden(self, effect: EffectSummary, span: Span) -> None:
        """What a callee uses apart from what its arguments refer to."""
        for key in effect.reads_globals:
            self._global(key, span, is_write=False)
        for key in effect.writes_globals:
            self._global(key, span, is_write=True)
        if effect.reads_unnamed_memory:
            self._record(_ELSEWHERE, _ANYTHING, span)
        if effect.writes_unnamed_memory:
            self._record(_ELSEWHERE, _ANYTHING, span, is_write=True)

    def _refer(self, argument: Expression, *, reads: bool, writes: bool) -> None:
        """Record what a callee may do with the memory that ``argument`` refers to."""
        if not (reads or writes):
            return
        for place, accessed in self._referred(argument, writes=writes):
            if reads:
                self._record(place, accessed, argument.span)
            if writes:
                self._record(place, accessed, argument.span, is_write=True)

    def _referred(self, argument: Expression, *, writes: bool) -> list[tuple[Place, Type]]:
        """The places that a callee may reach from ``argument``, with the types accessed there."""
        value_type = stripped(argument.type)
        places: list[tuple[Place, Type]] = []
        derived = derived_object(argument, self.scope.context.unit.records)
        if derived is not None and not isinstance(value_type, PointerType):
            return self._referred(derived[0], writes=writes)
        if is_lvalue(argument) or (writes and may_designate(argument)):
            place = self.resolver.designated(argument)
            places.append((place, value_type))
            if isinstance(value_type, ContainerType) and not value_type.is_view:
                places.append((place.at(Index(None)), value_type.element))
        match value_type:
            case PointerType(pointee=element) | ArrayType(element=element):
                places.append((self.resolver.pointed_to(argument).anywhere, element))
            case ContainerType(element=element) if value_type.is_view:
                places.append((self.resolver.pointed_to(argument).anywhere, element))
            case ContainerType(element=element):
                pass
            case _:
                unit = self.scope.context.unit
                behind = element_behind(value_type, unit) if is_iterator(value_type) else None
                element = behind or value_type
                if behind is not None:
                    places.append((self.resolver.pointed_to(argument).anywhere, behind))
        if not self._is_flat(element):
            places.append((_ELSEWHERE, _ANYTHING))
        return places

    def _is_flat(self, value_type: Type) -> bool:
        """Whether objects of the type hold nothing that refers to other memory."""
        return holds_no_address(value_type, self.scope.context.unit)

    def _global(self, key: str, span: Span, *, is_write: bool) -> None:
        """What a callee does with a variable that it names: a global one, or a captured one."""
        function = self.scope.context.function
        local = (*function.parameters, *self._locals)
        for variable in (*self.scope.context.unit.globals, *local):
            if variable.id == key:
                place = self.resolver.designated(Name(variable, variable.type, span))
                element = element_type(variable)
                self._record(place.anywhere, element, span, is_write=is_write)
                if not self._is_flat(element):
                    self._record(_ELSEWHERE, _ANYTHING, span, is_write=is_write)
                return
        self._record(_ELSEWHERE, _ANYTHING, span, is_write=is_write)

    def _load(self, expression: Expression) -> None:
        if not isinstance(stripped(expression.type), ArrayType):
            self._record(self.resolver.designated(expression), expression.type, expression.span)

    def _store(self, expression: Expression) -> None:
        place = self.resolver.designated(expression)
        self._record(place, expression.type, expression.span, is_write=True)

    def _record(
        self, place: Place, value_type: Type, span: Span, *, is_write: bool = False
    ) -> None:
        if self._is_private(place.root) or place.root.is_constant:
            return
        self.accesses.found.append(
            MemoryAccess(
                place,
                is_write,
                stripped(value_type),
                span,
                self.scope.context.source.slice(span),
                self.scope.needed_by(place.indices),
                self.condition,
                len(self.accesses.found),
            )
        )

    def _is_private(self, root: Root) -> bool:
        """Whether every iteration has this object for itself, being declared in the body."""
        variable = root.variable
        return (
            variable is not None
            and root.kind is RootKind.OBJECT
            and variable.id in self.scope.declared
            and variable.storage is Storage.LOCAL
        )
