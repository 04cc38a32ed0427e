"""The units of a compilation database that include a header, put together around its text."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pcg_engine.adapters.clang_ast.dependency_files import are_current, stamp
from pcg_engine.adapters.clang_ast.process import ClangCall, TrustingClang
from pcg_engine.adapters.compilation_database import Databases, FoundCommand, find_command
from pcg_engine.adapters.compile_arguments import quote_folders, split_flags
from pcg_engine.adapters.database_entries import Entries
from pcg_engine.adapters.header_units.include_scan import IncludeScan
from pcg_engine.adapters.header_units.preprocessed import (
    CutUnit,
    cut,
    words_after_preprocessing,
)
from pcg_engine.domain.header_units import (
    BEFORE_NAME,
    NOT_AGAIN_NAME,
    REST_NAME,
    HeaderUnits,
    UnitContext,
    UnitNotSeen,
)
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.ports import Cancellation

MOST_UNITS = 4
"""How many units of a header are looked at: each is read, built, and perhaps tested."""

_MOST_ENTRIES = 5000
_SECONDS = 60.0
_KEPT = 400
_WORD = re.compile(rb"[A-Za-z_]\w*")
_LEVELS = ("1", "2", "3", "4")
_OPENMP = ("-fopenmp", "-fiopenmp", "-qopenmp")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A unit that may include the header; ``rank`` orders them, the best first."""

    rank: tuple[bool, bool, int, int, str]
    path: Path
    found: FoundCommand


@dataclass(frozen=True, slots=True)
class _Made:
    """A unit put together: ``folder`` has both texts. ``refusal`` says why that was not possible.

    ``files`` are the user's own, with ``stamps`` of all that were read.
    """

    folder: str
    files: tuple[str, ...]
    stamps: dict[str, str]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """What was read so far of databases and of ``#include`` lines."""

    databases: Databases = field(default_factory=Databases)
    scan: IncludeScan = field(default_factory=IncludeScan)


