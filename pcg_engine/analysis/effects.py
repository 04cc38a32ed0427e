"""What calling a function may do: summaries through visible bodies and the library table.

Summaries over-approximate. Recursion is handled by a fixpoint over all functions that are
reachable. What has no body and no table entry is an *unknown call*, whose effects are not listed
because they may be anything: a caller must refuse on ``unknown_calls`` before it reads the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.iterator_values import iterator_operation
from pcg_engine.analysis.library_functions import RECEIVER, canonical_name, library_function
from pcg_engine.analysis.library_lookups import lookup
from pcg_engine.analysis.library_operations import (
    operation_on_values,
    runs_user_code,
    shared_pointer,
)
from pcg_engine.analysis.memory_places import (
    Behind,
    MemoryPlaces,
    Object,
    Places,
    Unnamed,
    places_in,
)
from pcg_engine.analysis.value_types import (
    NULL_TYPE as NULL_TYPE,
    is_made_by_own_code,
    lifetime,
    makes_elements,
)
from pcg_engine.domain.ast import (
    OWN_NEW,
    PLACEMENT_NEW,
    ArithmeticType,
    ArrayType,
    Assignment,
    Call,
    Construct,
    ContainerType,
    Declaration,
    Declarator,
    Expression,
    FloatingLiteral,
    Function,
    IntegerLiteral,
    Member,
    Name,
    OpaqueType,
    OpenMPDirective,
    PointerType,
    RangeFor,
    RecordType,
    ReferenceType,
    Statement,
    Storage,
    Subscript,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
)
from pcg_engine.domain.facts import EffectSummary, united
from pcg_engine.domain.plain_words import in_plain_words
from pcg_engine.domain.traversal import (
    called_functions,
    called_keys,
    own_expressions,
    walk_expression,
    walk_statements,
)

PURE = EffectSummary()
COPIES_OF = "copies of "
"""What begins the name of an unknown callee that counts in memory which copies share."""
VIRTUAL = " (virtual)"
"""What ends the name of an unknown callee that the object's own class decides on."""


def summarize(unit: TranslationUnit, function: Function) -> EffectSummary:
    """The effects of calling ``function``; one without a body is an unknown call of itself."""
    return EffectAnalysis(unit).of_function(function)


class EffectAnalysis:
    """Effects of the functions of one unit, computed once and kept while this object lives."""

    def __init__(self, unit: TranslationUnit) -> None:
        self._unit = unit
        self._summaries: dict[str, EffectSummary] = {}

    def of_function(self, function: Function) -> EffectSummary:
        """The effects of calling ``function``."""
        if function.body is None:
            return EffectSummary(unknown_calls=(function.name,), may_throw=not function.is_noexcept)
        if function.key not in self._summaries:
            self._solve(function)
        return self._summaries[function.key]

    def of_call(self, call: Call) -> EffectSummary:
        """The effects of ``call`` in terms of its own arguments."""
        callees = self._visible_callees(call)
        if callees:
            return _for_call(united([self.of_function(one) for one in callees]), call)
        return _effect_without_body(call, self._unit)

    def of_construction(self, construct: Construct) -> EffectSummary:
        """The effects of the constructor that a user wrote, in terms of its arguments."""
        if construct.callee_key is None:
            return PURE
        callee = self._unit.functions.get(construct.callee_key)
        if callee is not None and callee.body is not None:
            self.of_function(callee)
        return self._constructor(construct)

    def of_statement(self, statement: Statement, function: Function) -> EffectSummary:
        """The effects of running ``statement``, a part of ``function``'s body.

        Memory is named as in the summary of ``function``: its locals do not appear.
        """
        for callee in called_functions(statement, self._unit.functions):
            self.of_function(callee)
        return self._body_effect(statement, function)

    def _visible_callees(self, call: Call) -> tuple[Function, ...]:
        """All functions that the call may lead to; none if one of them is not to be seen."""
        keys = call.targets if call.is_virtual else called_keys(call)
        found = [self._unit.functions.get(key) for key in keys]
        visible = tuple(one for one in found if one is not None and one.body is not None)
        return visible if len(visible) == len(found) else ()

    def _solve(self, root: Function) -> None:
        pending = [root]
        reached: dict[str, Function] = {}
        while pending:
            function = pending.pop()
            if function.key in reached or function.key in self._summaries:
                continue
            reached[function.key] = function
            if function.body is not None:
                pending.extend(called_functions(function.body, self._unit.functions))
        # Start from "no effect" and grow: effects are finite sets, so this ends.
        for key in reached:
            self._summaries[key] = PURE
        callers: dict[str, set[str]] = {key: set() for key in reached}
        for key, function in reached.items():
            for callee in (
                ()
                if function.body is None
                else called_functions(function.body, self._unit.functions)
            ):
                callers.get(callee.key, set()).add(key)
        waiting = dict.fromkeys(reversed(reached))  # callees first
        while waiting:
            key = next(iter(waiting))
            del waiting[key]
            function = reached[key]
            if function.body is None:
                continue
            found = self._body_effect(function.body, function)
            if function.is_noexcept:
                found = replace(found, may_throw=False)
            if found != self._summaries[key]:
                self._summaries[key] = found
                waiting |= dict.fromkeys(sorted(callers[key]))

    def _body_effect(self, statement: Statement, function: Function) -> EffectSummary:
        collector = _Collector(self._unit, places_in(function, self._unit), function)
        for inner in walk_statements(statement):
            collector.statement(inner)
            for own in own_expressions(inner):
                for expression in walk_expression(own):
                    collector.expression(expression)
                    if isinstance(expression, Call):
                        collector.call(expression, self._call_summary(expression))
                    elif isinstance(expression, Construct) and expression.callee_key is not None:
                        collector.construction(expression, self._constructor(expression))
        return collector.summary()

    def _constructor(self, construct: Construct) -> EffectSummary:
        callee = self._unit.functions.get(construct.callee_key or "")
        if callee is None or callee.body is None:
            name = callee.name if callee is not None else _spelling(construct.type)
            return EffectSummary(unknown_calls=(f"constructor of {name}",), may_throw=True)
        return self._summaries.get(callee.key, PURE)

    def _call_summary(self, call: Call) -> EffectSummary:
        callees = self._visible_callees(call)
        if callees:
            known = [self._summaries.get(one.key, PURE) for one in callees]
            return _for_call(united(known), call)
        return _effect_without_body(call, self._unit)


