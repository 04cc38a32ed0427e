"""Which elements of its parameters one call of a function touches, and what it gives to others.

The function is followed statement by statement with all values that its integers may have
(``integer_states``); loops by invariants that hold before and are kept by every iteration. What is
not understood makes the whole answer ``lost``: then nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations, product

import islpy as isl

from pcg_engine.analysis.effects import EffectAnalysis
from pcg_engine.analysis.integer_states import Space, integer_range
from pcg_engine.analysis.library_functions import canonical_name
from pcg_engine.analysis.modification import exposed_variables
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
    ContainerKind,
    ContainerType,
    Continue,
    Declaration,
    Empty,
    Expression,
    ExpressionStatement,
    For,
    Function,
    If,
    Member,
    Name,
    PointerType,
    ReferenceType,
    Return,
    Statement,
    Storage,
    Subscript,
    This,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    Variable,
    While,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    subexpressions,
    walk_expression,
    walk_statements,
)

_STEPS = frozenset(("++pre", "--pre", "post++", "post--"))
_MOST_VARIABLES = 16
_MOST_ROUNDS = 40
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a pointer or reference leads: ``offset`` elements behind a parameter's first."""

    parameter: str
    offset: str


@dataclass(frozen=True, slots=True)
class Touch:
    """An access to an element of a parameter."""

    at: Pointer
    state: isl.Set


@dataclass(frozen=True, slots=True)
class OwnCall:
    """A call of the function by itself, with the values of its arguments where they are known."""

    call: Call
    numbers: Mapping[str, str]
    pointers: Mapping[str, Pointer]
    state: isl.Set


@dataclass(slots=True)
class Followed:
    """What one call of a function does."""

    space: Space
    touches: list[Touch] = field(default_factory=list[Touch])
    calls: list[OwnCall] = field(default_factory=list[OwnCall])
    lost: bool = False


def follow(
    function: Function,
    unit: TranslationUnit,
    effects: EffectAnalysis,
    ascending: Sequence[tuple[Variable | None, Variable]],
) -> Followed:
    """What a call of ``function`` does if each pair is in ascending order (``None``: zero)."""
    inlined = _reached(function, unit)
    variables: dict[str, Variable] = {}
    for one in inlined:
        assert one.body is not None
        exposed = exposed_variables(one.body, unit)
        for variable in (*one.parameters, *_declared(one.body)):
            is_own = variable.storage in (Storage.LOCAL, Storage.PARAMETER)
            tracked = is_own and not variable.volatile and variable.id not in exposed
            if tracked and integer_range(variable.type):
                variables.setdefault(variable.id, variable)
        if one.key != function.key and integer_range(one.return_type):
            variables.setdefault(_result_of(one).id, _result_of(one))
    space = Space(variables)
    if len(variables) > _MOST_VARIABLES:
        return Followed(space, lost=True)
    state = space.states(" and ".join(space.range_of(v) for v in variables.values()) or "true")
    for low, high in ascending:
        least = "0" if low is None else space.name(low)
        state = state.intersect(space.states(f"{least} <= {space.name(high)}"))
    pointers = {p.id: Pointer(p.id, "(0)") for p in function.parameters if is_storage(p.type)}
    found = Followed(space)
    walker = _Walker(function, unit, effects, space, found, pointers)
    assert function.body is not None
    walker.statement(function.body, state)
    return found


def is_storage(value_type: Type) -> bool:
    """Whether a parameter of this type stands for elements that its caller has."""
    match value_type:
        case PointerType():
            return True
        case ReferenceType(referent=ContainerType(container=ContainerKind.VECTOR)):
            return True
        case ReferenceType(referent=ArrayType()) | ArrayType():
            return True
        case ContainerType():
            return value_type.is_view
        case _:
            return False