@dataclass(frozen=True, slots=True)
class HeaderUnitFinder:
    """Finds units by their ``#include`` lines, and has the user's preprocessor say the rest.

    What was made of a unit is kept in ``folder`` until one of its files changes; ``temporary`` is
    for what is needed only meanwhile.
    """

    folder: Path
    temporary: Path
    known: KnownFiles

    def find(
        self,
        header: SourceText,
        command: CompileCommand,
        names: Collection[str],
        cancellation: Cancellation,
    ) -> HeaderUnits | None:
        """The units of ``command.units`` that include ``header``; ``None`` if there is none.

        ``command`` is what the header would be compiled with alone: its compiler and its folder are
        those of all units. A unit that has the header's name comes first, then those that mention
        one of ``names``, the functions that matter, then those that include it most directly.
        """
        database = Path(command.units)
        path = Path(command.directory, header.path).absolute()
        content = self.known.databases.content(database)
        if not isinstance(content, Entries):
            return None
        usual = find_command(path, database, self.known.databases)
        compiler = usual.command.compiler if isinstance(usual, FoundCommand) else command.compiler
        candidates = sorted(
            self._candidates(content, database, path, names, cancellation), key=lambda c: c.rank
        )
        contexts: list[UnitContext] = []
        not_seen: list[UnitNotSeen] = []
        for one in candidates:
            told = _told(one.path, command.directory)
            if len(contexts) == MOST_UNITS:
                not_seen.append(UnitNotSeen(told, f"the limit is {MOST_UNITS} units"))
                continue
            if one.found.language != "c++":
                not_seen.append(UnitNotSeen(told, f"it is compiled as {one.found.language}"))
                continue
            if one.found.command.compiler != compiler:
                reason = f"it is compiled by another compiler, {one.found.command.compiler}"
                not_seen.append(UnitNotSeen(told, reason))
                continue
            made = self._made(one, path, command, cancellation)
            if made is None:
                continue
            if made.refusal:
                not_seen.append(UnitNotSeen(told, made.refusal))
                continue
            flags = _flags(one.found.command, Path(made.folder))
            own = CompileCommand(command.compiler, flags, command.directory)
            uses = _named_in(Path(made.folder) / REST_NAME, names)
            contexts.append(UnitContext(told, own, made.files, uses))
        if not contexts:
            return None
        is_saved = _bytes_of(path) == header.data
        return HeaderUnits(header, tuple(contexts), tuple(not_seen), str(database), is_saved)

    def _candidates(
        self,
        entries: Entries,
        database: Path,
        header: Path,
        names: Collection[str],
        cancellation: Cancellation,
    ) -> Iterator[_Candidate]:
        scan = self.known.scan
        scan.look_again()
        words = tuple(name.encode() for name in names)
        for entry in list(entries.by_file.values())[:_MOST_ENTRIES]:
            cancellation.check()
            unit = Path(entry.file)
            found = find_command(unit, database, self.known.databases)
            if not isinstance(found, FoundCommand) or unit == header:
                continue
            given = split_flags(found.command.flags, Path(found.command.directory))
            inclusion = scan.inclusion(unit, given.options, header)
            if inclusion is None:
                continue
            text = _bytes_of(unit) or b""
            mentions = any(word in text for word in words)
            rank = (unit.stem != header.stem, not mentions, inclusion.depth, len(text), str(unit))
            yield _Candidate(rank, unit, found)

    def _made(
        self, one: _Candidate, header: Path, command: CompileCommand, cancellation: Cancellation
    ) -> _Made | None:
        """``one`` put together, now or earlier; ``None`` if it does not include the header."""
        compile_command = one.found.command
        key = _digest(
            "3",
            str(one.path),
            str(header),
            command.compiler,
            stamp(shutil.which(command.compiler) or command.compiler, by_content=False),
            compile_command.directory,
            *compile_command.flags,
        )
        record = self.folder / f"{key}.json"
        known = _recorded(record)
        if known is not None and are_current(known.stamps):
            if known.folder:
                os.utime(known.folder)
            return known
        self.folder.mkdir(parents=True, exist_ok=True)
        made = self._make(one, header, command.compiler, cancellation)
        if isinstance(made, _Made) and made.stamps:
            document = {
                "folder": made.folder,
                "files": made.files,
                "stamps": made.stamps,
                "refusal": made.refusal,
            }
            _write(record, json.dumps(document).encode())
            _evict(self.folder)
        return made

    def _make(
        self, one: _Candidate, header: Path, compiler: str, cancellation: Cancellation
    ) -> _Made | None:
        unit, own = one.path, one.found.command
        directory = Path(own.directory)
        options = _with_openmp(split_flags(own.flags, directory).options)
        preprocess = _Preprocessor(compiler, directory, self.temporary, cancellation)
        output = preprocess.run((*options, "-dD", "-dI"), unit)
        if output is None:
            # On which files that depends is not known: it is not kept.
            return _Made("", (), {}, "it does not compile as the database says")
        wanted = os.path.realpath(header)
        found = cut(output, str(unit), lambda file: _real(directory, file) == wanted)
        if found is None:
            return None
        files = tuple(str(directory / file) for file in found.own)
        stamps = {file: stamp(file, by_content=True) for file in files}
        installed = (str(directory / file) for file in found.system)
        stamps |= {file: stamp(file, by_content=False) for file in installed}
        folder = self._write_texts(found, _not_again(found, header, directory))
        again = _as_in_unit(preprocess, found, header, options, folder)
        if again is None or words_after_preprocessing(again) != words_after_preprocessing(output):
            refusal = "after preprocessing it cannot be put together around the header"
            return _Made("", files, stamps, refusal)
        return _Made(str(folder), tuple(f for f in files if _real(directory, f) != wanted), stamps)

    def _write_texts(self, found: CutUnit, not_again: Sequence[str]) -> Path:
        """A folder named by its content, so that nothing changes under who reads it."""
        guard = f"PCG_BEFORE_{_digest(found.before)}"
        before = f"#ifndef {guard}\n#define {guard}\n{found.before}#endif\n"
        folder = self.folder / _digest(before, found.after, *not_again)
        folder.mkdir(parents=True, exist_ok=True)
        for name in not_again:
            empty = Path(os.path.normpath(_not_again_folder(folder) / name))
            _not_again_folder(folder).mkdir(parents=True, exist_ok=True)
            empty.parent.mkdir(parents=True, exist_ok=True)
            empty.touch()
        for name, text in ((BEFORE_NAME, before), (REST_NAME, found.after)):
            if not (folder / name).exists():
                _write(folder / name, text.encode("utf-8", "surrogateescape"))
        return folder


