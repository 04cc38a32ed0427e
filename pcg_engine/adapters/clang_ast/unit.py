"""One parsed text: which functions it has, and the unit of those that are wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pcg_engine.adapters.clang_ast.context import UnitContext
from pcg_engine.adapters.clang_ast.declarations import (
    FUNCTION_KINDS,
    Declarations,
    FunctionEntry,
    Scope,
)
from pcg_engine.adapters.clang_ast.dependency_files import is_below
from pcg_engine.adapters.clang_ast.dump import top_levels
from pcg_engine.adapters.clang_ast.factories import factories
from pcg_engine.adapters.clang_ast.functions import (
    ConvertedFunction,
    convert_function,
    convert_record,
)
from pcg_engine.adapters.clang_ast.json_node import Node, kind, span
from pcg_engine.adapters.clang_ast.macros import MacroUses
from pcg_engine.adapters.clang_ast.samples import Pattern, patterns
from pcg_engine.adapters.clang_ast.type_names import DeclaredTypeNames
from pcg_engine.adapters.compilation_database import is_header
from pcg_engine.domain.ast import (
    Block,
    Diagnostic,
    Sample,
    TranslationUnit,
    UnsupportedStatement,
    Variable,
)
from pcg_engine.domain.qualified_names import without_arguments
from pcg_engine.domain.source import Location, SourceText


@dataclass(frozen=True, slots=True)
class Origin:
    """What a dump was made from."""

    diagnostics: tuple[Diagnostic, ...]
    files: dict[str, str]
    """The files read besides the text, with their stamps."""
    system_folders: tuple[str, ...]
    openmp: bool
    """Whether directives count; else only what they apply to does."""
    samples: tuple[Sample, ...] = ()
    is_settled: bool = True
    """Whether the same text and ``files`` give the same again: no header missing, no limit met."""
    strings_share: bool = False
    """Whether strings are those of GCC before version 5, by choice: see ``TypeNames``."""


class ParsedText:
    """The declarations of one text, converted on demand; thread-safe."""

    def __init__(self, source: SourceText, dump: bytes, main_file: str, origin: Origin) -> None:
        self.origin = origin
        self._lock = threading.Lock()
        self._declarations = Declarations()
        self._skipped = _index(dump, main_file, origin.system_folders, self._declarations)
        self._converted: dict[str, ConvertedFunction] = {}
        self._context = UnitContext(
            source.data,
            self._declarations,
            DeclaredTypeNames(self._declarations, strings_share=origin.strings_share),
            MacroUses(source.data),
            origin.openmp,
            tuple(
                source.offset(Location(d.line, d.column or 1))
                for d in origin.diagnostics
                if d.severity == "error" and d.line is not None
            ),
            source.is_c,
            is_header(Path(source.path)),
        )

    @property
    def is_valid(self) -> bool:
        """Whether clang found no error."""
        return not any(d.severity in ("error", "fatal error") for d in self.origin.diagnostics)

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Templates with loops of which the text has no instance."""
        return patterns(self._declarations)

    def unit(self, wanted: Sequence[str]) -> TranslationUnit:
        """The wanted functions (all of the main file's if none is named), and what they reach."""
        with self._lock:
            reached: dict[str, ConvertedFunction] = {}
            pending = [e.key for e in self._named(wanted)]
            while pending:
                key = pending.pop(0)
                if key in reached:
                    continue
                converted = self._convert(key)
                if converted is not None:
                    reached[key] = converted
                    pending += converted.called
            makers = factories(self._context)
            return TranslationUnit(
                functions={k: c.function for k, c in reached.items()},
                globals=_distinct(v for c in reached.values() for v in c.statics),
                records={
                    n: convert_record(r, self._context, makers.get(n, ()))
                    for n, r in self._declarations.records.items()
                    if r.node.get("completeDefinition")
                },
                diagnostics=(*self.origin.diagnostics, *self._skipped),
                dependencies=tuple(self.origin.files),
                samples=self.origin.samples,
            )

    def _named(self, wanted: Sequence[str]) -> list[FunctionEntry]:
        names = {without_arguments(w.removeprefix("::")) for w in wanted}
        found = [
            e
            for e in self._declarations.definitions.values()
            if (e.scope.in_main_file if not names else _is_named(e, names))
            and not e.header.get("isImplicit")
        ]
        instantiated = {span(e.header) for e in found if e.scope.instance}
        return [e for e in found if not e.scope.pattern or span(e.header) not in instantiated]

    def _convert(self, key: str) -> ConvertedFunction | None:
        known = self._converted.get(key)
        if known is not None:
            return known
        entry = self._declarations.definitions.get(key)
        if entry is None:
            entry = next((e for e in self._declarations.functions if e.key == key), None)
        if entry is None:
            return None
        try:
            converted = convert_function(entry, self._context)
        except RecursionError:
            converted = _too_deep(entry, self._context)
        self._converted[key] = converted
        return converted


def _index(
    dump: bytes, main_file: str, system_folders: tuple[str, ...], declarations: Declarations
) -> list[Diagnostic]:
    skipped: list[Diagnostic] = []
    for top in top_levels(dump):
        if not top.file or is_below(top.file, system_folders):
            continue
        declarations.texts.append(top.text)
        scope = Scope(in_main_file=top.file == main_file)
        header = top.header()
        if header is not None and kind(header) in FUNCTION_KINDS:
            declarations.add_function(header, scope, has_body=top.has_body, load=top.load)
            continue
        try:
            node = top.load()
        except RecursionError:
            skipped.append(Diagnostic("error", "a declaration is nested too deeply to be analysed"))
            continue
        declarations.add(node, scope)
    declarations.mark_instances()
    return skipped


def _is_named(entry: FunctionEntry, names: set[str]) -> bool:
    own = without_arguments(entry.name)
    return any(own == n or own.endswith(f"::{n}") for n in names)


def _too_deep(entry: FunctionEntry, context: UnitContext) -> ConvertedFunction:
    """The function with a body of which nothing is known."""
    node: Node = {k: v for k, v in entry.header.items() if k != "inner"}
    shallow = convert_function(replace(entry, load=lambda: node), context)
    where = shallow.function.span
    body = Block((UnsupportedStatement("TooDeeplyNested", (), (), where),), where)
    return replace(shallow, function=replace(shallow.function, body=body))


def _distinct(variables: Iterable[Variable]) -> tuple[Variable, ...]:
    found: dict[str, Variable] = {}
    for variable in variables:
        found.setdefault(variable.id, variable)
    return tuple(found.values())
