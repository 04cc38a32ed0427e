"""Integer expressions as polynomials over symbols, with C++'s conversions and wrap-around.

Signed overflow is undefined, so signed arithmetic is exact. Unsigned arithmetic of 64 bits is
exact *modulo* 2**64, and so are addresses: two subscripts that are congruent designate the same
element, and two different ones of one run are never 2**64 elements apart, because no object and no
run is that large. Everywhere else (bounds, divisions, narrowing) exactness is proved or the value
is not modelled. Unsigned arithmetic of 32 bits or less must be proved not to wrap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pcg_engine.analysis.counted_loops import literal
from pcg_engine.analysis.iterator_elements import NOWHERE, SIZE
from pcg_engine.analysis.later_changes import values_in
from pcg_engine.analysis.member_names import member_name
from pcg_engine.analysis.modification import named_parts, stripped
from pcg_engine.analysis.narrow_indices import fits_if
from pcg_engine.analysis.ranges import Ranges
from pcg_engine.analysis.scope import BOUNDED, IntegerValue, Iteration, Scope, Symbol
from pcg_engine.analysis.stable_members import is_stable
from pcg_engine.analysis.steady_steps import STEPS
from pcg_engine.analysis.unknown_numbers import is_unknown_number
from pcg_engine.analysis.wide_sums import is_below_another, is_small
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    Binary,
    Call,
    Cast,
    Conditional,
    ContainerType,
    Expression,
    FloatingLiteral,
    IntegerLiteral,
    Member,
    Name,
    PointerType,
    ReferenceType,
    Storage,
    Subscript,
    This,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.traversal import subexpressions, walk_expression

_ADDRESS_BITS = 64
_NARROW_BITS = 16
_LARGEST_FACTOR = 1 << 48
_BOUNDED_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class _Bounds:
    """``lower <= value < upper`` for each of the bounds."""

    lower: tuple[Polynomial, ...]
    upper: tuple[Polynomial, ...]


class IntegerEvaluator:
    """Evaluates integer expressions at the current place of ``scope``.

    ``wrapping`` collects the expressions that were given up because they may wrap around. With
    ``may_assume`` those that a condition before the loop can tell not to are modelled, and
    ``assumed`` collects the conditions: whoever asks for that must pass them on.
    """

    def __init__(self, scope: Scope, *, may_assume: bool = False) -> None:
        self.scope = scope
        self.may_assume = may_assume
        self.wrapping: list[Expression] = []
        self.assumed: list[Assumption] = []

    def value(self, expression: Expression) -> IntegerValue | None:
        """The value, or ``None`` if it is not modelled."""
        found = self._modelled(expression)
        if found is None:
            found = self._opaque(expression)
        return found if found is not None else self._bounded(expression)

    def ranges(self) -> Ranges:
        """What is known of the values at the current place."""
        return Ranges(self.scope.enclosing(), self.scope.symbols)

    def _modelled(self, expression: Expression) -> IntegerValue | None:
        if integer_type(expression.type) is None:
            return None
        match expression:
            case IntegerLiteral(value=value):
                return _constant(value)
            case Name(variable=variable):
                return self._name(variable)
            case Cast():
                return self._cast(expression)
            case Unary(operator="+", operand=operand):
                return self.value(operand)
            case Unary(operator="-", operand=operand):
                inner = self.value(operand)
                if inner is None:
                    return None
                return self._computed(expression, -inner.polynomial, inner.exact)
            case Binary(operator="+" | "-" | "*" | "<<" as operator, left=left, right=right):
                return self._binary(expression, operator, left, right)
            case Binary(operator="/" | "%" | ">>" as operator, left=left, right=right):
                return self._quotient(operator, left, right)
            case Call():
                return self._size(expression)
            case Unary(operator=operator, operand=Name(variable=variable)) if operator in STEPS:
                return self._step(expression, variable)
            case _:
                return None

    def _step(self, expression: Unary, variable: Variable) -> IntegerValue | None:
        """The value of ``k++`` where ``k`` is known, and so is named here alone."""
        known = self.scope.assigned.get(variable.id)
        if known is None or expression.operator.startswith("post"):
            return known
        moved = known.polynomial + Polynomial.constant(STEPS[expression.operator])
        return self._computed(expression, moved, known.exact)

    def _name(self, variable: Variable) -> IntegerValue | None:
        if variable.volatile or variable.storage is Storage.THREAD_LOCAL:
            return None
        if variable.constant is not None:
            return _constant(variable.constant)
        iteration = self.scope.iterations.get(variable.id)
        if iteration is not None:
            return IntegerValue(self._symbol(variable), True)
        assigned = self.scope.assigned.get(variable.id)
        if assigned is not None:
            return assigned
        definition = self.scope.definition(variable)
        inside = variable.id in self.scope.declared
        if definition is not None and self._still_holds(definition, variable):
            value = self.value(definition)
            if value is not None and (inside or self.is_transparent(value.polynomial)):
                return value
        if definition is not None and not inside and self.scope.is_invariant(variable):
            member = self._stable_member(definition, variable)
            if member is not None:
                return member
        if not inside and self.scope.is_invariant(variable):
            return IntegerValue(self._symbol(variable), True)
        return None

    def settled(self, expression: Expression) -> Expression:
        """What the variable that ``expression`` names was set to, if it still is; else itself."""
        match expression:
            case Name(variable=variable) if not variable.volatile:
                definition = self.scope.definition(variable)
                if definition is not None and self._still_holds(definition, variable):
                    return definition
            case _:
                pass
        return expression

    def _stable_member(self, definition: Expression, variable: Variable) -> IntegerValue | None:
        """The value of a member that ``variable`` was set from, and that never changes."""
        context = self.scope.context
        if not is_stable(definition, context.stable_members, context.modified):
            return None
        value = self._modelled(definition) or self._opaque(definition)
        if value is None or not value.exact:
            return None
        for key in value.polynomial.names:
            symbol = self.scope.symbols[key]
            if not symbol.text:
                # Of an accessor that was seen through; the variable says the same.
                self.scope.symbols[key] = replace(symbol, text=variable.name)
        return value

    def _still_holds(self, definition: Expression, variable: Variable) -> bool:
        """Whether evaluating ``definition`` now gives what it gave where it stands."""
        context = self.scope.context
        if isinstance(variable.type, ReferenceType) and not isinstance(definition, Name):
            return False
        for part in walk_expression(definition):
            if isinstance(part, Name):
                named = part.variable
                iteration = self.scope.iterations.get(named.id)
                if iteration is not None:
                    if not iteration.span.contains(variable.span):
                        return False
                elif (
                    named.id in context.modified
                    or (named.id in context.exposed and not isinstance(named.type, ArrayType))
                    or (
                        isinstance(named.type, ReferenceType)
                        and (
                            variable.id not in self.scope.declared
                            and not isinstance(named.type.referent, ContainerType)
                        )
                    )
                ):
                    return False
                if variable.id not in self.scope.declared and named.name in context.ambiguous:
                    return False
        return variable.id in self.scope.declared or not any(
            context.may_have_changed(part, variable, self.scope.loop)
            for part in values_in(definition)
        )

    def is_transparent(self, polynomial: Polynomial) -> bool:
        """Whether ``polynomial`` names only variables and container sizes."""
        for name in polynomial.names:
            symbol = self.scope.symbols.get(name)
            if symbol is not None and not symbol.exact:
                return False
        return True

    def _symbol(self, variable: Variable) -> Polynomial:
        value_type = integer_type(stripped(variable.type))
        assert value_type is not None
        low, high = type_range(value_type)
        maximum = high if value_type.bits < _ADDRESS_BITS else None
        text = self.scope.text_of(variable)
        return self.scope.add_symbol(Symbol(variable.id, text, low, maximum, exact=True))

    def _cast(self, cast: Cast) -> IntegerValue | None:
        source = integer_type(cast.operand.type)
        target = integer_type(cast.type)
        if source is None or target is None:
            return None
        inner = self.value(cast.operand)
        if inner is None:
            return None
        if _holds_all(source, target):
            return inner
        if target.bits == _ADDRESS_BITS:
            if source.bits == _ADDRESS_BITS and not inner.exact:
                return inner
            ranges = self.ranges()
            exact = inner.exact and (
                is_small(inner.polynomial, ranges)
                if target.signed
                else ranges.is_non_negative(inner.polynomial)
            )
            return IntegerValue(inner.polynomial, exact)
        return self._fitting(cast, inner, target)

    def _fitting(
        self, expression: Expression, value: IntegerValue, target: ArithmeticType
    ) -> IntegerValue | None:
        """``value`` if it is proved to lie in the range of ``target``."""
        low, high = type_range(target)
        ranges = self.ranges()
        if (
            value.exact
            and ranges.is_non_negative(value.polynomial - Polynomial.constant(low))
            and ranges.is_non_negative(Polynomial.constant(high) - value.polynomial)
        ):
            return value
        if self.may_assume and value.exact and ranges.is_non_negative(value.polynomial):
            assumption = fits_if(value.polynomial, target, self.scope)
            if assumption is not None:
                self.assumed.append(assumption)
                return value
        self.wrapping.append(expression)
        return None

    def _binary(
        self, expression: Expression, operator: str, left: Expression, right: Expression
    ) -> IntegerValue | None:
        first = self.value(left)
        second = self.value(right)
        if first is None or second is None:
            return None
        exact = first.exact and second.exact
        match operator:
            case "+":
                result = first.polynomial + second.polynomial
            case "-":
                result = first.polynomial - second.polynomial
            case "*":
                result = first.polynomial * second.polynomial
                if any(abs(factor) >= _LARGEST_FACTOR for names, factor in result.terms if names):
                    return None  # hashing: rows that wrap around
            case _:
                places = literal(right)
                if places is None or not 0 <= places < 31:
                    return None
                result = first.polynomial * Polynomial.constant(1 << places)
                return self._shifted(expression, IntegerValue(result, exact))
        return self._computed(expression, result, exact)

    def _shifted(self, expression: Expression, shifted: IntegerValue) -> IntegerValue | None:
        """A value shifted to the left, which drops bits where a product would be undefined."""
        value_type = integer_type(expression.type)
        assert value_type is not None
        if not value_type.signed:
            return self._computed(expression, shifted.polynomial, shifted.exact)
        if value_type.bits == _ADDRESS_BITS:
            exact = shifted.exact and is_small(shifted.polynomial, self.ranges())
            return IntegerValue(shifted.polynomial, exact)
        return self._fitting(expression, shifted, value_type)

    def _quotient(self, operator: str, left: Expression, right: Expression) -> IntegerValue | None:
        """The result for two known numbers, neither of them negative."""
        first, second = self._number(left), self._number(right)
        if first is None or second is None:
            return None
        match operator:
            case "/":
                return None if second == 0 else _constant(first // second)
            case "%":
                return None if second == 0 else _constant(first % second)
            case _:
                return _constant(first >> second) if second < _NARROW_BITS else None

    def _number(self, expression: Expression) -> int | None:
        value = self._modelled(expression)
        number = value.polynomial.as_constant if value is not None and value.exact else None
        return number if number is not None and number >= 0 else None

    def _computed(
        self, expression: Expression, result: Polynomial, exact: bool
    ) -> IntegerValue | None:
        value_type = integer_type(expression.type)
        assert value_type is not None
        if value_type.signed:
            return IntegerValue(result, exact)
        if value_type.bits == _ADDRESS_BITS:
            ranges = self.ranges()
            fits = ranges.is_non_negative(result) and (
                is_small(result, ranges) or is_below_another(result, ranges)
            )
            return IntegerValue(result, exact and fits)
        return self._fitting(expression, IntegerValue(result, exact), value_type)

    def _size(self, call: Call) -> IntegerValue | None:
        """``v.size()`` of a container that the loop does not resize."""
        receiver = call.receiver
        if receiver is None or call.callee is None or not call.callee.endswith("::size"):
            return None
        container = stripped(receiver.type)
        if not isinstance(container, ContainerType):
            return None
        if not isinstance(receiver, Name) and container.extent is None:
            return None  # a symbol of its own, as the program writes it
        size = self.size_of(receiver)
        return None if size is None else IntegerValue(size, True)

    def size_of(self, receiver: Expression) -> Polynomial | None:
        """The number of elements of a container, if the loop does not change it."""
        container = stripped(receiver.type)
        if not isinstance(container, ContainerType):
            return None
        if container.extent is not None:
            return Polynomial.constant(container.extent)
        if not isinstance(receiver, Name):
            name = f"{container.class_name}::size"
            call = Call(name, None, receiver, (), SIZE, NOWHERE, is_noexcept=True)
            value = self._opaque(call)
            return None if value is None else value.polynomial
        if not self.scope.is_invariant(receiver.variable):
            return None
        variable = receiver.variable
        key = f"{variable.id}.size()"
        named = self.scope.text_of(variable)
        text = f"{named}.size()" if named else ""
        return self.scope.add_symbol(Symbol(key, text, 0, None, exact=True))

    def _opaque(self, expression: Expression) -> IntegerValue | None:
        """A symbol of its own for an invariant expression that is not looked into."""
        value_type = integer_type(expression.type)
        if value_type is None or not self.is_invariant(expression):
            return None
        key = structural_key(expression)
        if key in self.scope.symbols:
            return IntegerValue(Polynomial.name(key), True)
        low, high = type_range(value_type)
        names = [e.variable for e in walk_expression(expression) if isinstance(e, Name)]
        hidden = any(v.id in self.scope.declared for v in names)
        context = self.scope.context
        written = context.source.slice(expression.span) or member_name(expression, context)
        text = "" if hidden else written
        maximum = high if value_type.bits < _ADDRESS_BITS else None
        symbol = Symbol(key, text, low, maximum, exact=False)
        return IntegerValue(self.scope.add_symbol(symbol), True)

    def _bounded(self, expression: Expression) -> IntegerValue | None:
        """A value that is known only by its bounds: ``std::clamp``, ``%``, a narrow type."""
        value_type = integer_type(expression.type)
        if value_type is None:
            return None
        if len(expression.span) == 0:
            return None  # of an accessor that was seen through: no place tells it from others
        bounds = self._bounds(expression, value_type)
        if bounds is None:
            return None
        key = f"{BOUNDED}{self.scope.place_of(expression)}"
        self.scope.add_symbol(Symbol(key, "", None, None, exact=False))
        if key not in self.scope.bounded:
            self.scope.bounded[key] = Iteration(
                key,
                "",
                bounds.lower,
                bounds.upper,
                None,
                1,
                1,
                exact=False,
                depth=_BOUNDED_DEPTH + len(self.scope.bounded),
                span=expression.span,
            )
        return IntegerValue(Polynomial.name(key), True)

    def _bounds(self, expression: Expression, value_type: ArithmeticType) -> _Bounds | None:
        one = Polynomial.constant(1)
        match expression:
            case Call(callee="std::clamp", arguments=(_, low, high)):
                least, greatest = self.value(low), self.value(high)
                if least is None or greatest is None or not (least.exact and greatest.exact):
                    return None
                return _Bounds((least.polynomial,), (greatest.polynomial + one,))
            case Binary(operator="%", left=left, right=right):
                dividend, divisor = self.value(left), self.value(right)
                if dividend is None or divisor is None or not (dividend.exact and divisor.exact):
                    return None
                if not self.ranges().is_non_negative(dividend.polynomial):
                    return None
                # A negative divisor leaves a remainder below its magnitude, which is not modelled.
                if not self.ranges().is_non_negative(divisor.polynomial):
                    return None
                return _Bounds((Polynomial(),), (divisor.polynomial,))
            case Subscript() | Member() if value_type.bits <= _NARROW_BITS:
                low, high = type_range(value_type)
                return _Bounds((Polynomial.constant(low),), (Polynomial.constant(high + 1),))
            case _:
                return None

    def is_invariant(self, expression: Expression) -> bool:
        """Whether ``expression`` has one value while the analysed loop runs, and no effect."""
        match expression:
            case IntegerLiteral() | FloatingLiteral() | This():
                return True
            case Cast() if is_unknown_number(expression):
                return False
            case Name(variable=variable):
                return self._is_invariant_name(variable)
            case Unary(operator="-" | "+" | "!" | "~") | Binary() | Cast() | Conditional():
                return all(self.is_invariant(e) for e in subexpressions(expression))
            case Subscript() | Member() | Unary(operator="*"):
                # Other writes to this memory meet its read in the dependence and alias tests.
                return not self._may_write_through(expression) and all(
                    self.is_invariant(e) for e in subexpressions(expression)
                )
            case Call():
                return self._is_invariant_call(expression)
            case _:
                return False

    def _is_size_of_part(self, call: Call) -> bool:
        """Whether the call is ``rows[i].size()`` of a container that keeps its size."""
        receiver = call.receiver
        if receiver is None or call.callee is None or not call.callee.endswith("::size"):
            return False
        if not isinstance(stripped(receiver.type), ContainerType):
            return False
        if any(
            part.meets(changed)
            for part in named_parts(receiver)
            for changed in self.scope.restructured
        ):
            return False
        return self.designates_same(receiver)

    def designates_same(self, container: Expression) -> bool:
        """Whether the lvalue designates one object, by invariant indices, while the loop runs."""
        match container:
            case Name(variable=variable):
                return self._is_invariant_name(variable)
            case This():
                return True
            case Subscript(base=base, index=index) if isinstance(
                stripped(base.type), ContainerType | ArrayType
            ):
                return self.designates_same(base) and self.is_invariant(index)
            case Member(base=base):
                return self.designates_same(base)
            case _:
                return False

    def _is_invariant_name(self, variable: Variable) -> bool:
        iteration = self.scope.iterations.get(variable.id)
        if iteration is not None:
            return variable.id not in self.scope.modified
        if variable.id in self.scope.declared:
            definition = self.scope.definition(variable)
            return (
                definition is not None
                and self._still_holds(definition, variable)
                and self.is_invariant(definition)
            )
        if variable.storage is Storage.THREAD_LOCAL:
            return False
        return self.scope.is_invariant(variable)

    def _may_write_through(self, expression: Expression) -> bool:
        return any(
            part.meets(written)
            for part in named_parts(expression)
            for written in self.scope.written
        )

    def _is_invariant_call(self, call: Call) -> bool:
        if self._size(call) is not None or self._is_size_of_part(call):
            return True
        effect = self.scope.context.effects.of_call(call)
        if not effect.is_pure or effect.may_throw or effect.reads_unnamed_memory:
            return False
        if effect.reads_globals or self._may_write_through(call):
            return False
        return all(
            self.is_invariant(e) and not isinstance(e.type, PointerType | ArrayType)
            for e in subexpressions(call)
        )


def integer_type(value_type: Type) -> ArithmeticType | None:
    """``value_type`` if it is an integer type, references aside."""
    inner = stripped(value_type)
    if isinstance(inner, ArithmeticType) and inner.kind is ArithmeticKind.INTEGER:
        return inner
    return None


def type_range(value_type: ArithmeticType) -> tuple[int, int]:
    """The least and the greatest value of an integer type."""
    if value_type.signed:
        return -(1 << (value_type.bits - 1)), (1 << (value_type.bits - 1)) - 1
    return 0, (1 << value_type.bits) - 1


def structural_key(expression: Expression) -> str:
    """Equal for two expressions only if they are the same computation on the same variables."""
    match expression:
        case Name(variable=variable):
            return variable.id
        case IntegerLiteral(value=value):
            return str(value)
        case FloatingLiteral(value=value):
            return repr(value)
        case Unary(operator=operator):
            head = operator
        case Binary(operator=operator):
            head = operator
        case Member(field=field, arrow=arrow):
            head = f"{'->' if arrow else '.'}{field}"
        case Call(callee=callee, callee_key=key):
            head = f"call {callee} {key}"
        case Cast(type=value_type):
            head = f"cast {value_type}"
        case _:
            head = type(expression).__name__
    inner = ", ".join(structural_key(e) for e in subexpressions(expression))
    return f"({head} {inner})"


def _constant(value: int) -> IntegerValue:
    return IntegerValue(Polynomial.constant(value), True)


def _holds_all(source: ArithmeticType, target: ArithmeticType) -> bool:
    low, high = type_range(source)
    target_low, target_high = type_range(target)
    return target_low <= low and high <= target_high
