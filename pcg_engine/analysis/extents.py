"""What a function expects of its arguments: extents, value ranges, CSR-like structure.

These facts shape test inputs only; inputs are validated by running the original under sanitizers.
So heuristics are welcome here, and nothing here supports a proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.accesses import MemoryAccess, collect_accesses
from pcg_engine.analysis.counted_loops import NotCounted, counted_loop
from pcg_engine.analysis.disguised_loops import undisguised
from pcg_engine.analysis.integers import IntegerEvaluator, integer_type
from pcg_engine.analysis.iterations import iteration_space, range_iteration, recognised
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.nesting import NestedLoop, loops_by_offset, scope_of
from pcg_engine.analysis.place import Index, RootKind
from pcg_engine.analysis.pointer_rows import (
    counted_rows,
    is_table,
    row_lengths,
    row_name,
    row_of,
    terminated,
)
from pcg_engine.analysis.ranges import substitute
from pcg_engine.analysis.reach import reach
from pcg_engine.analysis.recursion_growth import growth_of
from pcg_engine.analysis.scope import FunctionContext, Iteration, Scope
from pcg_engine.analysis.truth_values import truth_values
from pcg_engine.analysis.unpacked_objects import unpacked
from pcg_engine.analysis.untyped_parameters import parameter_behind
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Binary,
    Call,
    Cast,
    ContainerType,
    Expression,
    For,
    Function,
    IntegerLiteral,
    Name,
    PointerType,
    RangeFor,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
    Variable,
    VoidType,
    While,
)
from pcg_engine.domain.facts import ExtentFact, InputFacts, ValueFact
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.traversal import all_expressions, walk_expression

_MOST_BOUNDS = 16
_FEWEST_IN_A_ROW = 2
"""Integers below this are truth values."""


def input_facts(unit: TranslationUnit, function: Function) -> InputFacts:
    """Extents and values that ``function``'s loops ask of its parameters, as far as they show."""
    growth = growth_of(function)
    function = undisguised(unpacked(function), unit)
    survey = _Survey(FunctionContext.of(unit, function, SourceText("", b"")))
    for nested in loops_by_offset(function).values():
        survey.loop(nested)
    survey.indirections(function)
    for flag in truth_values(function, unit):
        two = Polynomial.constant(2)
        survey.values.append(ValueFact(flag.name, Polynomial(), two))
    return replace(survey.result(function), growth=growth)


