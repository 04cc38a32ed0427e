"""Builds a text with its driver as a shared object, and the host that loads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from pcg_engine.domain.source import SourceText
from pcg_engine.ports import (
    Cancellation,
    Compiled,
    CompileOutcome,
    CompileRequest,
    OutputKind,
    Rejected,
)
from pcg_engine.syntax.lexemes import directives, lexemes
from pcg_engine.syntax.pruning import without_unreachable
from pcg_engine.tools.harness.c_language import driver_flags
from pcg_engine.tools.harness.graph_glue import has_graphs
from pcg_engine.tools.harness.linked import linked_objects
from pcg_engine.tools.harness.prepare import Harness
from pcg_engine.tools.harness.variants import Variant
from pcg_engine.tools.subject import Instruments

_LIBRARY_FOLDERS = ("/usr/include/", "/usr/lib", "/usr/local/include/", "/usr/local/lib", "/opt/")
_SHARED_FLAGS = (
    # The function must be compiled and bound as in the user's program: calls inside the file go
    # to the file's own definitions and may be inlined, whatever else is loaded.
    "-fPIC",
    "-fvisibility=hidden",
    "-fno-semantic-interposition",
    "-Wl,-Bsymbolic",
    # Functions that are declared but defined elsewhere matter only when they are called.
    "-Wl,-z,lazy",
    "-w",
)


@dataclass(frozen=True, slots=True)
class Program:
    """A built text: ``library`` holds the user's code and the driver, ``host`` calls it."""

    harness: Harness
    library: Path
    host: Path
    variant: Variant


def build(
    harness: Harness,
    text: bytes,
    variant: Variant,
    instruments: Instruments,
    cancellation: Cancellation,
    *,
    prelude: bytes = b"",
) -> Program | Rejected:
    """Build ``text``, a version of the user's file, as ``variant`` says.

    ``prelude`` is put before the user's text, whose lines keep their numbers. Thread-safe; equal
    builds are made once by the compiler port.
    """
    if not variant.is_whole:
        needed = _names_in_use(harness) | frozenset(lexemes(prelude))
        text = without_unreachable(SourceText(harness.original.source.path, text), needed)
    others = linked_objects(harness.original, variant, _SHARED_FLAGS, instruments, cancellation)
    if isinstance(others, Rejected):
        return others
    # What the text calls in other files is linked with it, in front of the variant's own run-time.
    linking = replace(variant, link=(*others, *variant.link)) if others else variant
    compiled = _c_library if harness.original.source.is_c else _library
    library = compiled(harness, text, linking, instruments, cancellation, prelude)
    if isinstance(library, Rejected):
        return library
    host = instruments.compiler.compile(
        CompileRequest(
            text=_host_text(),
            origin="pcg_host.cpp",
            role=variant.role,
            flags=("-std=c++17", "-pthread", "-w", *variant.host_flags),
            output=OutputKind.EXECUTABLE,
            lasting=True,
        ),
        cancellation,
    )
    match host:
        case Compiled(path=path):
            return Program(harness, library.path, path, variant)
        case Rejected():
            return host


def _library(
    harness: Harness,
    text: bytes,
    variant: Variant,
    instruments: Instruments,
    cancellation: Cancellation,
    prelude: bytes,
) -> CompileOutcome:
    return instruments.compiler.compile(
        CompileRequest(
            text=driven_text(harness, text, prelude),
            origin=harness.original.source.path,
            role=variant.role,
            flags=(*variant.flags, *_SHARED_FLAGS, *variant.link),
            output=OutputKind.SHARED,
            directory=harness.original.command.directory,
        ),
        cancellation,
    )


