"""How the statements of a function use its variables, with definite assignment along all paths.

One walk in evaluation order answers what privatization, reductions and liveness ask: which
variables are read before they are surely written, which are written, which escape. Only whole
variables are followed here: scalars, pointers and records. The elements of arrays and containers
are the dependence analysis' business and appear as ``ELEMENT`` uses of their variable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from pcg_engine.analysis.effects import EffectAnalysis, argument_of
from pcg_engine.analysis.iterator_values import iterator_operation
from pcg_engine.analysis.library_functions import RECEIVER, canonical_name, library_function
from pcg_engine.analysis.library_lookups import lookup
from pcg_engine.analysis.library_operations import operation_on_values, takes_content
from pcg_engine.analysis.memory_places import is_handle
from pcg_engine.analysis.owners import is_made_alone
from pcg_engine.analysis.reference_members import holds_references
from pcg_engine.analysis.uses import Loop, Use, UseKind, Uses
from pcg_engine.analysis.value_types import holds_no_address
from pcg_engine.domain.ast import (
    ArithmeticType,
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
    Empty,
    Expression,
    ExpressionStatement,
    FloatingLiteral,
    For,
    If,
    IntegerLiteral,
    Member,
    Name,
    OpenMPDirective,
    PointerType,
    RangeFor,
    ReferenceType,
    Return,
    Statement,
    Subscript,
    This,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.facts import EffectSummary
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import walk_expression

State = frozenset[str] | None
"""Surely assigned variables; ``None`` where control does not arrive."""


def join_states(*states: State) -> State:
    """What is surely assigned where several paths meet."""
    joined: State = None
    for state in states:
        if state is not None:
            joined = state if joined is None else joined & state
    return joined


def _both(left: State, right: State) -> State:
    """After two evaluations in unspecified order."""
    return None if left is None or right is None else left | right


@dataclass(slots=True)
class _Switch:
    """A switch that the walk is inside of: what is assigned ``before`` it."""

    before: State
    has_default: bool = False


@dataclass(slots=True)
class UseWalk:
    """A walk in evaluation order; its methods take and give the surely assigned variables."""

    effects: EffectAnalysis
    unit: TranslationUnit
    uses: list[Use] = field(default_factory=list[Use])
    opaque_calls: list[Call | Construct] = field(default_factory=list[Call | Construct])
    captured: set[str] = field(default_factory=set[str])
    irregular: bool = False
    iteration_end: State = None
    breaks: list[list[State]] = field(default_factory=list[list[State]])
    continues: list[list[State]] = field(default_factory=list[list[State]])
    switches: list[_Switch] = field(default_factory=list["_Switch"])
    abandoned: list[State] = field(default_factory=list[State])
    globals_by_id: dict[str, Variable] = field(default_factory=dict[str, Variable])

    def __post_init__(self) -> None:
        self.globals_by_id.update((v.id, v) for v in self.unit.globals)

    def result(self, end: State) -> Uses:
        """What was seen, with ``end`` as the state that the walk came to."""
        return Uses(
            uses=tuple(self.uses),
            assigned=end or frozenset(),
            opaque_calls=tuple(self.opaque_calls),
            irregular=self.irregular,
            captured=frozenset(self.captured),
        )

    def remaining(self, statements: Iterable[Statement], state: State) -> State:
        """The rest of a block inside an iteration that is already under way.

        ``continue`` and ``break`` lead to places from which the caller walks on with less.
        """
        self.breaks.append([])
        self.continues.append([])
        for statement in statements:
            state = self.statement(statement, state)
        self.abandoned.extend((*self.breaks.pop(), *self.continues.pop()))
        return state

    def again(self, loop: Loop, state: State) -> None:
        """Finish an iteration of ``loop`` from ``state`` and run it once more from its head."""
        state = join_states(state, *self.abandoned)
        self.abandoned.clear()
        if isinstance(loop, For) and loop.increment is not None:
            state = self.value(loop.increment, state)
        if isinstance(loop, While) and loop.test_last:
            state = self.value(loop.condition, state)
        self.iteration(loop, state)

    # --- statements ---

    def statement(self, statement: Statement, state: State) -> State:
        """Run ``statement`` from ``state``."""
        match statement:
            case Block(statements=statements):
                for inner in statements:
                    state = self.statement(inner, state)
                return state
            case Declaration(declarators=declarators):
                for declarator in declarators:
                    state = self._declare(declarator.variable, declarator.initialiser, state)
                return state
            case ExpressionStatement(expression=expression):
                return self.value(expression, state)
            case If(condition=condition, then=then, otherwise=otherwise):
                state = self.value(condition, state)
                after_then = self.statement(then, state)
                after_else = state if otherwise is None else self.statement(otherwise, state)
                return join_states(after_then, after_else)
            case For(initialiser=initialiser):
                if initialiser is not None:
                    state = self.statement(initialiser, state)
                return self.iteration(statement, state)
            case RangeFor() | While():
                return self.iteration(statement, state)
            case Return(value=value):
                if value is not None:
                    self.value(value, state)
                return None
            case Break():
                if self.breaks:
                    self.breaks[-1].append(state)
                return None
            case Continue():
                if self.continues:
                    self.continues[-1].append(state)
                return None
            case Empty():
                return state
            case OpenMPDirective(body=body):
                # Its clauses may give the body copies: nothing counts as assigned afterwards.
                if body is not None:
                    self.statement(body, state)
                return state
            case UnsupportedStatement():
                return self._unsupported_statement(statement, state)
            case _:
                assert_never(statement)

    def iteration(self, loop: Loop, state: State) -> State:
        """One iteration from ``state``; the state after the loop, which may run no iteration."""
        self.breaks.append([])
        self.continues.append([])
        exits: list[State] = []
        match loop:
            case For(condition=condition, increment=increment, body=body):
                if condition is not None:
                    state = self.value(condition, state)
                    exits.append(state)
                end = join_states(self.statement(body, state), *self.continues[-1])
                if increment is not None:
                    end = self.value(increment, end)
            case RangeFor(variable=variable, range=range_, body=body):
                state = self.value(range_, state)
                exits.append(state)
                end = self._declare(variable, None, state)
                if isinstance(variable.type, ReferenceType):
                    self._bind(range_, state)
                if end is not None:
                    end = end | {variable.id}
                end = join_states(self.statement(body, end), *self.continues[-1])
            case While(condition=condition, body=body, test_last=False):
                state = self.value(condition, state)
                exits.append(state)
                end = join_states(self.statement(body, state), *self.continues[-1])
            case While(condition=condition, body=body):
                end = join_states(self.statement(body, state), *self.continues[-1])
                end = self.value(condition, end)
                exits.append(end)
            case _:
                assert_never(loop)
        self.continues.pop()
        breaks = self.breaks.pop()
        self.iteration_end = join_states(end, *breaks)
        return join_states(*exits, *breaks)

    def _declare(self, variable: Variable, initialiser: Expression | None, state: State) -> State:
        if state is not None:
            state = state - {variable.id}
        if initialiser is None:
            return state
        after = self.value(initialiser, state)
        if isinstance(variable.type, ReferenceType):
            self._bind(initialiser, state)
        self._record(variable, UseKind.WRITE, variable.span, after)
        return None if after is None else after | {variable.id}

    def _unsupported_statement(self, statement: UnsupportedStatement, state: State) -> State:
        if statement.construct in ("GotoStmt", "LabelStmt", "IndirectGotoStmt") or (
            "Asm" in statement.construct
        ):
            self.irregular = True
        match statement.construct:
            case "SwitchStmt":
                return self._switch(statement, state)
            case "CaseStmt" | "DefaultStmt":
                return self._labelled(statement, state)
            case _:
                pass
        for expression in statement.expressions:
            self.value(expression, state)
        for inner in statement.statements:
            self.statement(inner, state)
        return state

    def _switch(self, statement: UnsupportedStatement, state: State) -> State:
        """Nothing but labels leads into its body, and what no label names passes it by."""
        *declarations, body = statement.statements or (Empty(statement.span),)
        for inner in declarations:
            state = self.statement(inner, state)
        for expression in statement.expressions:
            state = self.value(expression, state)
        self.breaks.append([])
        self.switches.append(_Switch(state))
        end = self.statement(body, None)
        entered = self.switches.pop()
        ways = [end, *self.breaks.pop()]
        return join_states(*ways) if entered.has_default else join_states(*ways, state)

    def _labelled(self, statement: UnsupportedStatement, state: State) -> State:
        """What stands behind ``case`` or ``default``: the switch leads there as well."""
        if self.switches:
            entered = self.switches[-1]
            entered.has_default |= statement.construct == "DefaultStmt"
            state = join_states(state, entered.before)
        for expression in statement.expressions:
            state = self.value(expression, state)
        for inner in statement.statements:
            state = self.statement(inner, state)
        return state

    # --- expressions ---

    def value(self, expression: Expression, state: State) -> State:
        """Evaluate ``expression``, whose value (not its identity) is used."""
        match expression:
            case IntegerLiteral() | FloatingLiteral() | This():
                return state
            case Name(variable=variable, span=span):
                kind = UseKind.ELEMENT if _owns_elements(variable.type) else UseKind.READ
                self._record(variable, kind, span, state)
                return state
            case Assignment(operator=operator, target=target, value=value):
                # The right side is sequenced before the left (C++17 [expr.ass]).
                state = self.value(value, state)
                return self._assign(target, operator == "=", state)
            case Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=operand):
                return self._assign(operand, False, state)
            case Unary(operator="&", operand=operand):
                self._bind(operand, state)
                return self._operands(expression, state)
            case Binary(operator="&&" | "||", left=left, right=right):
                state = self.value(left, state)
                self.value(right, state)
                return state
            case Binary(operator=",", left=left, right=right):
                return self.value(right, self.value(left, state))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                state = self.value(condition, state)
                return join_states(self.value(then, state), self.value(otherwise, state))
            case Unary() | Binary() | Cast() | Subscript() | Member() | Construct():
                return self._operands(expression, state)
            case Call():
                return self._call(expression, state)
            case UnsupportedExpression():
                return self._unsupported_expression(expression, state)
            case _:
                assert_never(expression)

    def _operands(
        self, expression: Unary | Binary | Cast | Subscript | Member | Construct, state: State
    ) -> State:
        match expression:
            case Unary(operand=operand) | Cast(operand=operand):
                return self.value(operand, state)
            case Binary(left=left, right=right) | Subscript(base=left, index=right):
                return _both(self.value(left, state), self.value(right, state))
            case Member(base=base):
                return self.value(base, state)
            case Construct(arguments=arguments):
                after = state
                for argument in arguments:
                    after = _both(after, self.value(argument, state))
                if expression.callee_key is not None or holds_references(
                    expression.type, self.unit
                ):
                    for argument in arguments:
                        self._bind(argument, state)
                self._hidden_uses(expression, self.effects.of_construction(expression), state)
                return after
            case _:
                assert_never(expression)

    def _assign(self, target: Expression, whole: bool, state: State) -> State:
        match target:
            case Name(variable=variable, span=span):
                if _owns_elements(variable.type):
                    self._record(variable, UseKind.MODIFY, span, state)
                    return state
                self._record(variable, UseKind.WRITE if whole else UseKind.UPDATE, span, state)
                return None if state is None else state | {variable.id}
            case Subscript(base=base, index=index):
                state = self.value(index, state)
                return self._assign_part(base, state, is_element=True)
            case Member(base=base, arrow=arrow):
                return self.value(base, state) if arrow else self._assign_part(base, state)
            case Unary(operator="*", operand=operand):
                return self.value(operand, state)
            case Unary(operand=operand) | Cast(operand=operand):
                return self._assign(operand, False, state)
            case Assignment():
                return self._assign(target.target, False, self.value(target, state))
            case Binary(operator=",", left=left, right=right):
                return self._assign(right, whole, self.value(left, state))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                state = self.value(condition, state)
                return join_states(
                    self._assign(then, False, state), self._assign(otherwise, False, state)
                )
            case Call():
                state = self._call(target, state)
                self._returned_reference(target, state)
                return state
            case Binary() | Construct() | IntegerLiteral() | FloatingLiteral() | This():
                return self.value(target, state)
            case UnsupportedExpression():
                return self._unsupported_expression(target, state)
            case _:
                assert_never(target)

    def _assign_part(self, base: Expression, state: State, *, is_element: bool = False) -> State:
        """A part (a member, or an element of one) of what ``base`` designates is written."""
        match base:
            case Name(variable=variable, span=span):
                if is_handle(variable.type):
                    kind = UseKind.READ
                elif is_element or _owns_elements(variable.type):
                    kind = UseKind.ELEMENT
                else:
                    kind = UseKind.UPDATE
                self._record(variable, kind, span, state)
                return state
            case Subscript(base=inner, index=index):
                state = self.value(index, state)
                return self._assign_part(inner, state, is_element=True)
            case Member(base=inner, arrow=False) if not is_handle(base.type):
                return self._assign_part(inner, state, is_element=is_element)
            case Cast(operand=operand) if not is_handle(base.type):
                return self._assign_part(operand, state, is_element=is_element)
            case Conditional() | Assignment() | Call() | UnsupportedExpression():
                state = self.value(base, state)
                if not is_handle(base.type):
                    self._bind(base, state)
                return state
            case _:
                return self.value(base, state)

    def _bind(self, expression: Expression, state: State) -> None:
        """Something may keep the identity of what ``expression`` designates."""
        match expression:
            case Name(variable=variable, span=span):
                if not _owns_elements(variable.type):
                    self._record(variable, UseKind.ESCAPE, span, state)
            case Subscript(base=base):
                if not is_handle(base.type):
                    self._bind(base, state)
            case Member(base=base, arrow=arrow):
                if not arrow:
                    self._bind(base, state)
            case Unary(operator="*"):
                pass
            case Unary(operator="+" | "-" | "~" | "!") | Binary() if _is_new_number(expression):
                pass
            case _:
                for inner in walk_expression(expression):
                    if isinstance(inner, Name) and not _owns_elements(inner.variable.type):
                        self._record(inner.variable, UseKind.ESCAPE, inner.span, state)

    def _unsupported_expression(self, expression: UnsupportedExpression, state: State) -> State:
        match expression.construct:
            case "UnaryExprOrTypeTraitExpr" | "CXXNoexceptExpr" | "TypeTraitExpr":
                return state  # not evaluated
            case "CXXThrowExpr":
                for child in expression.children:
                    self.value(child, state)
                return None
            case _:
                for child in expression.children:
                    for inner in walk_expression(child):
                        if isinstance(inner, Name):
                            self._record(inner.variable, UseKind.ESCAPE, inner.span, state)
                return state

    # --- calls ---

    def _call(self, call: Call, state: State) -> State:
        effect = self.effects.of_call(call)
        after = state
        if call.receiver is not None:
            after = _both(after, self._argument(call, RECEIVER, effect, state))
        for index in range(len(call.arguments)):
            after = _both(after, self._argument(call, index, effect, state))
        self._hidden_uses(call, effect, state)
        return after

    def _hidden_uses(self, call: Call | Construct, effect: EffectSummary, state: State) -> None:
        kinds = dict.fromkeys(effect.reads_globals, UseKind.READ)
        kinds.update((identifier, UseKind.UPDATE) for identifier in effect.writes_globals)
        for identifier, kind in kinds.items():
            variable = self.globals_by_id.get(identifier)
            if variable is None:
                self.captured.add(identifier)
            else:
                self._record(variable, kind, call.span, state)
        if effect.unknown_calls or effect.reads_unnamed_memory or effect.writes_unnamed_memory:
            self.opaque_calls.append(call)

    def _argument(self, call: Call, index: int, effect: EffectSummary, state: State) -> State:
        argument = argument_of(call, index)
        if argument is None:
            return state
        is_address = isinstance(argument, Unary) and argument.operator == "&"
        designated = argument.operand if is_address and isinstance(argument, Unary) else argument
        if not is_address and self._is_by_value(call, index, argument):
            return self.value(argument, state)
        if isinstance(designated, Name):
            variable = designated.variable
            if _owns_elements(variable.type):
                written = index in effect.writes_parameters and not is_address
                kind = UseKind.MODIFY if written else UseKind.ELEMENT
            elif not self.keeps_nothing(call, effect):
                kind = UseKind.ESCAPE
            elif index in effect.writes_parameters:
                kind = UseKind.UPDATE
            else:
                kind = UseKind.READ
            self._record(variable, kind, designated.span, state)
            return state
        state = self.value(argument, state)
        if not self.keeps_nothing(call, effect):
            self._bind(designated, state)
        elif index in effect.writes_parameters:
            self._assign_part(designated, state)
        return state

    def _is_by_value(self, call: Call, index: int, argument: Expression) -> bool:
        """Whether the callee gets a copy that it cannot reach the variable through."""
        if index == RECEIVER:
            return isinstance(argument.type, PointerType)
        known = self.unit.functions.get(call.callee_key) if call.callee_key is not None else None
        if known is not None and index < len(known.parameters):
            return not isinstance(known.parameters[index].type, ReferenceType)
        entry = library_function(call)
        if entry is None or takes_content(call, self.unit):
            return False
        if index in entry.effect.writes_parameters:
            return isinstance(argument.type, PointerType) and not entry.swappable_only
        return True

    def keeps_nothing(self, call: Call, effect: EffectSummary) -> bool:
        """Whether no reference to an argument survives the call."""
        if effect.unknown_calls or effect.writes_globals or effect.static_state:
            return False
        if effect.writes_unnamed_memory:
            return False
        if library_function(call) is not None and call.callee_key not in self.unit.functions:
            return True
        if lookup(call, self.unit) is not None or iterator_operation(call, self.unit) is not None:
            return True  # what it gives leads to elements alone
        gives_value = isinstance(call.type, ArithmeticType) or is_made_alone(call)
        if gives_value and operation_on_values(call, self.unit) is not None:
            return True  # as comparing two strings does, and making numbers
        known = self.unit.functions.get(call.callee_key) if call.callee_key is not None else None
        if known is None or not holds_no_address(known.return_type, self.unit):
            return False
        return (
            all(
                _holds_only_numbers(known.parameters[i].type)
                for i in effect.writes_parameters
                if 0 <= i < len(known.parameters)
            )
            and RECEIVER not in effect.writes_parameters
        )

    def _returned_reference(self, call: Call, state: State) -> None:
        """The result of ``call`` is written through."""
        name = canonical_name(call.callee) if call.callee is not None else ""
        is_element = name.startswith("std::") and name.rpartition("::")[2] in (
            "at",
            "front",
            "back",
            "operator[]",
        )
        if is_element and call.receiver is not None:
            if name.startswith("std::unique_ptr::"):
                return  # what it leads to is no part of the pointer
            self._assign_part(call.receiver, state)
            return
        self.opaque_calls.append(call)
        for argument in (call.receiver, *call.arguments):
            if argument is not None:
                self._bind(argument, state)

    def _record(self, variable: Variable, kind: UseKind, span: Span, state: State) -> None:
        exposed = state is not None and variable.id not in state
        self.uses.append(Use(variable, kind, span, exposed))


def _is_new_number(computed: Unary | Binary) -> bool:
    """Whether it is a value of its own, which leads to none of its operands."""
    return isinstance(computed.type, ArithmeticType) and computed.operator != ","


def _owns_elements(value_type: Type) -> bool:
    """Arrays and containers, whose elements are followed elsewhere."""
    match value_type:
        case ReferenceType(referent=referent):
            return _owns_elements(referent)
        case ArrayType():
            return True
        case ContainerType():
            return not value_type.is_view
        case _:
            return False


def _holds_only_numbers(value_type: Type) -> bool:
    match value_type:
        case ArithmeticType():
            return True
        case PointerType(pointee=inner) | ReferenceType(referent=inner):
            return isinstance(inner, ArithmeticType) or (
                isinstance(inner, ContainerType | ArrayType)
                and isinstance(inner.element, ArithmeticType)
            )
        case ContainerType(element=element) | ArrayType(element=element):
            return isinstance(element, ArithmeticType)
        case _:
            return False
