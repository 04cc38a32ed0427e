"""Local containers whose elements only their own names lead to: nothing else may designate them.

Memory that is reached in a way that is not followed, through a parameter of a callee for instance,
is none of theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pcg_engine.domain.ast import (
    ArithmeticType,
    Assignment,
    Binary,
    Call,
    Cast,
    Construct,
    ContainerKind,
    ContainerType,
    Declaration,
    Expression,
    Function,
    Name,
    RangeFor,
    ReferenceType,
    Return,
    Statement,
    Storage,
    Subscript,
    Type,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import (
    all_expressions,
    own_expressions,
    walk_expression,
    walk_statements,
)

_OWNERS = (ContainerKind.VECTOR, ContainerKind.ARRAY)
_KEEPING = frozenset(
    "size empty capacity max_size reserve resize assign push_back pop_back clear "
    "shrink_to_fit fill".split()
)
"""Members that give nothing out, and put in nothing but copies of the numbers that they are given.
"""


def unshared_containers(function: Function) -> frozenset[str]:
    """Ids of the local containers of numbers of which no element is ever referred to.

    They are made here, not taken over from elsewhere; their elements are read, assigned and
    counted, and they are returned as a whole. Every other use makes them shared.
    """
    body = function.body
    if body is None or isinstance(function.return_type, ReferenceType):
        return frozenset()
    made = {v.id for v in _made(body)}
    if not made:
        return frozenset()
    mentioned = Counter(
        e.variable.id
        for e in all_expressions(body)
        if isinstance(e, Name) and e.variable.id in made
    )
    harmless = Counter(
        name.variable.id for statement in walk_statements(body) for name in _harmless(statement)
    )
    return frozenset(key for key in made if mentioned[key] == harmless[key])


def _made(body: Statement) -> Iterator[Variable]:
    """The local containers of numbers, made of numbers or of nothing."""
    for statement in walk_statements(body):
        if isinstance(statement, Declaration):
            for declarator in statement.declarators:
                variable, value = declarator.variable, declarator.initialiser
                if (
                    variable.storage is Storage.LOCAL
                    and _is_of_numbers(variable.type)
                    and (value is None or _is_made_of_numbers(value))
                ):
                    yield variable


def _is_of_numbers(type_: Type) -> bool:
    return (
        isinstance(type_, ContainerType)
        and type_.container in _OWNERS
        and isinstance(type_.element, ArithmeticType)
    )


def _is_made_of_numbers(value: Expression) -> bool:
    """Whether nothing but the values of numbers goes into the object."""
    return isinstance(value, Construct) and all(
        isinstance(one.type, ArithmeticType) or _is_made_of_numbers(one) for one in value.arguments
    )


def _harmless(statement: Statement) -> Iterator[Name]:
    """The mentions in ``statement`` itself that refer to no element for longer than an operation.

    What a construct that is not known has below it is looked at like everything else: a name there
    is harmless only where the operation directly around it makes it so.
    """
    match statement:
        case Return(value=Name() as name):
            yield name
        case Return(value=Construct(arguments=(Name() as name,), type=ContainerType())):
            yield name  # moved or copied out, as its type is
        case RangeFor(variable=variable, range=Name() as name):
            if isinstance(variable.type, ArithmeticType):
                yield name
        case Declaration(declarators=declarators):
            for declarator in declarators:
                value = declarator.initialiser
                if value is not None and isinstance(declarator.variable.type, ArithmeticType):
                    yield from _element(value)
        case _:
            pass
    for expression in _own(statement):
        yield from _of_operation(expression)


def _own(statement: Statement) -> Iterator[Expression]:
    for one in own_expressions(statement):
        yield from walk_expression(one)


def _of_operation(expression: Expression) -> Iterator[Name]:
    match expression:
        case Assignment(target=target, value=value) if isinstance(target.type, ArithmeticType):
            yield from _element(target)
            yield from _element(value)
        case Binary(operator=operator, left=left, right=right) if operator != ",":
            yield from _element(left)
            yield from _element(right)
        case Unary(operator=operator, operand=operand) if operator not in ("&", "*"):
            yield from _element(operand)
        case Cast(operand=operand, type=ArithmeticType()):
            yield from _element(operand)
        case Subscript(index=index):
            yield from _element(index)
        case Call(receiver=Name() as name, callee=str(callee), arguments=arguments):
            if callee.rsplit("::", 1)[-1] in _KEEPING and _are_numbers(arguments):
                yield name
        case _:
            pass


def _are_numbers(arguments: tuple[Expression, ...]) -> bool:
    return all(isinstance(one.type, ArithmeticType) for one in arguments)


def _element(expression: Expression) -> Iterator[Name]:
    """The container, if ``expression`` is an element of one, used for its value or assigned."""
    match expression:
        case Subscript(base=Name() as name, type=ArithmeticType()):
            yield name
        case _:
            pass
