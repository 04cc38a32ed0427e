"""The ``AstReader`` that asks clang itself."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from pcg_engine.adapters.clang_ast.confined import ConfinedClang
from pcg_engine.adapters.clang_ast.dependency_files import (
    are_current,
    parse_dependencies,
    stamps,
)
from pcg_engine.adapters.clang_ast.flags import (
    forced_includes,
    include_folders,
    parser_flags,
)
from pcg_engine.adapters.clang_ast.openmp_mode import serial_flags, without_pragmas
from pcg_engine.adapters.clang_ast.preamble import precompilable_prefix
from pcg_engine.adapters.clang_ast.precompiled import PrecompiledHeaderCache, PrecompiledHeaders
from pcg_engine.adapters.clang_ast.process import ClangCall, Finished, TrustingClang
from pcg_engine.adapters.clang_ast.samples import choose
from pcg_engine.adapters.clang_ast.unit import Origin, ParsedText
from pcg_engine.adapters.compile_arguments import quote_folders, split_flags
from pcg_engine.adapters.diagnostics import parse_diagnostics
from pcg_engine.adapters.foreign_flags import rejected_flags
from pcg_engine.domain.ast import Diagnostic, Sample, TranslationUnit, sample_text
from pcg_engine.domain.errors import EnvironmentUnavailable
from pcg_engine.domain.source import SourceText, is_c
from pcg_engine.domain.toolchain import CompileCommand
from pcg_engine.domain.tree_codec import decode, encode
from pcg_engine.ports import Cancellation, Sandbox, Store

READER_VERSION = 23
"""Part of every cache key: raise it when the trees of an unchanged text change."""

_SECONDS = 120.0
_RETRIES = 4
_PARSED_KEPT = 3
_MISSING_FILE = re.compile(r"\bfile not found\b")
_OLD_STRINGS = re.compile(rb"\b_GLIBCXX_USE_CXX11_ABI(?:=|\s+)0\b")
_SYSTEM_FOLDER = re.compile(r"-(?:internal-isystem|internal-externc-isystem|isystem|resource-dir)$")


class ClangAstReader:
    """Reads trees through ``clang++ -Xclang -ast-dump=json``; see ``preamble`` for how.

    ``scratch`` keeps precompiled headers and is worth keeping over runs; ``store``, if given,
    keeps units by content. What is only needed while clang runs is put into ``temporary``, or
    into ``scratch`` as well. With a ``sandbox`` clang runs inside it, as texts of strangers need.
    Safe to use from several threads.
    """

    def __init__(
        self,
        clang: str,
        version: str,
        scratch: Path,
        store: Store | None = None,
        sandbox: Sandbox | None = None,
        temporary: Path | None = None,
    ) -> None:
        self._clang = clang
        self._version = version
        self._temporary = scratch if temporary is None else temporary
        self._store = store
        self._runner = TrustingClang() if sandbox is None else ConfinedClang(sandbox)
        self._headers = PrecompiledHeaderCache(
            clang, self.identity, scratch / "headers", self._runner
        )
        self._rejected: frozenset[str] = frozenset()
        self._parsed: OrderedDict[str, ParsedText] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def identity(self) -> str:
        """See ``AstReader``."""
        return f"clang-ast {READER_VERSION} {self._version}"

    def read(
        self,
        source: SourceText,
        command: CompileCommand,
        functions: Sequence[str],
        cancellation: Cancellation,
        *,
        openmp: bool = False,
    ) -> TranslationUnit:
        """See ``AstReader``; no name at all means every function of the file."""
        key = self._key(source, command, openmp=openmp)
        unit_key = _digest([key, *sorted(functions)])
        stored = self._stored(unit_key)
        if stored is not None:
            return stored
        with self._lock:
            parsed = self._parsed.get(key)
        if parsed is None or not are_current(parsed.origin.files):
            parsed = self._parse(source, command, cancellation, openmp=openmp)
            if parsed.origin.is_settled:
                self._keep(key, parsed)
        unit = replace(parsed.unit(functions), strict_aliasing=_is_aliasing_strict(command.flags))
        if self._store is not None and parsed.origin.is_settled:
            document = {"files": parsed.origin.files, "unit": encode(unit)}
            self._store.put(unit_key, json.dumps(document).encode())
        return unit

    def _keep(self, key: str, parsed: ParsedText) -> None:
        with self._lock:
            self._parsed[key] = parsed
            self._parsed.move_to_end(key)
            while len(self._parsed) > _PARSED_KEPT:
                self._parsed.popitem(last=False)

    def _key(self, source: SourceText, command: CompileCommand, *, openmp: bool) -> str:
        return _digest(
            [
                self.identity,
                source.path,
                source.digest,
                command.directory,
                str(openmp),
                *command.flags,
            ]
        )

    def _stored(self, key: str) -> TranslationUnit | None:
        data = self._store.get(key) if self._store is not None else None
        if data is None:
            return None
        try:
            document = json.loads(data)
            files = cast("dict[str, str]", document["files"])
            return decode(document["unit"]) if are_current(files) else None
        except (ValueError, KeyError, TypeError):
            # Written by another version of PCG: as good as absent.
            return None

    def _parse(
        self,
        source: SourceText,
        command: CompileCommand,
        cancellation: Cancellation,
        *,
        openmp: bool,
    ) -> ParsedText:
        directory = Path(command.directory).absolute()
        origin = directory / source.path
        self._temporary.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="text-", dir=self._temporary) as scratch:
            text = Path(scratch).resolve() / (origin.name or "text.cpp")
            text.write_bytes(source.data if openmp else without_pragmas(source.data))
            are_usable = True
            for _ in range(_RETRIES):
                arguments = split_flags(parser_flags(command.flags, self._rejected), directory)
                flags = (*arguments.options, "-fopenmp")
                # Precompiled, the user's code in such files would be missing from the dump.
                forced = forced_includes(flags)
                prefix = precompilable_prefix(
                    forced.lines + source.data,
                    origin.parent,
                    tuple(directory / f for f in include_folders(flags)),
                    _read_file,
                )
                headers = (
                    self._headers.get(
                        prefix,
                        forced.others,
                        arguments.paths,
                        directory,
                        cancellation,
                        language="c" if source.is_c else "c++",
                    )
                    if are_usable
                    else None
                )
                mode = () if openmp else serial_flags(Path(scratch))
                dump = partial(
                    self._dump,
                    text,
                    (*flags, *mode),
                    arguments.paths,
                    origin,
                    headers,
                    directory,
                    cancellation,
                )
                finished = dump()
                rejected = rejected_flags(finished.stderr) - self._rejected
                if rejected:
                    self._rejected |= rejected
                elif headers is not None and _blames_headers(finished.stderr):
                    self._headers.discard(headers)
                    are_usable = False
                else:
                    parse = partial(
                        _parsed, source, text, headers=headers, directory=directory, openmp=openmp
                    )
                    return _with_samples(parse(finished), text, dump, parse)
        raise EnvironmentUnavailable(
            "clang-refuses",
            f"{self._clang} does not take the flags {' '.join(command.flags)}",
            "pass flags that clang understands too",
        )

    def _dump(
        self,
        text: Path,
        flags: tuple[str, ...],
        named: tuple[Path, ...],
        origin: Path,
        headers: PrecompiledHeaders | None,
        directory: Path,
        cancellation: Cancellation,
    ) -> Finished:
        precompiled = () if headers is None else (headers.path, headers.path.with_suffix(".hpp"))
        call = ClangCall(
            (
                self._clang,
                *quote_folders(origin.parent, flags),
                *([] if headers is None else ["-include-pch", str(headers.path)]),
                *flags,
                # `assert` puts the file's name, and so the length of its path, into the tree.
                f"-fmacro-prefix-map={text.parent}/=",
                "-w",
                "-v",
                "-fno-color-diagnostics",
                "-fno-caret-diagnostics",
                "-fsyntax-only",
                "-Xclang",
                "-ast-dump=json",
                "-MD",
                "-MF",
                str(text) + ".d",
                "-x",
                "c" if is_c(str(text)) else "c++",
                str(text),
            ),
            directory,
            text.parent,
            _SECONDS,
            (*named, *precompiled),
            origin,
        )
        finished = self._runner.run(call, cancellation)
        cancellation.check()  # one that was stopped meanwhile tells nothing
        return finished


def _with_samples(
    parsed: ParsedText,
    text: Path,
    dump: Callable[[], Finished],
    parse: Callable[..., ParsedText],
) -> ParsedText:
    """``parsed``, with instances of templates that ``text`` has none of where these compile."""
    if not parsed.is_valid or not parsed.patterns:
        return parsed
    alone = text.read_bytes()
    known: dict[tuple[Sample, ...], ParsedText] = {}

    def with_(samples: tuple[Sample, ...]) -> ParsedText:
        if samples not in known:
            text.write_bytes(alone + sample_text(samples))
            known[samples] = parse(dump(), samples=samples)
        return known[samples]

    chosen = choose(parsed.patterns, lambda samples: with_(samples).is_valid)
    together = with_(chosen) if chosen else parsed
    return together if together.is_valid else parsed


def _parsed(
    source: SourceText,
    text: Path,
    finished: Finished,
    *,
    headers: PrecompiledHeaders | None,
    directory: Path,
    openmp: bool,
    samples: tuple[Sample, ...] = (),
) -> ParsedText:
    system_folders = _system_folders(finished.stderr)
    dependencies = Path(str(text) + ".d")
    listed = (
        parse_dependencies(dependencies.read_text("utf-8", "replace"))
        if dependencies.exists()
        else ()
    )
    generated = {"" if headers is None else str(headers.path)}
    own = tuple(
        str(directory / f) for f in listed if f not in generated and Path(f).parent != text.parent
    )
    files = {} if headers is None else dict(headers.files)
    files.update(stamps(tuple(f for f in own if f not in files), system_folders))
    diagnostics = list(parse_diagnostics(finished.stderr, (str(text),)))
    if finished.limit is not None:
        message = f"clang was stopped: its {finished.limit} for this text reached PCG's limit"
        diagnostics.append(Diagnostic("error", message))
    elif finished.returncode not in (0, 1):
        diagnostics.append(Diagnostic("error", "clang crashed on this text"))
    is_settled = finished.returncode in (0, 1) and finished.limit is None
    if any(_MISSING_FILE.search(one.message) for one in diagnostics):
        is_settled = False
    strings_share = any(map(_OLD_STRINGS.search, (finished.stderr.encode(), source.data)))
    origin = Origin(
        tuple(diagnostics), files, system_folders, openmp, samples, is_settled, strings_share
    )
    return ParsedText(source, finished.stdout, str(text), origin)


def _system_folders(verbose: str) -> tuple[str, ...]:
    """The folders of system headers, from the command that ``-v`` shows."""
    for line in verbose.splitlines():
        if '"-cc1"' in line or " -cc1 " in line:
            words = shlex.split(line)
            return tuple(
                words[i + 1] for i, word in enumerate(words[:-1]) if _SYSTEM_FOLDER.match(word)
            )
    return ()


def _blames_headers(stderr: str) -> bool:
    return re.search(r"error: .*(?:precompiled header|PCH file|AST file)", stderr) is not None


def _read_file(path: Path) -> bytes | None:
    """The content of a plain file; devices and pipes may have no end."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _is_aliasing_strict(flags: Sequence[str]) -> bool:
    """Whether the last flag that speaks of it leaves strict aliasing on."""
    told = [f for f in flags if f in ("-fstrict-aliasing", "-fno-strict-aliasing")]
    return told[-1:] != ["-fno-strict-aliasing"]
