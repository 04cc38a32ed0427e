"""What ``void*`` parameters point to: what the function takes them for, in the casts it makes.

``double (*u)[m][n] = (double (*)[m][n])pointer_u;`` says that ``pointer_u`` points to doubles.
"""

from __future__ import annotations

from collections.abc import Iterator

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    Call,
    Cast,
    Expression,
    Function,
    Name,
    PointerType,
    RecordType,
    Storage,
    TranslationUnit,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.traversal import all_expressions

_DEEPEST = 4


def pointed_types(
    function: Function, unit: TranslationUnit, depth: int = _DEEPEST
) -> dict[str, Type]:
    """By ``Variable.id``, the type of the elements behind each ``void*`` that is always one type.

    Arrays count as their elements. What a callee makes of it counts too.
    """
    untyped = {p.id for p in function.parameters if _is_untyped(p)}
    if not untyped or function.body is None:
        return {}
    found: dict[str, set[Type]] = {}
    for expression in all_expressions(function.body):
        for variable, element in _uses(expression, unit, depth):
            if variable.id in untyped:
                found.setdefault(variable.id, set()).add(element)
    return {key: types.pop() for key, types in found.items() if len(types) == 1}


def parameter_behind(expression: Expression | None) -> Variable | None:
    """The parameter that ``expression`` is, conversions of pointers aside."""
    while isinstance(expression, Cast):
        expression = expression.operand
    match expression:
        case Name(variable=variable) if variable.storage is Storage.PARAMETER:
            return variable
        case _:
            return None


def element_of(pointed: Type) -> Type:
    """The elements of what a pointer points to, arrays of arrays being taken apart."""
    while isinstance(pointed, ArrayType):
        pointed = pointed.element
    return pointed


def _is_untyped(parameter: Variable) -> bool:
    match parameter.type:
        case PointerType(pointee=VoidType()):
            return True
        case _:
            return False


def _uses(
    expression: Expression, unit: TranslationUnit, depth: int
) -> Iterator[tuple[Variable, Type]]:
    match expression:
        case Cast(operand=Name(variable=variable), type=PointerType(pointee=pointed)):
            match element_of(pointed):
                case ArithmeticType() | RecordType() as element:
                    yield variable, _plain(element)
                case _:
                    pass
        case Call(callee_key=str(key), arguments=arguments) if depth > 0:
            callee = unit.functions.get(key)
            if callee is None or len(callee.parameters) != len(arguments):
                return
            known = pointed_types(callee, unit, depth - 1)
            for parameter, argument in zip(callee.parameters, arguments, strict=True):
                if isinstance(argument, Name) and parameter.id in known:
                    yield argument.variable, known[parameter.id]
        case _:
            pass


def _plain(element: ArithmeticType | RecordType) -> Type:
    """Without ``const``, which says what this cast does and not what the memory is."""
    match element:
        case ArithmeticType(name=name, kind=kind, bits=bits, signed=signed):
            return ArithmeticType(name.removeprefix("const "), kind, bits, signed)
        case RecordType(name=name):
            return RecordType(name)