@dataclass(slots=True)
class _Walker:
    function: Function
    unit: TranslationUnit
    effects: EffectAnalysis
    space: Space
    found: Followed
    pointers: dict[str, Pointer]
    depth: int = 0
    recording: bool = True
    breaks: list[isl.Set] = field(default_factory=list[isl.Set])
    continues: list[isl.Set] = field(default_factory=list[isl.Set])
    returned: list[isl.Set] = field(default_factory=list[isl.Set])
    """The states in which the function that was entered last came back."""
    inside: Function | None = None
    """The function that is followed, if it is not the one that was asked about."""

    def statement(self, statement: Statement, state: isl.Set) -> isl.Set:
        """The states after ``statement`` where it does not jump away."""
        if self.found.lost or state.is_empty():
            return state
        match statement:
            case Block(statements=statements):
                for inner in statements:
                    state = self.statement(inner, state)
                return state
            case Declaration(declarators=declarators):
                for one in declarators:
                    state = self._declared(one.variable, one.initialiser, state)
                return state
            case ExpressionStatement(expression=expression):
                return self._evaluated(expression, state)
            case If(condition=condition, then=then, otherwise=otherwise):
                yes, no = self._branches(condition, state)
                yes = self.statement(then, yes)
                if otherwise is not None:
                    no = self.statement(otherwise, no)
                return yes.union(no).coalesce()
            case For(initialiser=initialiser, condition=condition, increment=increment):
                if initialiser is not None:
                    state = self.statement(initialiser, state)
                return self._loop(condition, increment, statement.body, state)
            case While(condition=condition, body=body, test_last=False):
                return self._loop(condition, None, body, state)
            case Return(value=value):
                if value is not None:
                    result = self.space.value(value, state)
                    state = self._evaluated(value, state)
                    if self.inside is not None:
                        state = self._changed(_result_of(self.inside), result, state)
                self.returned.append(state)
                return self._nothing()
            case Break():
                self.breaks.append(state)
                return self._nothing()
            case Continue():
                self.continues.append(state)
                return self._nothing()
            case Empty():
                return state
            case _:
                return self._lose(state)

    def _declared(
        self, variable: Variable, initialiser: Expression | None, state: isl.Set
    ) -> isl.Set:
        if isinstance(variable.type, PointerType | ReferenceType | ContainerType):
            return self._lose(state)
        if initialiser is None:
            return self._changed(variable, None, state)
        callee = self._followed(initialiser)
        if callee is not None and integer_range(callee.return_type) is not None:
            # What it returns may be related to what it was given.
            if any(True for _ in _modifications(initialiser)):
                return self._lose(state)
            self.returned = []
            self._reads(initialiser, state)
            result = _result_of(callee)
            after = self._nothing()
            for one in self.returned:
                after = after.union(one)
            return self._changed(variable, self.space.name(result), after.coalesce())
        value = self.space.value(initialiser, state)
        state = self._evaluated(initialiser, state)
        return self._changed(variable, value, state)

    def _followed(self, expression: Expression) -> Function | None:
        """The function that ``expression``, a call of another function, goes on in."""
        if not isinstance(expression, Call) or expression.callee_key is None:
            return None
        callee = self.unit.functions.get(expression.callee_key)
        is_other = callee is not None and callee.key != self.function.key
        return callee if is_other and callee is not None and callee.body is not None else None

    def _changed(self, variable: Variable, value: str | None, state: isl.Set) -> isl.Set:
        if self.space.name(variable) is None:
            return state
        return self.space.assigned(state, variable, value)

    def _branches(self, condition: Expression, state: isl.Set) -> tuple[isl.Set, isl.Set]:
        after = self._evaluated(condition, state)
        if any(True for _ in _modifications(condition)):
            return after, after
        yes = self.space.refined(after, condition, truth=True)
        return yes, self.space.refined(after, condition, truth=False)

    def _evaluated(self, expression: Expression, state: isl.Set) -> isl.Set:
        """The states after ``expression``: what it modifies is changed after all was read."""
        changes = list(_modifications(expression))
        names = [e.variable.id for e in walk_expression(expression) if isinstance(e, Name)]
        values: list[tuple[Variable, str | None]] = []
        for change in changes:
            match change:
                case Assignment(operator=operator, target=Name(variable=variable), value=value):
                    # Inside of another expression the order of things would count.
                    if change is not expression and self.space.name(variable) is not None:
                        return self._lose(state)
                    new = self.space.value(value, state) if operator == "=" else None
                    values.append((variable, new))
                case Unary(operator=operator, operand=Name(variable=variable)):
                    if names.count(variable.id) != 1 and self.space.name(variable) is not None:
                        return self._lose(state)
                    step = "+ 1" if operator in ("++pre", "post++") else "- 1"
                    own = self.space.name(variable)
                    values.append((variable, None if own is None else f"({own} {step})"))
                case _:
                    pass
        if len({variable.id for variable, _ in values}) < len(values):
            return self._lose(state)
        self._reads(expression, state)
        for variable, value in values:
            if isinstance(variable.type, PointerType | ReferenceType):
                return self._lose(state)
            state = self._changed(variable, value, state)
        return state

    def _reads(self, expression: Expression, state: isl.Set) -> None:
        """Note what is accessed and called."""
        if self.found.lost or state.is_empty():
            return
        match expression:
            case Binary(operator="&&" | "||" as operator, left=left, right=right):
                self._reads(left, state)
                self._reads(right, self._under(left, state, truth=operator == "&&", other=right))
                return
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                self._reads(condition, state)
                self._reads(then, self._under(condition, state, truth=True, other=then))
                self._reads(otherwise, self._under(condition, state, truth=False, other=otherwise))
                return
            case Call():
                self._called(expression, state)
                return
            case Subscript(base=base, index=index):
                self._accessed(base, index, state)
                self._reads(index, state)
                return
            case Unary(operator="*", operand=operand):
                self._accessed(operand, None, state)
                return
            case Member(arrow=True) | This() | UnsupportedExpression():
                self._lose(state)
                return
            case Construct(callee_key=key) if key is not None:
                self._lose(state)
                return
            case Name(variable=variable):
                if variable.storage not in (Storage.LOCAL, Storage.PARAMETER):
                    if not getattr(variable.type, "const", False) and variable.constant is None:
                        self._lose(state)
                elif isinstance(variable.type, ReferenceType) and not is_storage(variable.type):
                    self._lose(state)
                return
            case _:
                for part in subexpressions(expression):
                    self._reads(part, state)

    def _under(
        self, condition: Expression, state: isl.Set, *, truth: bool, other: Expression
    ) -> isl.Set:
        if any(True for _ in _modifications(condition)) or any(True for _ in _modifications(other)):
            # What happens only sometimes is not followed.
            return self._lose(state)
        return self.space.refined(state, condition, truth=truth)

    def _accessed(self, base: Expression, index: Expression | None, state: isl.Set) -> None:
        if isinstance(base, Name) and _is_own_array(base.variable):
            return
        pointer = self._pointer(base, state)
        value = "(0)" if index is None else self.space.value(index, state)
        if pointer is None or value is None:
            self._lose(state)
        elif self.recording:
            at = Pointer(pointer.parameter, f"({pointer.offset} + {value})")
            self.found.touches.append(Touch(at, state))

    def _pointer(self, expression: Expression, state: isl.Set) -> Pointer | None:
        match expression:
            case Name(variable=variable):
                return self.pointers.get(variable.id)
            case Cast(conversion="NoOp" | "ArrayToPointerDecay", operand=operand):
                return self._pointer(operand, state)
            case Binary(operator="+", left=left, right=right):
                base, offset = self._pointer(left, state), self.space.value(right, state)
                if base is None or offset is None:
                    return None
                return Pointer(base.parameter, f"({base.offset} + {offset})")
            case Unary(operator="&", operand=Subscript(base=base_, index=index)):
                base, offset = self._pointer(base_, state), self.space.value(index, state)
                if base is None or offset is None:
                    return None
                return Pointer(base.parameter, f"({base.offset} + {offset})")
            case _:
                return None

    def _called(self, call: Call, state: isl.Set) -> None:
        callee = None if call.callee_key is None else self.unit.functions.get(call.callee_key)
        if callee is None or callee.body is None or call.is_virtual:
            self._library(call, state)
            return
        if call.receiver is not None or len(call.arguments) != len(callee.parameters):
            self._lose(state)
            return
        numbers: dict[str, str] = {}
        pointers: dict[str, Pointer] = {}
        for parameter, argument in zip(callee.parameters, call.arguments, strict=True):
            if is_storage(parameter.type):
                pointer = self._pointer(argument, state)
                if pointer is None:
                    self._lose(state)
                    return
                pointers[parameter.id] = pointer
                continue
            if isinstance(parameter.type, ReferenceType):
                self._lose(state)
                return
            self._reads(argument, state)
            value = self.space.value(argument, state)
            if value is not None:
                numbers[parameter.id] = value
        if callee.key == self.function.key:
            if self.recording:
                self.found.calls.append(OwnCall(call, numbers, pointers, state))
            return
        self._enter(callee, numbers, pointers, state)

    def _enter(
        self,
        callee: Function,
        numbers: Mapping[str, str],
        pointers: dict[str, Pointer],
        state: isl.Set,
    ) -> None:
        """Follow ``callee`` with these arguments; its caller's numbers stay as they are."""
        if self.depth >= _DEEPEST or callee.body is None:
            self._lose(state)
            return
        for parameter in callee.parameters:
            if self.space.name(parameter) is not None:
                state = self.space.assigned(state, parameter, numbers.get(parameter.id))
        inner = replace(
            self,
            pointers=pointers,
            depth=self.depth + 1,
            breaks=[],
            continues=[],
            returned=[],
            inside=callee,
        )
        end = inner.statement(callee.body, state)
        self.returned = [*inner.returned, end]

    def _library(self, call: Call, state: isl.Set) -> None:
        if call.callee is not None and canonical_name(call.callee) == "std::swap":
            for argument in call.arguments:
                if not isinstance(argument, Subscript):
                    self._lose(state)
                    return
                self._reads(argument, state)
            return
        effect = self.effects.of_call(call)
        if effect.reads_parameters or not effect.is_pure or call.receiver is not None:
            self._lose(state)
            return
        for argument in call.arguments:
            self._reads(argument, state)

    def _loop(
        self,
        condition: Expression | None,
        increment: Expression | None,
        body: Statement,
        entry: isl.Set,
    ) -> isl.Set:
        """The states after a loop, by the invariants among ``_guesses`` that it keeps."""
        if self.found.lost or entry.is_empty():
            return entry
        changed = {
            target.variable.id: target.variable
            for target in _changed_names(_parts(body, condition, increment))
            if self.space.name(target.variable) is not None
        }
        for variable in _declared(body):
            if self.space.name(variable) is not None:
                changed.setdefault(variable.id, variable)
        kept = entry
        for variable in changed.values():
            kept = self.space.assigned(kept, variable, None)
        guesses = [g for g in self._guesses(changed, body) if self.space.holds(entry, g)]
        recording, self.recording = self.recording, False
        for _ in range(_MOST_ROUNDS):
            head = kept.intersect(self.space.states(" and ".join(guesses) or "true"))
            back, _after = self._round(condition, increment, body, head)
            held = [g for g in guesses if self.space.holds(back, g)]
            if len(held) == len(guesses):
                break
            guesses = held
        else:
            return self._lose(entry)
        self.recording = recording
        head = kept.intersect(self.space.states(" and ".join(guesses) or "true"))
        _back, after = self._round(condition, increment, body, head)
        return after

    def _round(
        self,
        condition: Expression | None,
        increment: Expression | None,
        body: Statement,
        head: isl.Set,
    ) -> tuple[isl.Set, isl.Set]:
        """The states before the next iteration, and those after the loop."""
        outer = self.breaks, self.continues
        self.breaks, self.continues = [], []
        inside, after = (head, self._nothing())
        if condition is not None:
            inside, after = self._branches(condition, head)
        back = self.statement(body, inside)
        for state in self.continues:
            back = back.union(state)
        if increment is not None:
            back = self._evaluated(increment, back)
        for state in self.breaks:
            after = after.union(state)
        self.breaks, self.continues = outer
        return back.coalesce(), after.coalesce()

    def _guesses(self, changed: Mapping[str, Variable], body: Statement) -> Iterator[str]:
        """Relations that loops often keep, between what they change and everything else."""
        inner = {variable.id for variable in _declared(body)}
        moved = [str(self.space.name(v)) for v in changed.values() if v.id not in inner]
        fixed = [
            str(self.space.name(v)) for v in self.space.variables.values() if v.id not in changed
        ]
        for one in moved:
            for other in (*fixed, "0"):
                for constant in (-1, 0, 1):
                    yield f"{one} >= {other} + {constant}"
                    yield f"{one} <= {other} + {constant}"
        for one, other in permutations(moved, 2):
            for constant in (-1, 0, 1):
                yield f"{one} >= {other} + {constant}"
        for one, other, third in permutations(moved, 3):
            if one < other:
                yield from (f"{one} + {other} = {third} + {base}" for base in (*fixed, "0"))
        for (one, other), (base, second) in product(
            permutations(moved, 2), permutations((*fixed, "0"), 2)
        ):
            yield f"{one} + {base} = {other} + {second}"

    def _nothing(self) -> isl.Set:
        return self.space.states("false")

    def _lose(self, state: isl.Set) -> isl.Set:
        self.found.lost = True
        return state