@dataclass(frozen=True, slots=True)
class _Preprocessor:
    compiler: str
    directory: Path
    temporary: Path
    cancellation: Cancellation

    def run(self, options: tuple[str, ...], file: Path) -> str | None:
        """What the preprocessor makes of ``file``; ``None`` if it does not get to the end."""
        with tempfile.TemporaryDirectory(prefix="units-", dir=self.temporary) as scratch:
            call = ClangCall(
                (self.compiler, *options, "-E", "-w", "-x", "c++", str(file)),
                self.directory,
                Path(scratch),
                _SECONDS,
            )
            finished = TrustingClang().run(call, self.cancellation)
        if finished.returncode != 0 or finished.limit is not None:
            return None
        return finished.stdout.decode("utf-8", "surrogateescape")


def _as_in_unit(
    preprocess: _Preprocessor,
    found: CutUnit,
    header: Path,
    options: tuple[str, ...],
    folder: Path,
) -> str | None:
    """The header's text between both texts of the unit, preprocessed."""
    data = _bytes_of(header)
    if data is None:
        return None
    name = found.name.replace("\\", "\\\\").replace('"', '\\"')
    first = f'#line 1 "{name}"\n'.encode("utf-8", "surrogateescape")
    rest = f"\n#include <{REST_NAME}>\n".encode()
    with tempfile.TemporaryDirectory(prefix="units-", dir=preprocess.temporary) as scratch:
        text = Path(scratch) / header.name
        text.write_bytes(first + data + rest)
        given = (*options, *_around(folder))
        return preprocess.run((*quote_folders(header.parent, given), *given), text)


def _flags(command: CompileCommand, folder: Path) -> tuple[str, ...]:
    """The unit's flags for the header's text; a header that is a main file is warned of."""
    given = split_flags(command.flags, Path(command.directory))
    return (*given.options, "-Wno-error", *_around(folder), *given.link_inputs)


def _around(folder: Path) -> tuple[str, ...]:
    own = ("-include", str(folder / BEFORE_NAME), f"-I{folder}")
    not_again = _not_again_folder(folder)
    return (*own, "-iquote", str(not_again)) if not_again.is_dir() else own


def _not_again_folder(folder: Path) -> Path:
    """Deep enough for names that begin with ``../``."""
    return folder.joinpath(NOT_AGAIN_NAME, *_LEVELS)


def _not_again(found: CutUnit, header: Path, directory: Path) -> tuple[str, ...]:
    """What the header includes, by the names it has for it, of the files that it is included in."""
    around = {_real(directory, file) for file in found.around}
    names: list[str] = []
    for name in found.repeated:
        plain = Path(os.path.normpath(name))
        outside = [part for part in plain.parts if part == ".."]
        own = os.path.realpath(header.parent / name)
        tail = "/".join(part for part in plain.parts if part != "..")
        is_around = own in around or any(file.endswith(f"/{tail}") for file in around)
        if is_around and not plain.is_absolute() and len(outside) < len(_LEVELS):
            names.append(str(plain))
    return tuple(names)


def _with_openmp(options: tuple[str, ...]) -> tuple[str, ...]:
    """What depends on ``_OPENMP`` is as in a build with OpenMP: that is what is verified."""
    if any(option.partition("=")[0] in _OPENMP for option in options):
        return options
    return (*options, "-fopenmp")


def _real(directory: Path, file: str) -> str:
    return os.path.realpath(directory / file)


def _told(path: Path, directory: str) -> str:
    """The unit's name for people: short where it lies below the folder they work in."""
    base = Path(directory)
    return str(path.relative_to(base)) if path.is_relative_to(base) else str(path)


def _named_in(path: Path, names: Collection[str]) -> tuple[str, ...]:
    words = set(_WORD.findall(_bytes_of(path) or b""))
    return tuple(name for name in names if name.encode() in words)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _recorded(path: Path) -> _Made | None:
    try:
        document = cast("dict[str, Any]", json.loads(path.read_bytes()))
        made = _Made(
            str(document["folder"]),
            tuple(map(str, document["files"])),
            {str(k): str(v) for k, v in document["stamps"].items()},
            str(document["refusal"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Absent, or written by another version.
        return None
    if made.folder and not (Path(made.folder) / REST_NAME).is_file():
        return None
    return made


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: several processes may do it at a time."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
        unfinished.write(data)
    Path(unfinished.name).chmod(0o644)
    Path(unfinished.name).replace(path)


def _evict(folder: Path) -> None:
    """Keep what was used last."""
    try:
        kept = sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime)
    except OSError:
        # Another process evicts at the same moment.
        return
    for path in kept[: max(len(kept) - _KEPT, 0)]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _digest(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.sha256(text).hexdigest()[:32]