@dataclass(slots=True)
class _Survey:
    context: FunctionContext
    bounds: dict[str, list[Polynomial]] = field(default_factory=dict[str, list[Polynomial]])
    incomplete: set[str] = field(default_factory=set[str])
    sizes: set[str] = field(default_factory=set[str])
    values: list[ValueFact] = field(default_factory=list[ValueFact])
    untyped: dict[str, list[tuple[Polynomial, ...]]] = field(
        default_factory=dict[str, list[tuple[Polynomial, ...]]]
    )
    """Lengths of the rows that a ``void*`` is taken for, of each access."""

    def loop(self, nested: NestedLoop) -> None:
        """Note what ``nested`` asks for; loops inside an outer one are covered by that one."""
        statement = nested.statement
        if isinstance(statement, For):
            self._row_bounds(statement)
        if nested.around or isinstance(statement, While):
            return
        scope = scope_of(nested, self.context)
        iteration = _iteration(statement, scope)
        if iteration is None:
            return
        grouped: dict[str, list[MemoryAccess]] = {}
        for access in collect_accesses(statement, iteration, scope).found:
            variable = access.root.variable
            self._within_rows(access, scope)
            untyped = self._behind(variable)
            if untyped is not None and access.selectors:
                self._untyped_extent(untyped.name, access, scope)
            if (
                variable is not None
                and _is_given(variable)
                and access.selectors
                and isinstance(access.selectors[0], Index)
            ):
                grouped.setdefault(variable.name, []).append(access)
        for name, accesses in grouped.items():
            self._extent(name, accesses, scope)
        self._bound_sizes(iteration, scope)

    def _extent(self, name: str, accesses: list[MemoryAccess], scope: Scope) -> None:
        for access in accesses:
            reached = reach((access,), 1, scope.symbols).last
            bound = self._named(reached[0], scope) if reached else None
            if bound is None:
                self.incomplete.add(name)
                continue
            if f"{name}.size()" in bound.names:
                continue
            known = self.bounds.setdefault(name, [])
            if bound not in known:
                known.append(bound)
            self._note_sizes(bound)

    def _within_rows(self, access: MemoryAccess, scope: Scope) -> None:
        """Sizes that count along a row of fixed length are at most as large."""
        is_behind = access.root.kind in (RootKind.POINTER, RootKind.FRESH)
        current = access.root.type
        selectors = access.selectors
        if is_behind:
            variable = access.root.variable
            elements = None if variable is None else _elements(variable)
            if elements is None:
                selectors = selectors[1:]
            else:
                current = ArrayType(current, elements)
        for selector in selectors:
            if not isinstance(selector, Index) or not isinstance(current, ArrayType):
                return
            if current.extent is not None and selector.value is not None:
                place = replace(access.place, selectors=(selector,))
                reached = reach((replace(access, place=place),), 1, scope.symbols).last
                end = self._named(reached[0], scope) if reached else None
                self._at_most(end, current.extent)
            current = current.element

    def _at_most(self, end: Polynomial | None, extent: int) -> None:
        """Note what ``end <= extent`` says of the one size that ``end`` names."""
        match end:
            case Polynomial(terms=(((name,), 1),)):
                upper = extent + 1
            case Polynomial(terms=(((), more), ((name,), 1))):
                upper = extent - more + 1
            case _:
                return
        fact = ValueFact(name, Polynomial(), Polynomial.constant(upper))
        if upper > _FEWEST_IN_A_ROW and fact not in self.values:
            self.values.append(fact)

    def _behind(self, variable: Variable | None) -> Variable | None:
        """The ``void*`` parameter that a local pointer was made from."""
        if variable is None or variable.storage is not Storage.LOCAL:
            return None
        parameter = parameter_behind(self.context.definitions.get(variable.id))
        match parameter:
            case Variable(type=PointerType(pointee=VoidType())):
                return parameter
            case _:
                return None

    def _untyped_extent(self, name: str, access: MemoryAccess, scope: Scope) -> None:
        """As many elements as fill the rows that ``access`` reaches.

        Rows are as long as their type says, or, where that is known only when the program runs, as
        far as they are reached.
        """
        lengths: list[Polynomial] = []
        current: Type = ArrayType(access.root.type, None)
        for selector in access.selectors:
            if not isinstance(selector, Index) or not isinstance(current, ArrayType):
                break
            length = None if current.extent is None else Polynomial.constant(current.extent)
            if length is None:
                place = replace(access.place, selectors=(selector,))
                reached = reach((replace(access, place=place),), 1, scope.symbols).last
                length = self._named(reached[0], scope) if reached else None
            if length is None:
                self.incomplete.add(name)
                return
            lengths.append(length)
            current = current.element
        self.untyped.setdefault(name, []).append(tuple(lengths))
        for length in lengths:
            self._note_sizes(length)

    def _untyped_bounds(self) -> None:
        """Storage for all ``void*`` alike: where one is read to the end of a row, all rows end."""
        longest: dict[tuple[int, int], list[Polynomial]] = {}
        for shapes in self.untyped.values():
            for lengths in shapes:
                for position, length in enumerate(lengths):
                    _keep_longer(longest.setdefault((len(lengths), position), []), length)
        for name, shapes in self.untyped.items():
            for rank in {len(lengths) for lengths in shapes}:
                products = [Polynomial.constant(1)]
                for position in range(rank):
                    sides = longest[rank, position]
                    products = [p * side for p in products for side in sides][:_MOST_BOUNDS]
                known = self.bounds.setdefault(name, [])
                known.extend(p for p in products if p not in known)

    def _bound_sizes(self, iteration: Iteration, scope: Scope) -> None:
        for bound in (*iteration.lower, *iteration.upper):
            named = self._named(bound, scope)
            if named is not None:
                self._note_sizes(named)

    def _note_sizes(self, bound: Polynomial) -> None:
        parameters = {p.name for p in self.context.function.parameters}
        self.sizes.update(bound.names & parameters)

    def _named(self, polynomial: Polynomial, scope: Scope) -> Polynomial | None:
        """``polynomial`` over parameters, local sizes being replaced by what they stand for."""
        values: dict[str, Polynomial] = {}
        for key in polynomial.names:
            value = self._source(key, scope)
            if value is None:
                return None
            values[key] = value
        return substitute(polynomial, values)

    def _source(self, key: str, scope: Scope) -> Polynomial | None:
        for parameter in self.context.function.parameters:
            if key == parameter.id:
                return Polynomial.name(parameter.name)
            if key == f"{parameter.id}.size()":
                return Polynomial.name(f"{parameter.name}.size()")
        for variable in self.context.unit.globals:
            if key == variable.id and integer_type(variable.type) is not None:
                return Polynomial.name(variable.name)
        definition = self.context.definitions.get(key)
        if definition is not None:
            return self._reading(definition)
        symbol = scope.symbols.get(key)
        if symbol is not None and symbol.minimum == symbol.maximum and symbol.minimum is not None:
            return Polynomial.constant(symbol.minimum)
        return None

    def _reading(self, expression: Expression) -> Polynomial | None:
        """``expression`` over parameters, conversions being taken to keep values."""
        match expression:
            case Cast(operand=operand):
                return self._reading(operand)
            case IntegerLiteral(value=value):
                return Polynomial.constant(value)
            case Name(variable=variable):
                if variable.constant is not None:
                    return Polynomial.constant(variable.constant)
                if variable.storage is Storage.PARAMETER and integer_type(variable.type):
                    return Polynomial.name(variable.name)
                definition = self.context.definitions.get(variable.id)
                return None if definition is None else self._reading(definition)
            case Call(callee=callee, receiver=Name(variable=variable)) if (
                callee is not None
                and callee.endswith("::size")
                and variable.storage is Storage.PARAMETER
            ):
                return Polynomial.name(f"{variable.name}.size()")
            case Binary(operator="+" | "-" | "*" as operator, left=left, right=right):
                first, second = self._reading(left), self._reading(right)
                if first is None or second is None:
                    return None
                if operator == "*":
                    return first * second
                return first + second if operator == "+" else first - second
            case _:
                return None

    def _size(self, expression: Expression) -> Polynomial | None:
        """``expression`` over parameters and global integers."""
        match expression:
            case Name(variable=variable) if (
                variable.storage is Storage.GLOBAL and integer_type(variable.type) is not None
            ):
                return Polynomial.name(variable.name)
            case _:
                return self._reading(expression)

    def _row_bounds(self, loop: For) -> None:
        """``for (k = row[i]; k < row[i + 1]; …)``: row starts, as in a CSR matrix."""
        counted = counted_loop(loop)
        if isinstance(counted, NotCounted):
            return
        first = self._indexed_parameter(counted.start)
        last = self._indexed_parameter(counted.bound)
        if first is None or last is None or first.id != last.id:
            return
        arrays = self._indexed_by(loop, counted.induction)
        for array in arrays or (None,):
            self.values.append(
                ValueFact(first.name, Polynomial(), None, monotone=True, index_of=array)
            )

    def _indexed_by(self, loop: For, counter: Variable) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for expression in all_expressions(loop.body):
            if isinstance(expression, Subscript):
                index = self._resolved(expression.index)
                if isinstance(index, Name) and index.variable.id == counter.id:
                    base = self._parameter(expression.base)
                    if base is not None:
                        names[base.name] = None
        return tuple(names)

    def indirections(self, function: Function) -> None:
        """``y[col[j]]``: the values of ``col`` are indices of ``y``."""
        if function.body is None:
            return
        for expression in all_expressions(function.body):
            if not isinstance(expression, Subscript):
                continue
            array = self._parameter(expression.base)
            if array is None:
                continue
            for inner in self._index_arrays(expression.index):
                if inner != array.name:
                    self.values.append(ValueFact(inner, Polynomial(), None, index_of=array.name))

    def _index_arrays(self, index: Expression) -> Iterator[str]:
        """Parameters whose elements, or the elements of whose rows, are in ``index``."""
        for part in walk_expression(self._resolved(index)):
            resolved = self._resolved(part)
            variable = self._indexed_parameter(resolved)
            if variable is not None:
                yield variable.name
            elif integer_type(resolved.type) is not None and isinstance(resolved, Subscript):
                table = row_of(resolved.base, self.context.definitions)
                if table is not None:
                    yield row_name(table.name)

    def _indexed_parameter(self, expression: Expression) -> Variable | None:
        """The parameter of which ``expression`` is an integer element."""
        resolved = self._resolved(expression)
        match resolved:
            case Subscript(base=base) if integer_type(resolved.type) is not None:
                return self._parameter(base)
            case Unary(operator="*", operand=operand) if integer_type(resolved.type) is not None:
                return self._parameter(operand)
            case _:
                return None

    def _resolved(self, expression: Expression) -> Expression:
        while True:
            match expression:
                case Cast(operand=operand):
                    expression = operand
                case Name(variable=variable) if variable.id in self.context.definitions:
                    expression = self.context.definitions[variable.id]
                case _:
                    return expression

    def _parameter(self, base: Expression) -> Variable | None:
        base = self._resolved(base)
        if not isinstance(base, Name) or base.variable.storage is not Storage.PARAMETER:
            return None
        is_array = isinstance(stripped(base.variable.type), PointerType | ArrayType | ContainerType)
        return base.variable if is_array else None

    def result(self, function: Function) -> InputFacts:
        """Everything that was noted, in the order of the parameters."""
        self._untyped_bounds()
        extents: list[ExtentFact] = []
        for counts, table in counted_rows(function, self.context.definitions):
            # As many as the row has, or fewer: an index of it.
            self.values.append(ValueFact(counts, Polynomial(), None, index_of=row_name(table)))
        values = list(dict.fromkeys(self.values))
        pointers = [v for v in self.context.unit.globals if isinstance(v.type, PointerType)]
        rows = row_lengths(function, self.context.definitions, self._size)
        for bound in (bound for lengths in rows.values() for bound in lengths.bounds):
            self._note_sizes(bound)
        for parameter in (*function.parameters, *pointers):
            name = parameter.name
            if name in self.bounds or name in self.incomplete:
                bounds = tuple(self.bounds.get(name, ()))
                is_complete = name not in self.incomplete
                whole = _elements(parameter)
                if whole is not None and not is_complete:
                    bounds, is_complete = (Polynomial.constant(whole),), True
                extents.append(ExtentFact(name, bounds, is_complete))
            if name in rows and is_table(parameter.type):
                lengths = rows[name]
                extents.append(ExtentFact(row_name(name), lengths.bounds, lengths.complete))
            if name in self.sizes and integer_type(parameter.type) is not None:
                values.append(ValueFact(name, Polynomial(), None))
        texts = terminated(function, self.context.definitions)
        return InputFacts(tuple(extents), tuple(values), texts=texts)


