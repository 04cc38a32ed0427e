"""An ``AstReader`` that also reads the other files of the program that a file calls into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pcg_engine.adapters.compile_arguments import split_flags
from pcg_engine.adapters.linked_units.definition_text import seems_to_define
from pcg_engine.adapters.linked_units.merging import REPLACEABLE, Merging
from pcg_engine.adapters.linked_units.program_files import (
    NotLooked,
    ProgramFile,
    ProgramFiles,
    States,
    Wanted,
)
from pcg_engine.domain.ast import (
    Function,
    LinkedUnit,
    ReferenceType,
    TranslationUnit,
    Type,
)
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.unit_flags import unlike_flags
from pcg_engine.ports import AstReader, Cancellation

LINKING_VERSION = 1
"""Part of every cache key: raise it when other functions are taken of unchanged files."""

_MOST_UNITS = 8
_MOST_BYTES = 8 << 20
_ERRORS = ("error", "fatal error")
_OPENMP = re.compile(rb"#\s*pragma\s+omp\b|_Pragma\s*\(\s*\"\s*omp\b|\b_OPENMP\b|\bomp_\w+\s*\(")
"""What behaves in another way once the user's build has OpenMP."""


@dataclass(frozen=True, slots=True)
class _Definition:
    """The function ``defined`` of ``file``, which was read as ``unit``."""

    file: ProgramFile
    unit: TranslationUnit
    defined: Function

    def problem(self, declared: Function, main: SourceText, command: CompileCommand) -> str:
        """Why it cannot be used for what the main file declares; empty if it can."""
        path, name = self.file.source.path, declared.name
        if not REPLACEABLE.isdisjoint(declared.attributes):
            return f"`{name}` is declared weak, so that the program may call another than {path}'s"
        if _shape(self.defined) != _shape(declared):
            return f"`{name}` has other parameters, or another result, in {path} than here"
        if Path(self.file.command.compiler).name != Path(command.compiler).name:
            return f"{path} is built by another compiler (`{self.file.command.compiler}`)"
        options = split_flags(command.flags, Path(command.directory)).options
        differing = unlike_flags(self.file.command.flags, options)
        if differing:
            return f"{path} is built with other flags than this file ({' '.join(differing)})"
        if _OPENMP.search(self.file.source.data):
            return f"{path} has OpenMP of its own, which PCG does not judge from here"
        if seems_to_define(main.data, "main") and seems_to_define(self.file.source.data, "main"):
            return f"{path} has a `main` of its own, so it is another program"
        return ""


@dataclass(frozen=True, slots=True)
class _Search:
    """What all definitions of one unit have in common."""

    source: SourceText
    command: CompileCommand
    cancellation: Cancellation
    openmp: bool
    seen: States = field(default_factory=States)


class LinkingReader:
    """What ``reader`` delivers, with the functions that other files of the program define.

    They are looked for where the command says. A function of which there are several definitions,
    or one that PCG cannot build as the user's build does, stays undefined, with the reason.
    """

    def __init__(self, reader: AstReader, files: ProgramFiles | None = None) -> None:
        self._reader = reader
        self._files = files or ProgramFiles()

    @property
    def identity(self) -> str:
        """See ``AstReader``."""
        return f"{self._reader.identity}, linking {LINKING_VERSION}"

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        """See ``AstReader``."""
        unit = self._reader.read(source, command, functions, cancellation, openmp=openmp)
        nowhere = command.database is None and not command.also
        if nowhere or any(d.severity in _ERRORS for d in unit.diagnostics):
            return unit
        merging = Merging(unit)
        asked: set[str] = set()
        search = _Search(source, command, cancellation, openmp)
        while wanted := [f for f in merging.undefined() if f.key not in asked]:
            for function in wanted:
                cancellation.check()
                asked.add(function.key)
                found = self._definition(function, search)
                if found is None:
                    continue
                reason = found if isinstance(found, str) else _taken(function, found, merging)
                if reason:
                    merging.refuse(function.key, reason)
        return merging.unit()

    def _definition(self, function: Function, search: _Search) -> _Definition | str | None:
        """The one definition of ``function``, why there is none to use, or nothing."""
        wanted = _wanted(function)
        if wanted is None:
            return None
        source, command = search.source, search.command
        origin = Path(command.directory, source.path)
        looked = self._files.defining(wanted, origin, command, search.seen)
        names = (function.name,)
        if looked == ():
            # A macro may give the function another name than its text has. The whole of a file is
            # read then: once, for all functions.
            looked, names = self._files.named(origin, command, search.seen), ()
        if isinstance(looked, NotLooked):
            return looked.reason
        found: list[_Definition] = []
        broken: list[str] = []
        for file in looked:
            read = self._reader.read(
                file.source,
                file.command,
                names,
                search.cancellation,
                openmp=search.openmp,
            )
            defined = read.functions.get(function.key)
            error = next((d.message for d in read.diagnostics if d.severity in _ERRORS), None)
            if error is not None and names:
                broken.append(f"{file.source.path}, which may define it, does not compile: {error}")
            elif defined is not None and defined.body is not None and defined.in_main_file:
                found.append(_Definition(file, read, defined))
        if len(found) > 1:
            named = " and in ".join(one.file.source.path for one in found)
            return (
                f"`{function.name}` is defined in {named}: name the right one with `--also FILE` "
                "or `pcg.also`"
            )
        if broken or not found:
            return broken[0] if broken else None
        return found[0].problem(function, source, command) or found[0]


def _wanted(function: Function) -> Wanted | None:
    """How the text of a definition names ``function``; ``None`` for operators and the like."""
    owner, _, name = function.name.rpartition("::")
    name = name.partition("<")[0]
    if not name.isidentifier():
        return None
    if function.record is None:
        return Wanted(name)
    return Wanted(name, owner.partition("<")[0].rpartition("::")[2])


def _taken(function: Function, found: _Definition, merging: Merging) -> str:
    """Take it over; why not, if that cannot be."""
    file = found.file
    text = file.source.data.decode("utf-8", "surrogateescape")
    linked = LinkedUnit(file.source.path, text, file.command.flags, file.command.directory)
    known = {one.path: len(one.text) for one in merging.linked}
    if linked.path not in known and (
        len(known) >= _MOST_UNITS or sum(known.values()) + len(text) > _MOST_BYTES
    ):
        return (
            f"`{function.name}` is defined in {linked.path}, and this file leads to more other "
            "files than PCG takes in"
        )
    return merging.take(function.key, linked, found.unit)


def _shape(function: Function) -> tuple[object, ...]:
    """What a declaration and its definition agree on; a mangled name does not tell all of it."""
    parameters = tuple(_bare(one.type) for one in function.parameters)
    return parameters, _bare(function.return_type), function.is_variadic


def _bare(type_: Type) -> Type:
    """The type without the ``const`` of a parameter itself, which only its body knows."""
    return type_ if isinstance(type_, ReferenceType) else replace(type_, const=False)
