"""Which functions a call of a member function may lead to, by the class of its object.

All classes are looked at that inheritance connects with the one named, upwards and downwards: with
several bases, the function that overrides may come from a class that is none of the named one's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from pcg_engine.adapters.clang_ast.declarations import Declarations, FunctionEntry, RecordEntry
from pcg_engine.adapters.clang_ast.json_node import Node, children, kind, name
from pcg_engine.domain.ast import RecordType

if TYPE_CHECKING:
    from pcg_engine.adapters.clang_ast.context import UnitContext

_BASES = b'"bases":'


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Where a call of a member function goes.

    ``targets`` are all functions of this text that a virtual call may reach; empty if they are not
    known. ``is_closed``: no other text can have more of them.
    """

    is_virtual: bool
    targets: tuple[FunctionEntry, ...] = ()
    is_closed: bool = False


_DIRECT = Dispatch(is_virtual=False)
_UNKNOWN = Dispatch(is_virtual=True)


@dataclass(slots=True)
class Overriders:
    """Answers for one text."""

    declarations: Declarations
    _derivations: int | None = None
    _count: int = -1
    _connected: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def of(self, entry: FunctionEntry, unit: UnitContext) -> Dispatch:
        """Where calls of ``entry``, a member function, may go."""
        record = self.declarations.records.get(entry.scope.record or "")
        is_written = bool(entry.header.get("virtual"))
        if record is None or entry.header.get("storageClass") == "static":
            return Dispatch(is_virtual=is_written)
        if not (is_written or _data(record).get("isPolymorphic")):
            return _DIRECT
        family = self._family(record, unit)
        if family is None:
            return _UNKNOWN
        alike = [m for r in family for m in _methods(r, entry)]
        if not any(m.get("virtual") for m in alike):
            return _DIRECT
        by_id = self.declarations.function_by_id
        found = [(by_id.get(str(m["id"])), bool(m.get("pure"))) for m in alike]
        if any(one is None for one, _ in found):
            return _UNKNOWN
        defined = self.declarations.definitions
        targets = tuple(
            one for one, pure in found if one is not None and (not pure or one.key in defined)
        )
        return Dispatch(True, targets, _is_closed(record, entry))

    def _family(self, record: RecordEntry, unit: UnitContext) -> list[RecordEntry] | None:
        """All classes that inheritance connects with ``record``; ``None`` if some are not known."""
        if not self._has_all_derivations():
            return None
        connected = self._inheritance(unit)
        reached: dict[str, None] = {}
        pending = [record.name]
        while pending:
            current = pending.pop()
            if current not in reached:
                reached[current] = None
                pending += sorted(connected.get(current, ()))
        records = [self.declarations.records.get(one) for one in reached]
        known = [r for r in records if r is not None and r.node.get("completeDefinition")]
        return known if len(known) == len(records) else None

    def _inheritance(self, unit: UnitContext) -> dict[str, set[str]]:
        """By the name of a class, its bases and the classes that are derived from it."""
        count = len(self.declarations.records)
        if count != self._count:
            self._connected.clear()
            for one in self.declarations.records.values():
                for base in _bases(one):
                    type_ = unit.type_of(base)
                    named = type_.name if isinstance(type_, RecordType) else f"? {one.name}"
                    self._connected.setdefault(one.name, set()).add(named)
                    self._connected.setdefault(named, set()).add(one.name)
            self._count = count
        return self._connected

    def _has_all_derivations(self) -> bool:
        """Whether no class is derived from another where it has not been looked for, in a body."""
        if self._derivations is None:
            self._derivations = sum(t.count(_BASES) for t in self.declarations.texts)
        indexed = sum(bool(_bases(r)) for r in self.declarations.records.values())
        return self._derivations == indexed


def _bases(record: RecordEntry) -> list[Node]:
    return cast("list[Node]", record.node.get("bases", []))


def _data(record: RecordEntry) -> Node:
    return cast("Node", record.node.get("definitionData", {}))


def _methods(record: RecordEntry, like: FunctionEntry) -> list[Node]:
    """Member functions of ``record`` that may override, or be overridden by, another one."""
    wanted = name(like.header)
    return [
        c
        for c in children(record.node)
        if kind(c) == "CXXMethodDecl" and name(c) == wanted and c.get("storageClass") != "static"
    ]


def _is_closed(record: RecordEntry, entry: FunctionEntry) -> bool:
    """Whether no other text can derive from the class, or override its function."""
    final = any(kind(c) == "FinalAttr" for c in (*children(record.node), *children(entry.header)))
    return record.scope.internal or final
