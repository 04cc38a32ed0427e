"""Loops that add up what a function's calls of itself return."""

from __future__ import annotations

from pcg_engine.analysis.effects import EffectAnalysis, declared_variables, is_plain
from pcg_engine.analysis.recursive_calls import (
    SummedCalls,
    calls_in_expression,
    calls_in_statement,
    is_effect_free,
    is_own,
    is_value,
)
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    Assignment,
    Call,
    Construct,
    Declaration,
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
    Return,
    Statement,
    Storage,
    TranslationUnit,
    Type,
    Unary,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.traversal import all_expressions, walk_statements

_SUMS = frozenset(("+=", "|=", "&=", "^="))


def summed_calls(
    loop: For | RangeFor | While,
    function: Function,
    unit: TranslationUnit,
    effects: EffectAnalysis,
    exposed: frozenset[str],
) -> SummedCalls | None:
    """``loop`` if all that ``function``'s calls of itself return goes into one sum of integers.

    Every iteration may then go on before its calls have returned: nothing in the loop uses the
    sum, leaves the function, or binds a reference (of which a task would copy the object), and it
    changes nothing but numbers, pointers and plain structures by their names, of which each task
    has copies. ``exposed`` are the variables of ``function`` that something may refer to.
    """
    if not _changes_only_values(loop, function, unit, effects, exposed):
        return None
    updates: list[ExpressionStatement] = []
    for inner in walk_statements(loop):
        if isinstance(inner, Return) or _may_leave(inner) or _binds_reference(inner):
            return None
        if isinstance(inner, ExpressionStatement) and calls_in_statement(inner, function):
            updates.append(inner)
    targets: dict[str, Variable] = {}
    operators: set[str] = set()
    covered = 0
    for update in updates:
        target = _target(update.expression, function, effects)
        if target is None or not isinstance(update.expression, Assignment):
            return None
        targets[target.id] = target
        operators.add(update.expression.operator)
        covered += len(calls_in_expression(update.expression, function))
    if not covered or covered != len(calls_in_statement(loop, function)):
        return None
    if len(targets) != 1 or len(operators) != 1:
        return None
    (target,) = targets.values()
    uses = [e for e in all_expressions(loop) if isinstance(e, Name) and e.variable.id == target.id]
    if len(uses) != len(updates) or target.id in exposed or target.id in _declared(loop):
        return None
    return SummedCalls(loop, target, tuple(updates))


def _target(update: Expression, function: Function, effects: EffectAnalysis) -> Variable | None:
    """The local integer to which ``update`` adds a value without effects."""
    match update:
        case Assignment(operator=operator, target=Name(variable=variable), value=value) if (
            operator in _SUMS
            and variable.storage is Storage.LOCAL
            and not variable.volatile
            and isinstance(variable.type, ArithmeticType)
            and variable.type.kind is ArithmeticKind.INTEGER
            and isinstance(value.type, ArithmeticType)
            and value.type.kind is ArithmeticKind.INTEGER
            and is_value(value, function, effects)
        ):
            given = [a for call in calls_in_expression(value, function) for a in call.arguments]
            return variable if all(is_effect_free(a, effects) for a in given) else None
        case _:
            return None


def _may_leave(statement: Statement) -> bool:
    return isinstance(statement, UnsupportedStatement) and statement.construct not in (
        "SwitchStmt",
        "CaseStmt",
        "DefaultStmt",
        "NullStmt",
    )


def _binds_reference(statement: Statement) -> bool:
    match statement:
        case Declaration(declarators=declarators):
            return any(isinstance(d.variable.type, ReferenceType) for d in declarators)
        case RangeFor(variable=variable):
            return isinstance(variable.type, ReferenceType)
        case _:
            return False


def _changes_only_values(
    loop: For | RangeFor | While,
    function: Function,
    unit: TranslationUnit,
    effects: EffectAnalysis,
    exposed: frozenset[str],
) -> bool:
    declared = _declared(loop)
    if declared.keys() & exposed or not all(is_copied(v.type, unit) for v in declared.values()):
        return False
    for expression in all_expressions(loop):
        match expression:
            case (
                Assignment(target=target)
                | Unary(operator="++pre" | "--pre" | "post++" | "post--", operand=target)
            ):
                while isinstance(target, Member) and not target.arrow:
                    target = target.base
                if (
                    not isinstance(target, Name)
                    or target.variable.id in exposed
                    or target.variable.storage not in (Storage.LOCAL, Storage.PARAMETER)
                    or not is_copied(target.variable.type, unit)
                ):
                    return False
            case Call() if not is_own(expression, function):
                if effects.of_call(expression).writes_parameters:
                    return False
            case Construct(callee_key=key) if key is not None:
                return False
            case _:
                pass
    return True


def is_copied(value_type: Type, unit: TranslationUnit) -> bool:
    """Whether a task gets a copy of such a variable, at no cost worth speaking of."""
    match value_type:
        case ArithmeticType() | PointerType():
            return True
        case RecordType(name=name):
            return is_plain(name, unit)
        case _:
            return False


def _declared(statement: Statement) -> dict[str, Variable]:
    return {variable.id: variable for variable in declared_variables(statement)}