@dataclass(slots=True)
class _Collector:
    """Gathers the effects of the parts of one body."""

    unit: TranslationUnit
    places: MemoryPlaces
    function: Function
    declared: set[str] = field(default_factory=set[str])
    reads_globals: set[str] = field(default_factory=set[str])
    writes_globals: set[str] = field(default_factory=set[str])
    reads_parameters: set[int] = field(default_factory=set[int])
    writes_parameters: set[int] = field(default_factory=set[int])
    static_state: set[str] = field(default_factory=set[str])
    unknown_calls: set[str] = field(default_factory=set[str])
    performs_io: bool = False
    may_throw: bool = False
    allocates: bool = False
    reads_unnamed: bool = False
    writes_unnamed: bool = False

    def __post_init__(self) -> None:
        self.declared.update(own_variables(self.function))

    def summary(self) -> EffectSummary:
        return EffectSummary(
            reads_globals=tuple(sorted(self.reads_globals)),
            writes_globals=tuple(sorted(self.writes_globals)),
            writes_parameters=tuple(sorted(self.writes_parameters)),
            reads_parameters=tuple(sorted(self.reads_parameters)),
            static_state=tuple(sorted(self.static_state)),
            performs_io=self.performs_io,
            may_throw=self.may_throw,
            allocates=self.allocates,
            unknown_calls=tuple(sorted(self.unknown_calls)),
            reads_unnamed_memory=self.reads_unnamed,
            writes_unnamed_memory=self.writes_unnamed,
        )

    def statement(self, statement: Statement) -> None:
        match statement:
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    self._declared(declarator)
            case RangeFor(variable=variable, range=range_):
                self._lifetime(variable.type)
                if not isinstance(_value_type(range_.type), ArrayType | ContainerType):
                    self.unknown_calls.add("begin() and end() of a range")
                self._read(self.places.designated(range_) | self.places.behind(range_))
            case OpenMPDirective(directive=directive):
                self.unknown_calls.add(f"#pragma omp {directive}")
            case UnsupportedStatement(construct=construct):
                if construct not in _HARMLESS_STATEMENTS:
                    self.unknown_calls.add(in_plain_words(construct))
            case _:
                pass

    def expression(self, expression: Expression) -> None:
        match expression:
            case Assignment(target=target):
                self._write(self.places.designated(target))
                self._assigned_object(target.type)
            case Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=operand):
                self._write(self.places.designated(operand))
            case Unary(operator="*") | Subscript() | Member():
                self._read(self.places.designated(expression))
            case Name(variable=variable):
                if variable.volatile:
                    self.static_state.add(f"volatile {variable.name}")
                self._read(self.places.designated(expression))
            case Construct():
                self._constructed(expression)
            case UnsupportedExpression(construct=construct):
                self._unsupported(construct, expression)
            case _:
                pass

    def call(self, call: Call, effect: EffectSummary) -> None:
        """A call with ``effect`` in terms of its arguments."""
        self._add(effect, lambda index: argument_of(call, index))

    def construction(self, construct: Construct, effect: EffectSummary) -> None:
        """A user's constructor; what it does to the new object itself does not count."""
        arguments = construct.arguments
        self._add(effect, lambda i: arguments[i] if 0 <= i < len(arguments) else None)

    def _add(self, effect: EffectSummary, argument: Callable[[int], Expression | None]) -> None:
        self.reads_globals.update(effect.reads_globals)
        self.writes_globals.update(effect.writes_globals)
        self.static_state.update(effect.static_state)
        self.unknown_calls.update(effect.unknown_calls)
        self.performs_io |= effect.performs_io
        self.may_throw |= effect.may_throw
        self.allocates |= effect.allocates
        self.reads_unnamed |= effect.reads_unnamed_memory
        self.writes_unnamed |= effect.writes_unnamed_memory
        for index in effect.reads_parameters:
            self._read(self._argument_places(argument(index)))
        for index in effect.writes_parameters:
            self._write(self._argument_places(argument(index)))

    def _argument_places(self, argument: Expression | None) -> Places:
        if argument is None:
            return frozenset()
        designated = self.places.designated(argument)
        return designated | self.places.behind(argument) if _refers(argument.type) else designated

    def _read(self, places: Places) -> None:
        for place in places:
            match place:
                case Object(variable=variable):
                    if not self._is_own(variable) and not _is_constant(variable):
                        self.reads_globals.add(variable.id)
                case Behind(index=index):
                    self.reads_parameters.add(index)
                case Unnamed():
                    self.reads_unnamed = True

    def _write(self, places: Places) -> None:
        for place in places:
            match place:
                case Object(variable=variable):
                    if variable.storage in (Storage.STATIC_LOCAL, Storage.THREAD_LOCAL):
                        self.static_state.add(variable.name)
                    elif not self._is_own(variable):
                        self.writes_globals.add(variable.id)
                case Behind(index=index):
                    self.writes_parameters.add(index)
                case Unnamed():
                    self.writes_unnamed = True

    def _is_own(self, variable: Variable) -> bool:
        return variable.id in self.declared and variable.storage in (
            Storage.LOCAL,
            Storage.PARAMETER,
        )

    def _declared(self, declarator: Declarator) -> None:
        variable = declarator.variable
        if variable.storage is Storage.STATIC_LOCAL:
            if declarator.initialiser is not None and not _is_literal(declarator.initialiser):
                # The first call decides the value, so the order of calls matters.
                self.static_state.add(variable.name)
        else:
            self._lifetime(variable.type)

    def _lifetime(self, value_type: Type) -> None:
        """Constructing and destroying an object of this type."""
        done = lifetime(value_type, self.unit)
        self.allocates |= done.allocates
        self.unknown_calls.update(
            f"constructor or destructor of {_spelling(one)}" for one in done.unknown
        )
        self.unknown_calls.update(f"{COPIES_OF}{one}" for one in done.counted)
        self.may_throw |= done.allocates or bool(done.unknown)

    def _assigned_object(self, value_type: Type) -> None:
        match value_type:
            case RecordType() | ContainerType():
                self._lifetime(value_type)
            case _:
                pass

    def _constructed(self, construct: Construct) -> None:
        self._lifetime(construct.type)
        given = tuple(a.type for a in construct.arguments)
        made_of_nothing = construct.callee_key is None and not given
        if makes_elements(_value_type(construct.type), given, self.unit) is False or (
            made_of_nothing and is_made_by_own_code(construct.type, self.unit)
        ):
            self.unknown_calls.add(f"constructor of {_spelling(_value_type(construct.type))}")
            self.may_throw = True

    def _unsupported(self, construct: str, expression: UnsupportedExpression) -> None:
        match construct:
            case "CXXThrowExpr":
                self.may_throw = True
            case "CXXNewExpr":
                self.allocates = True
                self.may_throw = True
                allocated = expression.type
                if isinstance(allocated, PointerType):
                    self._lifetime(allocated.pointee)
                else:
                    self.unknown_calls.add(in_plain_words(construct))
            case _ if construct in (OWN_NEW, PLACEMENT_NEW):
                self.unknown_calls.add(in_plain_words(construct))
                self.may_throw = True
            case "CXXDeleteExpr":
                self.allocates = True
                for child in expression.children:
                    self._write(self.places.behind(child))
                    if not _deletes_trivially(child.type):
                        self.unknown_calls.add(in_plain_words(construct))
            case _:
                if construct not in HARMLESS_EXPRESSIONS:
                    self.unknown_calls.add(in_plain_words(construct))