def _modifications(expression: Expression) -> Iterator[Expression]:
    for part in walk_expression(expression):
        match part:
            case Assignment() | Unary(operator="++pre" | "--pre" | "post++" | "post--"):
                yield part
            case _:
                pass


def _changed_names(expressions: Iterable[Expression]) -> Iterator[Name]:
    for expression in expressions:
        match expression:
            case Assignment(target=Name() as target):
                yield target
            case Unary(operator=operator, operand=Name() as target) if operator in _STEPS:
                yield target
            case _:
                pass


def _declared(body: Statement) -> Iterator[Variable]:
    for statement in walk_statements(body):
        if isinstance(statement, Declaration):
            for declarator in statement.declarators:
                yield declarator.variable


def _reached(function: Function, unit: TranslationUnit) -> list[Function]:
    """``function`` and the functions with bodies that it calls, transitively."""
    found = {function.key: function}
    waiting = [function]
    while waiting:
        one = waiting.pop()
        for expression in () if one.body is None else all_expressions(one.body):
            key = expression.callee_key if isinstance(expression, Call) else None
            callee = None if key is None else unit.functions.get(key)
            if callee is not None and callee.body is not None and callee.key not in found:
                found[callee.key] = callee
                waiting.append(callee)
    return list(found.values())


def _result_of(function: Function) -> Variable:
    """A variable that stands for what ``function`` returned last."""
    name = f"{function.name}()"
    return Variable(f"{function.key}()", name, function.return_type, Storage.LOCAL, function.span)


def _is_own_array(variable: Variable) -> bool:
    return variable.storage is Storage.LOCAL and isinstance(variable.type, ArrayType)


def _parts(body: Statement, *headers: Expression | None) -> Iterator[Expression]:
    yield from all_expressions(body)
    for header in headers:
        if header is not None:
            yield from walk_expression(header)