def _c_library(
    harness: Harness,
    text: bytes,
    variant: Variant,
    instruments: Instruments,
    cancellation: Cancellation,
    prelude: bytes,
) -> CompileOutcome:
    """The user's text, with its bridge, as C; then the driver as C++, linked with it."""
    directory = harness.original.command.directory
    bridged = b"".join(
        (_before(harness, prelude), text, b'\n#line 1 "pcg_bridge.c"\n', harness.bridge)
    )
    user = instruments.compiler.compile(
        CompileRequest(
            text=bridged,
            origin=harness.original.source.path,
            role=variant.role,
            flags=(*variant.flags, *_SHARED_FLAGS),
            output=OutputKind.OBJECT,
            directory=directory,
        ),
        cancellation,
    )
    if isinstance(user, Rejected):
        return user
    return instruments.compiler.compile(
        CompileRequest(
            text=_driver(harness) + harness.glue,
            origin="pcg_driver.cpp",
            role=variant.role,
            flags=(*driver_flags(variant.flags), *_SHARED_FLAGS, str(user.path), *variant.link),
            output=OutputKind.SHARED,
            directory=directory,
        ),
        cancellation,
    )


def _names_in_use(harness: Harness) -> frozenset[bytes]:
    """What the driver and the user's other files mention: headers may call back into the text."""
    directory = Path(harness.original.command.directory)
    paths = (
        directory / file
        for file in harness.original.unit.dependencies
        if not file.startswith(_LIBRARY_FOLDERS)
    )
    words = (_words_of(path, path.stat().st_mtime_ns) for path in paths if path.is_file())
    linked = (one.text.encode("utf-8", "surrogateescape") for one in harness.original.unit.linked)
    return frozenset(lexemes(b"\n".join((harness.glue, harness.bridge, *linked)))).union(*words)


@lru_cache(maxsize=256)
def _words_of(path: Path, modified: int) -> frozenset[bytes]:
    """The words of a file as it was when it was ``modified``."""
    del modified
    text = path.read_bytes()
    in_macros = (word for line in directives(text) for word in line.words)
    return frozenset(lexemes(text)).union(in_macros)


def driven_text(harness: Harness, text: bytes, prelude: bytes = b"") -> bytes:
    """The translation unit that is compiled: fixed driver, prelude, user's text, generated glue.

    The fixed part includes no header and comes first, so that no macro of the user's can reach
    it and no overload of a standard function appears that the user's text did not ask for.
    """
    return b"".join((_before(harness, prelude), text, b'\n#line 1 "pcg_glue.hpp"\n', harness.glue))


def line_offset(harness: Harness, prelude: bytes = b"") -> int:
    """Lines before the user's text, for tools that do not heed ``#line``."""
    return _before(harness, prelude).count(b"\n")


def _before(harness: Harness, prelude: bytes) -> bytes:
    path = harness.original.source.path.replace("\\", "\\\\").replace('"', '\\"')
    driver = b""
    if not harness.original.source.is_c:
        driver = b'#line 1 "pcg_driver.hpp"\n' + _driver(harness) + b"\n"
    between = b'#line 1 "pcg_prelude.hpp"\n' + prelude + b"\n" if prelude else b""
    return driver + between + f'#line 1 "{path}"\n'.encode("utf-8", "surrogateescape")


def _driver(harness: Harness) -> bytes:
    """The fixed part; that for values of any size only where there are some."""
    has_objects = harness.signature.result.value is not None or any(
        slot.value is not None for slot in harness.signature.slots
    )
    parts = [resource("driver.hpp")]
    if has_objects:
        parts.append(resource("values.hpp"))
    if has_graphs(harness.signature):
        parts.append(resource("graphs.hpp"))
    return b"".join(parts)


@cache
def _host_text() -> bytes:
    text = resource("host.cpp")
    for part in ("state.hpp", "memory.hpp"):
        text = text.replace(b"//--- %s\n" % part.encode(), resource(part))
    return text


@cache
def resource(name: str) -> bytes:
    """A file of the harness's own run-time."""
    return files("pcg_engine.tools.harness").joinpath("runtime", name).read_bytes()