def declared_variables(statement: Statement) -> Iterator[Variable]:
    """The variables declared anywhere inside ``statement``."""
    for inner in walk_statements(statement):
        match inner:
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    yield declarator.variable
            case RangeFor(variable=variable):
                yield variable
            case _:
                pass


def own_variables(function: Function) -> frozenset[str]:
    """Ids of the parameters and locals of ``function``; what it captures is not among them."""
    own = {p.id for p in function.parameters}
    if function.body is not None:
        own.update(v.id for v in declared_variables(function.body))
    return frozenset(own)


def argument_of(call: Call, index: int) -> Expression | None:
    """The argument with the index that summaries use (-1: the receiver); ``None`` if defaulted."""
    if index == RECEIVER:
        return call.receiver
    return call.arguments[index] if index < len(call.arguments) else None


def is_plain(record: str, unit: TranslationUnit) -> bool:
    """Whether the record is known to be trivially copyable (so that nothing hidden is called)."""
    known = unit.records.get(record)
    return known is not None and known.is_plain


_HARMLESS_STATEMENTS = frozenset(
    [
        "SwitchStmt",
        "CaseStmt",
        "DefaultStmt",
        "CXXTryStmt",
        "CXXCatchStmt",
        "LabelStmt",
        "GotoStmt",
        "IfStmt",
        "AttributedStmt",
    ]
)
HARMLESS_EXPRESSIONS = frozenset(
    [
        "UnaryExprOrTypeTraitExpr",
        "CXXNoexceptExpr",
        "StringLiteral",
        "PredefinedExpr",
        "TypeTraitExpr",
        "CXXNullPtrLiteralExpr",
        "GNUNullExpr",
        "SourceLocExpr",
    ]
)
"""Constructs that set nothing and run nothing."""


