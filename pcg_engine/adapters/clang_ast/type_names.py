"""Resolves the type names of user code, fail closed: an ambiguous name has no meaning."""

from __future__ import annotations

from pcg_engine.adapters.clang_ast.declarations import AliasEntry, Declarations
from pcg_engine.adapters.clang_ast.type_parser import parse_type, spell_instance
from pcg_engine.domain.ast import ArithmeticType, OpaqueType, RecordType, Type

_MAX_DEPTH = 20


class DeclaredTypeNames:
    """``TypeNames`` over the declarations of one dump.

    clang spells a name as the user wrote it, so that a name without qualifiers may mean any
    declaration whose qualified name ends in it; only if all of these agree is it understood.
    """

    def __init__(self, declarations: Declarations, *, strings_share: bool = False) -> None:
        self.strings_share = strings_share
        self._declarations = declarations
        self._cache: dict[str, Type] = {}
        self._depth = 0

    def parse(self, spelling: str) -> Type:
        """The type that ``spelling`` stands for."""
        known = self._cache.get(spelling)
        if known is None:
            known = self._cache[spelling] = parse_type(spelling, self)
        return known

    def forget(self) -> None:
        """Local declarations were added: names may mean something else now."""
        self._cache.clear()

    def type_named(self, name: str) -> Type | None:
        """See ``TypeNames``."""
        simple = name.rsplit("::", 1)[-1]
        meanings: set[Type] = set()
        for alias in self._declarations.aliases.get(simple, ()):
            if alias.parameters is None and _may_mean(name, alias.name):
                meanings.add(self._target(alias))
        for record in self._declarations.record_names.get(simple, ()):
            if _may_mean(name, record):
                meanings.add(RecordType(record))
        for enum in self._declarations.enums.get(simple, ()):
            if _may_mean(name, enum.name):
                underlying = self.parse(enum.underlying)
                if not isinstance(underlying, ArithmeticType):
                    return None
                meanings.add(
                    ArithmeticType(enum.name, underlying.kind, underlying.bits, underlying.signed)
                )
        return meanings.pop() if len(meanings) == 1 else None

    def instance_named(self, name: str, arguments: tuple[Type | str, ...]) -> Type | None:
        """See ``TypeNames``."""
        simple = name.rsplit("::", 1)[-1]
        meanings: set[Type] = set()
        wanted = spell_instance("", arguments)
        for template in self._declarations.class_templates.get(simple, ()):
            if not _may_mean(name, template):
                continue
            for qualified in self._declarations.record_names.get(simple, ()):
                record = self._declarations.records[qualified]
                if record.template == template and self._arguments(record.arguments) == wanted:
                    meanings.add(RecordType(qualified))
        for alias in self._declarations.aliases.get(simple, ()):
            if alias.parameters is not None and _may_mean(name, alias.name):
                meanings.add(self._substituted(alias, alias.parameters, arguments))
        return meanings.pop() if len(meanings) == 1 else None

    def is_user_name(self, name: str) -> bool:
        """See ``TypeNames``."""
        d = self._declarations
        simple = name.rsplit("::", 1)[-1]
        names = {a.name for a in d.aliases.get(simple, ())}
        names |= {e.name for e in d.enums.get(simple, ())}
        names |= d.record_names.get(simple, set()) | d.class_templates.get(simple, set())
        return any(_may_mean(name, n) for n in names)

    def _target(self, alias: AliasEntry) -> Type:
        if self._depth > _MAX_DEPTH:
            return OpaqueType(alias.target)
        self._depth += 1
        try:
            return self.parse(alias.target)
        finally:
            self._depth -= 1

    def _arguments(self, spelled: tuple[str, ...]) -> str:
        parsed = tuple(a if _is_number(a) else self.parse(a) for a in spelled)
        return spell_instance("", parsed)

    def _substituted(
        self, alias: AliasEntry, parameters: tuple[str, ...], arguments: tuple[Type | str, ...]
    ) -> Type:
        if len(parameters) != len(arguments) or not all(not isinstance(a, str) for a in arguments):
            return OpaqueType(alias.target)
        bound = {p: a for p, a in zip(parameters, arguments, strict=True) if not isinstance(a, str)}
        return parse_type(alias.target, _Bound(bound, self))


class _Bound:
    """Names inside an alias template, its parameters bound."""

    def __init__(self, bound: dict[str, Type], outer: DeclaredTypeNames) -> None:
        self.strings_share = outer.strings_share
        self._bound = bound
        self._outer = outer

    def type_named(self, name: str) -> Type | None:
        return self._bound.get(name) or self._outer.type_named(name)

    def instance_named(self, name: str, arguments: tuple[Type | str, ...]) -> Type | None:
        return self._outer.instance_named(name, arguments)

    def is_user_name(self, name: str) -> bool:
        return name in self._bound or self._outer.is_user_name(name)


def _may_mean(spelled: str, qualified: str) -> bool:
    return qualified == spelled or qualified.endswith("::" + spelled)


def _is_number(text: str) -> bool:
    return text.lstrip("-").isdigit() or text in ("true", "false")