def _iteration(statement: For | RangeFor, scope: Scope) -> Iteration | None:
    evaluator = IntegerEvaluator(scope)
    if isinstance(statement, RangeFor):
        return range_iteration(statement, evaluator, 1)
    counted = recognised(statement, scope.context)
    if isinstance(counted, NotCounted):
        return None
    return iteration_space(counted, evaluator, 1).iteration


def _keep_longer(kept: list[Polynomial], length: Polynomial) -> None:
    """Add ``length`` unless a kept one is longer by a constant; drop those that it exceeds."""

    def is_longer(one: Polynomial, other: Polynomial) -> bool:
        more = (one - other).as_constant
        return more is not None and more >= 0

    if not any(is_longer(k, length) for k in kept):
        kept[:] = [k for k in kept if not is_longer(length, k)]
        kept.append(length)


def _elements(pointer: Variable) -> int | None:
    """How many elements the block has that a pointer always leads to."""
    if pointer.block is None or not isinstance(pointer.type, PointerType):
        return None
    size = _bytes(pointer.type.pointee)
    return None if size is None else pointer.block // size


def _bytes(value: Type) -> int | None:
    match value:
        case ArithmeticType(bits=bits):
            return bits // 8 or None
        case ArrayType(element=element, extent=int(extent)):
            size = _bytes(element)
            return None if size is None else size * extent or None
        case _:
            return None


def _is_given(variable: Variable) -> bool:
    """Whether inputs give storage for what the variable leads to."""
    if variable.storage is Storage.GLOBAL:
        return isinstance(variable.type, PointerType)
    return variable.storage is Storage.PARAMETER