def _effect_without_body(call: Call, unit: TranslationUnit) -> EffectSummary:
    if _is_trivial_assignment(call, unit):
        return EffectSummary(reads_parameters=(0,), writes_parameters=(RECEIVER,))
    entry = library_function(call)
    known = operation_on_values(call, unit) or lookup(call, unit) or iterator_operation(call, unit)
    if known is None and entry is not None and not runs_user_code(call, entry.effect, unit):
        known = entry.effect
    if known is not None:
        return replace(known, may_throw=False) if call.is_noexcept else known
    shared = shared_pointer(call)
    if shared is not None:
        return EffectSummary(unknown_calls=(f"{COPIES_OF}{shared}",), writes_parameters=(RECEIVER,))
    name = canonical_name(call.callee) if call.callee else "a call through a pointer"
    if call.is_virtual:
        name = f"{name}{VIRTUAL}"
    return EffectSummary(unknown_calls=(name,), may_throw=not call.is_noexcept)


def _is_trivial_assignment(call: Call, unit: TranslationUnit) -> bool:
    """Whether this is the copy assignment of a trivially copyable class."""
    if call.receiver is None or len(call.arguments) != 1 or call.callee is None:
        return False
    assigned = _value_type(call.receiver.type)
    given = _value_type(call.arguments[0].type)
    return (
        isinstance(assigned, RecordType)
        and isinstance(given, RecordType)
        and assigned.name == given.name
        and call.callee == f"{assigned.name}::operator="
        and is_plain(assigned.name, unit)
    )


def _for_call(effect: EffectSummary, call: Call) -> EffectSummary:
    return replace(effect, may_throw=False) if call.is_noexcept else effect


def _value_type(value_type: Type) -> Type:
    return value_type.referent if isinstance(value_type, ReferenceType) else value_type


def _refers(value_type: Type) -> bool:
    """Whether a parameter that receives such a value stands for memory behind it.

    Pointers that are members of a record do not count: a callee that follows them says so itself.
    """
    match _value_type(value_type):
        case PointerType() | ArrayType() | OpaqueType():
            return True
        case ContainerType() as container:
            return container.is_view
        case _:
            return False


def _is_constant(variable: Variable) -> bool:
    value_type = variable.type
    match value_type:
        case ReferenceType():
            return False
        case ArrayType(element=element):
            return value_type.const or _is_constant_element(element)
        case _:
            return value_type.const


def _is_constant_element(element: Type) -> bool:
    match element:
        case ArrayType(element=inner):
            return element.const or _is_constant_element(inner)
        case ArithmeticType() | RecordType() | PointerType():
            return element.const
        case _:
            return False


def _is_literal(expression: Expression) -> bool:
    return all(
        isinstance(e, IntegerLiteral | FloatingLiteral | Construct) or not _has_inputs(e)
        for e in walk_expression(expression)
    )


def _has_inputs(expression: Expression) -> bool:
    return isinstance(expression, Name | Call | UnsupportedExpression | Member)


def _deletes_trivially(value_type: Type) -> bool:
    return isinstance(value_type, PointerType) and isinstance(value_type.pointee, ArithmeticType)


def _spelling(value_type: Type) -> str:
    match value_type:
        case RecordType(name=name):
            return name
        case ContainerType(container=container):
            return f"std::{container.value}"
        case ArrayType(element=element):
            return _spelling(element)
        case _:
            return str(getattr(value_type, "spelling", "void"))
