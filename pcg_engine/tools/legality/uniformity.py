"""Which values and paths all threads of a region have in common.

A thread's own variable is *uniform* if every thread computes the same value for it: from
constants, from shared variables that the region leaves alone, and from other uniform variables.
What comes from a call (``omp_get_thread_num()``), from an atomic capture or from a loop construct
may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Assignment,
    Break,
    Call,
    Construct,
    Continue,
    Declaration,
    Expression,
    For,
    If,
    Name,
    OpenMPDirective,
    RangeFor,
    ReferenceType,
    Return,
    Statement,
    Storage,
    Unary,
    UnsupportedExpression,
    UnsupportedStatement,
    Variable,
    While,
)
from pcg_engine.domain.traversal import (
    own_expressions,
    subexpressions,
    substatements,
    walk_expression,
    walk_statements,
)
from pcg_engine.tools.legality.certainty import STEPS
from pcg_engine.tools.legality.data_sharing import DataEnvironment, declared_inside

_SIZES = frozenset(("size", "length", "data", "empty"))
_READERS = _SIZES | {"begin", "end", "cbegin", "cend", "front", "back", "at", "capacity", "c_str"}


@dataclass(frozen=True, slots=True)
class Uniformity:
    """``varying`` are the ids of variables whose value may differ between threads or in time."""

    varying: frozenset[str]
    leaves_early: bool

    def is_uniform(self, expression: Expression) -> bool:
        """Whether all threads compute the same value for ``expression``."""
        match expression:
            case Name(variable=variable):
                is_own = variable.storage is Storage.THREAD_LOCAL
                return variable.id not in self.varying and not is_own
            case Call(callee=callee, arguments=()) if (
                callee is not None
                and callee.startswith("std::")
                and callee.rpartition("::")[2] in _SIZES
            ):
                pass
            case Call() | Construct() | UnsupportedExpression():
                return False
            case _:
                pass
        return all(map(self.is_uniform, subexpressions(expression)))


def uniformity_of(body: Statement, environment: DataEnvironment) -> Uniformity:
    """What the threads that run the region ``body`` have in common."""
    own = {v.id: v for v in declared_inside(body)}
    varying: set[str] = set()
    for statement in walk_statements(body):
        if isinstance(statement, OpenMPDirective) and statement.body is not None:
            # What constructs write differs between threads, or appears at some time.
            varying |= {v.id for v in written_variables(statement.body)}
            varying |= {v.id for v in declared_inside(statement.body)}
        if isinstance(statement, RangeFor):
            varying.add(statement.variable.id)
    for variable in own.values():
        if isinstance(variable.type, ReferenceType):
            varying.add(variable.id)
    # Shared variables that replicated code writes change while others read them.
    replicated = list(replicated_statements(body))
    for statement in replicated:
        for variable in own_writes(statement):
            if variable.id not in own and environment.of(variable).is_shared:
                varying.add(variable.id)
    while True:
        found = Uniformity(frozenset(varying), leaves_early=False)
        more = set(_spread(body, found, conditional=False)) - varying
        if not more:
            break
        varying |= more
    return Uniformity(
        frozenset(varying), _leaves_early(body, Uniformity(frozenset(varying), False))
    )


def replicated_statements(statement: Statement) -> Iterator[Statement]:
    """The statements that no inner construct distributes or restricts to one thread."""
    if isinstance(statement, OpenMPDirective):
        return
    yield statement
    for inner in substatements(statement):
        yield from replicated_statements(inner)


def written_variables(statement: Statement) -> Iterator[Variable]:
    """Variables whose own value ``statement``, or a statement inside it, may change."""
    for inner in walk_statements(statement):
        yield from own_writes(inner)


def own_writes(statement: Statement) -> Iterator[Variable]:
    """Variables whose own value the expressions of ``statement`` itself may change."""
    for expression in own_expressions(statement):
        for part in walk_expression(expression):
            match part:
                case Assignment(target=Name(variable=variable)):
                    yield variable
                case Unary(operator=operator, operand=Name(variable=variable)) if operator in (
                    *STEPS,
                    "&",
                ):
                    yield variable
                case Call(callee=callee, arguments=arguments, receiver=receiver):
                    # A reference parameter may be written, and so may the object.
                    yield from (a.variable for a in arguments if isinstance(a, Name))
                    if isinstance(receiver, Name) and not only_reads(callee):
                        yield receiver.variable
                case _:
                    pass


def only_reads(callee: str | None) -> bool:
    """Whether ``callee`` is a member function of a container that changes nothing."""
    return (
        callee is not None and callee.startswith("std::") and callee.rpartition("::")[2] in _READERS
    )


def _spread(statement: Statement, known: Uniformity, *, conditional: bool) -> Iterator[str]:
    """Variables that get values which differ, or get them under conditions that do."""
    if isinstance(statement, OpenMPDirective):
        return
    for variable in own_writes(statement):
        if conditional:
            yield variable.id
    if isinstance(statement, Declaration):
        for declarator in statement.declarators:
            start = declarator.initialiser
            if conditional or (start is not None and not known.is_uniform(start)):
                yield declarator.variable.id
    for expression in own_expressions(statement):
        for part in walk_expression(expression):
            match part:
                case Assignment(target=Name(variable=variable), value=value):
                    if not known.is_uniform(value):
                        yield variable.id
                case Call(arguments=arguments):
                    yield from (a.variable.id for a in arguments if isinstance(a, Name))
                case _:
                    pass
    inside = conditional or not decides_alike(statement, known)
    for inner in substatements(statement):
        yield from _spread(inner, known, conditional=inside)


def decides_alike(statement: Statement, known: Uniformity) -> bool:
    """Whether all threads come to the same decision at ``statement``."""
    match statement:
        case If(condition=condition) | While(condition=condition):
            return known.is_uniform(condition)
        case For(condition=condition):
            return condition is None or known.is_uniform(condition)
        case RangeFor(range=range_):
            return known.is_uniform(range_)
        case UnsupportedStatement():
            return False
        case _:
            return True


def _leaves_early(body: Statement, known: Uniformity) -> bool:
    """Whether some threads may leave a loop or a block before others do."""
    for statement in replicated_statements(body):
        if decides_alike(statement, known):
            continue
        if any(
            isinstance(inner, Break | Continue | Return | UnsupportedStatement)
            for inner in walk_statements(statement)
        ):
            return True
    return False
