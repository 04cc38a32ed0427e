"""Whether code orders or excludes its own threads: what then looks like a conflict may be none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pcg_engine.domain.ast import (
    Call,
    Construct,
    Declaration,
    Expression,
    Function,
    OpaqueType,
    OpenMPDirective,
    RecordType,
    ReferenceType,
    Statement,
    Type,
)
from pcg_engine.domain.traversal import own_expressions, walk_expression, walk_statements

_NAMES = re.compile(r"lock|mutex|atomic|sync|semaphore|latch|barrier|fence|once", re.IGNORECASE)
_THREAD_QUERIES = re.compile(r"(?:^|::)omp_(?:get|in)_\w+$")

_LANES = frozenset(("simd",))


@dataclass(frozen=True, slots=True)
class Synchronisation:
    """Looks for directives, locks and atomic objects, also in the functions that are called."""

    functions: Mapping[str, Function]

    def is_in(self, statement: Statement) -> bool:
        """Whether something in ``statement`` synchronises or asks which thread it is."""
        return self._search(statement, set(), _LANES)

    def may_wait(self, statement: Statement) -> bool:
        """Whether ``statement`` may wait for tasks that were created before it."""
        return self._search(statement, set(), _LANES | {"task"})

    def locks(self, statement: Statement) -> bool:
        """Whether ``statement`` itself, without those inside, takes or waits for something."""
        if isinstance(statement, Declaration) and any(
            _is_synchroniser(d.variable.type) for d in statement.declarators
        ):
            return True
        seen: set[str] = set()
        return any(
            self._synchronises(part, seen, _LANES)
            for expression in own_expressions(statement)
            for part in walk_expression(expression)
            if not (isinstance(part, Call) and _THREAD_QUERIES.search(part.callee or ""))
        )

    def _search(self, statement: Statement, seen: set[str], harmless: frozenset[str]) -> bool:
        for inner in walk_statements(statement):
            if isinstance(inner, OpenMPDirective) and inner.directive not in harmless:
                return True
            if isinstance(inner, Declaration) and any(
                _is_synchroniser(d.variable.type) for d in inner.declarators
            ):
                return True
            for expression in own_expressions(inner):
                for part in walk_expression(expression):
                    if self._synchronises(part, seen, harmless):
                        return True
        return False

    def _synchronises(self, part: Expression, seen: set[str], harmless: frozenset[str]) -> bool:
        if isinstance(part, Construct):
            return _is_synchroniser(part.type)
        if not isinstance(part, Call):
            return False
        name = part.callee or ""
        if _NAMES.search(name) or _THREAD_QUERIES.search(name):
            return True
        if part.receiver is not None and _is_synchroniser(part.receiver.type):
            return True
        key = part.callee_key
        function = None if key is None else self.functions.get(key)
        if key is None or function is None or function.body is None or key in seen:
            return False
        seen.add(key)
        return self._search(function.body, seen, harmless)


def _is_synchroniser(type_: Type) -> bool:
    match type_:
        case OpaqueType(spelling=name) | RecordType(name=name):
            return _NAMES.search(name) is not None
        case ReferenceType(referent=referent):
            return _is_synchroniser(referent)
        case _:
            return False
