"""What one function of an object file leads to, and how two object files differ beside it (pure).

The object files are built without optimisation and with a section for each function and variable,
so that a section's relocations are the references of one function as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pcg_engine.tools.object_file import (
    ObjectFile,
    ObjectSymbol,
    Reference,
    Section,
    SectionFlag,
    SymbolKind,
)

_INITIALISERS = re.compile(
    r"_GLOBAL__|_Z\d+__static_initialization_and_destruction|__cxx_global_(?:var_init|array_dtor)"
    r"|__tls_init|_ZTH"
)
_STREAM_INITIALISATION = frozenset(
    (
        "_ZNSt8ios_base4InitC1Ev",
        "_ZNSt8ios_base4InitD1Ev",
        "_ZStL8__ioinit",
        "__cxa_atexit",
        "__dso_handle",
    )
)
"""What the initialiser that ``<iostream>`` brings along refers to."""
_NUMBERED = re.compile(r"(?<=[^.])\.\d+$")
_RUN_TIME_STATE = re.compile(r"\.?gomp_critical_user_|\.kmpc_|\.omp\.|DW\.ref\.|\.L")
_PLACES = (SymbolKind.OBJECT, SymbolKind.THREAD_LOCAL, SymbolKind.COMMON)


@dataclass(frozen=True, slots=True)
class Reach:
    """What some functions lead to, by mangled names: functions from elsewhere, and data."""

    undefined: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Datum:
    """A variable with static storage: its kind, size, whether it is writable, and its value."""

    is_thread_local: bool
    size: int
    is_state: bool
    value: bytes
    pointers: tuple[str, ...]


class ObjectGraph:
    """One object file, seen as sections that refer to symbols."""

    def __init__(self, file: ObjectFile) -> None:
        self._file = file
        self._symbols_of: dict[int, list[ObjectSymbol]] = {}
        for symbol in file.symbols:
            if symbol.section is not None and symbol.kind != SymbolKind.SECTION and symbol.name:
                self._symbols_of.setdefault(symbol.section, []).append(symbol)

    def functions(self) -> dict[str, int]:
        """Mangled name and section of every function that is defined here."""
        return {
            symbol.name: index
            for index, symbols in self._symbols_of.items()
            for symbol in symbols
            if self._file.sections[index].is_code and symbol.kind != SymbolKind.NOTYPE
        }

    def reach(self, keys: Iterable[str]) -> Reach:
        """Everything that the functions ``keys`` (mangled names) may come to use."""
        functions = self.functions()
        wanted = tuple(keys)
        roots = [
            section
            for name, section in functions.items()
            if any(name == key or name.startswith(f"{key}.") for key in wanted)
        ]
        return self._closure(roots)

    def is_used(self, keys: Iterable[str]) -> bool:
        """Whether other files see one of the functions ``keys``, or other code refers to it."""
        own = frozenset(keys)
        sections = {index for name, index in self.functions().items() if name in own}
        if any(s.section in sections and not s.is_local for s in self._file.symbols):
            return True
        return any(
            self._file.symbols[reference.symbol].section in sections
            for index, references in self._file.references.items()
            if index not in sections
            and SectionFlag.ALLOC in self._file.sections[index].flags
            and not self._file.sections[index].name.startswith(".eh_frame")
            for reference in references
        )

    def state(self) -> frozenset[str]:
        """The names of all data that a program may write to, OpenMP's own left out."""
        inside = {
            symbol.name
            for index, symbols in self._symbols_of.items()
            if self._file.sections[index].is_state
            for symbol in symbols
        }
        shared = {symbol.name for symbol in self._file.symbols if symbol.is_common}
        return frozenset(_plain(name) for name in inside | shared if not _is_run_times(name))

    def data(self) -> dict[str, Datum]:
        """Every named variable that is defined here."""
        return {
            _plain(symbol.name): self._datum(symbol)
            for symbol in self._file.symbols
            if symbol.kind in _PLACES and symbol.section is not None
        }

    def references(self, section: int) -> tuple[str, ...]:
        """What the code in ``section`` refers to, by name, in order."""
        return tuple(self._named(r) for r in self._file.references.get(section, ()))

    def indirect_functions(self) -> frozenset[str]:
        """Functions whose code the loader chooses."""
        return frozenset(
            s.name for s in self._file.symbols if s.kind == SymbolKind.INDIRECT_FUNCTION
        )

    def load_time_code(self) -> tuple[tuple[str, ...], ...]:
        """What runs before ``main`` and after it: names, sizes and references, to be compared.

        The initialiser that ``<iostream>`` brings along is left out where it does nothing else.
        """
        called = sorted(
            self._named(reference)
            for index, section in enumerate(self._file.sections)
            if section.runs_at_load
            for reference in self._file.references.get(index, ())
        )
        listed = any(s.runs_at_load and s.size for s in self._file.sections)
        own = {n: i for n, i in self.functions().items() if _INITIALISERS.match(n)}
        used = {name for index in own.values() for name in self.references(index)}
        if set(called) <= own.keys() and used <= _STREAM_INITIALISATION | own.keys():
            return ()
        code = (
            (name, str(self._file.sections[index].size), *self.references(index))
            for name, index in sorted(own.items())
        )
        return (("listed", *called), *code) if listed or own else ()

    def _closure(self, roots: Iterable[int]) -> Reach:
        pending = list(roots)
        seen: set[int] = set()
        undefined: set[str] = set()
        state: set[str] = set()
        names: set[str] = set()
        while pending:
            index = pending.pop()
            if index in seen:
                continue
            seen.add(index)
            section = self._file.sections[index]
            found = [symbol.name for symbol in self._symbols_of.get(index, [])]
            if section.is_state:
                state.update(_plain(name) for name in found or [section.name])
            elif section.is_code:
                names.update(found)
            for reference in self._file.references.get(index, ()):
                symbol = self._file.symbols[reference.symbol]
                if symbol.section is not None:
                    pending.append(symbol.section)
                elif symbol.is_common:
                    state.add(_plain(symbol.name))
                elif symbol.is_undefined and symbol.name:
                    undefined.add(symbol.name)
        kept = frozenset(name for name in state if not _is_run_times(name))
        return Reach(frozenset(undefined), kept, frozenset(names))

    def _named(self, reference: Reference) -> str:
        symbol = self._file.symbols[reference.symbol]
        if symbol.kind != SymbolKind.SECTION and not symbol.name.startswith(".L"):
            return _plain(symbol.name)
        if symbol.section is None:
            return symbol.name
        section = self._file.sections[symbol.section]
        inside = self._symbols_of.get(symbol.section, [])
        if section.is_code or len(inside) == 1:
            return _plain(inside[0].name) if inside else section.name
        return section.name

    def _datum(self, symbol: ObjectSymbol) -> Datum:
        assert symbol.section is not None
        section = self._file.sections[symbol.section]
        end = symbol.value + symbol.size
        pointers = tuple(
            f"{reference.offset - symbol.value} {self._pointed(reference)}"
            for reference in self._file.references.get(symbol.section, ())
            if symbol.value <= reference.offset < end
        )
        value = section.data[symbol.value : end] if section.data else b""
        return Datum(
            SectionFlag.THREAD_LOCAL in section.flags,
            symbol.size,
            section.is_state,
            b"" if not value.strip(b"\0") else value,
            pointers,
        )

    def _pointed(self, reference: Reference) -> str:
        """The target of a pointer in data: the text of a string, else a name."""
        symbol = self._file.symbols[reference.symbol]
        if symbol.section is None:
            return f"{symbol.name}+{reference.addend}"
        section = self._file.sections[symbol.section]
        if SectionFlag.STRINGS in section.flags:
            return repr(_string(section, symbol.value + reference.addend))
        name = self._named(reference)
        return name if symbol.kind == SymbolKind.SECTION else f"{name}+{reference.addend}"


