"""Functions of other translation units put beside those of one unit (pure).

What has external linkage is the same function, variable or type wherever it has the same name, and
must look the same. What has internal linkage belongs to its own file: it gets the file's path
behind its name, so that the ``static int count`` of one file is never taken for another's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, cast, get_args

from pcg_engine.domain.ast import (
    Function,
    Linkage,
    LinkedUnit,
    Record,
    TranslationUnit,
    Type,
    Variable,
)
from pcg_engine.domain.source import Span
from pcg_engine.domain.traversal import reached_functions

REPLACEABLE = frozenset(
    ("WeakAttr", "WeakRefAttr", "WeakImportAttr", "AliasAttr", "IFuncAttr", "GNUInlineAttr")
)
"""Attributes with which another definition may be the one that the program calls."""

_LEAVES = (Span, *get_args(Type))


class Merging:
    """One unit, and what was added to it."""

    def __init__(self, unit: TranslationUnit) -> None:
        self._unit = unit
        self._functions = dict(unit.functions)
        self._as_read = {k: f for k, f in unit.functions.items() if f.body is not None}
        self._records = dict(unit.records)
        self._internal = frozenset(v.id for v in unit.globals if v.internal)
        self._linked: dict[str, LinkedUnit] = {}
        self._dependencies = dict.fromkeys(unit.dependencies)
        self._unlinked: dict[str, str] = {}

    @property
    def linked(self) -> tuple[LinkedUnit, ...]:
        """The files that functions were taken from."""
        return tuple(self._linked.values())

    def undefined(self) -> tuple[Function, ...]:
        """The functions without a body that another file of the program may define."""
        return tuple(
            f
            for f in self._functions.values()
            if f.body is None and f.linkage is Linkage.EXTERNAL and not f.is_template_instance
        )

    def refuse(self, key: str, reason: str) -> None:
        """Note why the function ``key`` stays undefined."""
        self._unlinked[key] = reason

    def take(self, key: str, linked: LinkedUnit, read: TranslationUnit) -> str:
        """Add the function ``key`` of ``read``, the unit of ``linked``, and what it calls.

        The answer is why that cannot be; empty if it was done.
        """
        start = (read.functions[key],) if key in read.functions else ()
        needed = {f.key: f for f in reached_functions(start, read.functions)}
        reason = self._contradiction(linked, needed, read.records)
        if reason:
            return reason
        own = frozenset(
            k
            for k, f in needed.items()
            if f.linkage is Linkage.INTERNAL or self._linkage(k) is Linkage.INTERNAL
        )
        renaming = _Renaming(linked.path, own, self._internal)
        try:
            added = [renaming.function(f) for f in needed.values()]
        except RecursionError:
            return f"{linked.path} is nested too deeply to be analysed"
        for before, function in zip(needed.values(), added, strict=True):
            known = self._functions.get(function.key)
            if known is None or (known.body is None and function.body is not None):
                self._functions[function.key] = function
                if function.body is not None and function.key == before.key:
                    self._as_read[before.key] = before
        self._records = {**read.records, **self._records}
        self._linked.setdefault(linked.path, linked)
        self._dependencies.update(dict.fromkeys((linked.path, *read.dependencies)))
        return ""

    def unit(self) -> TranslationUnit:
        """The unit with what was added."""
        if not self._linked and not self._unlinked:
            return self._unit
        return replace(
            self._unit,
            functions=self._functions,
            records=self._records,
            dependencies=tuple(self._dependencies),
            linked=self.linked,
            unlinked=self._unlinked,
        )

    def _linkage(self, key: str) -> Linkage | None:
        known = self._functions.get(key)
        return None if known is None else known.linkage

    def _contradiction(
        self, linked: LinkedUnit, needed: dict[str, Function], records: dict[str, Record]
    ) -> str:
        """What is not the same in both, and would have to be."""
        for key, function in needed.items():
            if function.body is not None and not REPLACEABLE.isdisjoint(function.attributes):
                return (
                    f"`{function.name}` is defined in {linked.path} as weak, so that the program "
                    "may call another"
                )
            known = self._as_read.get(key)
            if known is None or function.body is None:
                continue
            if Linkage.INTERNAL in (known.linkage, function.linkage):
                continue
            if self._functions[key].elsewhere != linked.path and known != function:
                return f"`{function.name}` is another function in {linked.path} than here"
        for name, record in records.items():
            if self._records.get(name, record) != record:
                return f"`{name}` is another type in {linked.path} than here"
        return ""


@dataclass(slots=True)
class _Renaming:
    """What is a file's own, renamed; ``own`` are the keys of its functions."""

    path: str
    own: frozenset[str]
    hidden: frozenset[str]
    """Ids of variables that the main unit has for itself."""
    _variables: dict[Variable, Variable] = field(default_factory=dict[Variable, Variable])

    def function(self, function: Function) -> Function:
        """``function`` as one of another file."""
        changed = cast("Function", self._changed(function))
        return replace(
            changed, key=self._key(function.key), in_main_file=False, elsewhere=self.path
        )

    def _changed(self, value: object) -> object:
        if isinstance(value, Variable):
            return self._variable(value)
        if isinstance(value, tuple):
            parts = cast("tuple[object, ...]", value)
            several = tuple(self._changed(part) for part in parts)
            same = all(a is b for a, b in zip(several, parts, strict=True))
            return parts if same else several
        if isinstance(value, _LEAVES) or not is_dataclass(value) or isinstance(value, type):
            return value
        changes: dict[str, object] = {}
        for one in fields(value):
            old = getattr(value, one.name)
            match one.name:
                case "callee_key":
                    new = old if old is None else self._key(old)
                case "targets":
                    new = self._keys(old)
                case _:
                    new = self._changed(old)
            if new is not old:
                changes[one.name] = new
        return replace(cast("Any", value), **changes) if changes else value

    def _variable(self, variable: Variable) -> Variable:
        known = self._variables.get(variable)
        if known is None:
            known = replace(variable, id=self._identifier(variable))
            self._variables[variable] = known = variable if known == variable else known
        return known

    def _identifier(self, variable: Variable) -> str:
        if variable.internal or variable.id in self.hidden:
            return f"{variable.id}@{self.path}"
        owner, dot, rest = variable.id.rpartition(".")
        return f"{self._key(owner)}{dot}{rest}" if owner in self.own else variable.id

    def _keys(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return keys if self.own.isdisjoint(keys) else tuple(self._key(key) for key in keys)

    def _key(self, key: str) -> str:
        return f"{key}@{self.path}" if key in self.own else key