def initialises_streams_only(name: str) -> bool:
    """Whether ``name`` (mangled) is what ``<iostream>`` alone brings into a file."""
    return name in _STREAM_INITIALISATION


def other_code_differs(
    original: ObjectGraph, candidate: ObjectGraph, changed: Iterable[str]
) -> Iterator[str]:
    """The functions besides ``changed`` (mangled names) that refer to other things than before.

    A caller's clean-up code comes and goes with what its callees may throw: leaving references out,
    or repeating some, is no difference.
    """
    edited = tuple(changed)
    after = candidate.functions()
    for name, section in original.functions().items():
        if name not in after or belongs_to(name, edited):
            continue
        old, new = original.references(section), candidate.references(after[name])
        fewer = _is_subsequence(new, old)
        more = _is_subsequence(old, new) and set(new) <= {*old, *_CLEAN_UP}
        if not (fewer or more):
            yield name


_CLEAN_UP = ("_Unwind_Resume", "__gxx_personality_v0", "DW.ref.__gxx_personality_v0")


def _is_subsequence(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    rest = iter(whole)
    return all(any(name == one for one in rest) for name in part)


def _encoding(key: str) -> str:
    """What the names of all that belongs to the function ``key`` contain."""
    return key[2:] if key.startswith("_Z") else f"{len(key)}{key}E"


def belongs_to(name: str, keys: Iterable[str]) -> bool:
    """Whether ``name`` is one of ``keys``, or something that is declared inside one."""
    return any(name == key or name.startswith(f"{key}.") or _encoding(key) in name for key in keys)


def _plain(name: str) -> str:
    """The name without the number by which a compiler tells apart things of one name."""
    return _NUMBERED.sub("", name)


def _is_run_times(name: str) -> bool:
    return _RUN_TIME_STATE.match(name) is not None


def _string(section: Section, start: int) -> bytes:
    end = section.data.find(b"\0", start)
    return section.data[start : end if end != -1 else None]
