"""The targets of a CMake project and the sources they name, as far as reading tells.

Nothing is run: variables set in the files are followed, conditions are not decided (what any branch
says counts), and what functions of the project's own do is not seen.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pcg_engine.planning.openmp_build.cmake_text import Argument, Command, commands
from pcg_engine.ports import ProjectFiles

LISTS = "CMakeLists.txt"
_REFERENCE = re.compile(r"\$\{([A-Za-z0-9_./+-]+)\}")
_NOT_COMPILED = frozenset(("INTERFACE", "IMPORTED", "ALIAS"))
_TARGET_WORDS = frozenset(
    "STATIC SHARED MODULE OBJECT WIN32 MACOSX_BUNDLE EXCLUDE_FROM_ALL GLOBAL".split()
)
_SOURCE_WORDS = frozenset(
    "PRIVATE PUBLIC INTERFACE FILE_SET BASE_DIRS FILES TYPE CXX_MODULES HEADERS".split()
)
_GLOB_WORDS = frozenset("FOLLOW_SYMLINKS LIST_DIRECTORIES CONFIGURE_DEPENDS true false".split())
_BODIES = frozenset(("function", "macro"))
_LARGEST = 500
"""How many build files are read at most."""
_LONGEST = 1 << 20
"""A longer value is not put in the place of its variable."""
_SWITCH = re.compile(r"-fopenmp(?!-simd)|OpenMP_CXX_FLAGS|OpenMP::OpenMP_CXX")


@dataclass(frozen=True, slots=True)
class Target:
    """What ``add_executable`` or ``add_library`` makes, in the file ``path`` by ``command``.

    ``sources`` are absolute; ``has_plain_links`` tells that its libraries are linked without
    keywords, which CMake does not let mix; ``is_made_twice`` that each branch makes its own.
    """

    name: str
    path: str
    command: Command
    sources: frozenset[str]
    kind: str = ""
    has_plain_links: bool = False
    openmp_link: Command | None = None
    is_made_twice: bool = False


@dataclass(frozen=True, slots=True)
class OpenMPPackage:
    """A ``find_package(OpenMP …)``, or OpenMP for all targets of a folder and of those below."""

    path: str
    command: Command


@dataclass(frozen=True, slots=True)
class CMakeProject:
    """What the build files say. ``global_flags`` switch OpenMP on for a folder and those below."""

    texts: Mapping[str, bytes]
    commands: Mapping[str, tuple[Command, ...]]
    targets: tuple[Target, ...]
    packages: tuple[OpenMPPackage, ...]
    global_flags: tuple[OpenMPPackage, ...]
    objects_used: frozenset[str]


@dataclass(slots=True)
class _Draft:
    path: str
    command: Command
    kind: str
    sources: set[str] = field(default_factory=set[str])
    has_plain_links: bool = False
    openmp_link: Command | None = None
    is_made_twice: bool = False


def read_project(files: ProjectFiles, source: str) -> CMakeProject | None:
    """The project that ``source`` is in; ``None`` if no ``CMakeLists.txt`` is above it."""
    above = [one for one in _lists_above(files, source) if files.read(one) is not None]
    if not above:
        return None
    reader = _Reader(files)
    # The outermost goes first: it sets what the others use.
    for path in reversed(above):
        if path not in reader.texts:
            reader.read(path, dict(reader.variables_of(path)))
    return reader.project()


def _lists_above(files: ProjectFiles, source: str) -> Iterator[str]:
    folder = posixpath.dirname(source)
    while folder == files.root or folder.startswith(files.root.rstrip("/") + "/"):
        yield posixpath.join(folder, LISTS)
        if folder == files.root:
            return
        folder = posixpath.dirname(folder)


class _Reader:
    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self.texts: dict[str, bytes] = {}
        self._commands: dict[str, tuple[Command, ...]] = {}
        self._targets: dict[str, _Draft] = {}
        self._packages: list[OpenMPPackage] = []
        self._global: list[OpenMPPackage] = []
        self._objects: set[str] = set()
        self._variables: dict[str, dict[str, list[str]]] = {}

    def project(self) -> CMakeProject:
        targets = tuple(
            Target(
                name,
                draft.path,
                draft.command,
                frozenset(draft.sources),
                draft.kind,
                draft.has_plain_links,
                draft.openmp_link,
                draft.is_made_twice,
            )
            for name, draft in self._targets.items()
        )
        return CMakeProject(
            self.texts,
            self._commands,
            targets,
            tuple(self._packages),
            tuple(self._global),
            frozenset(self._objects),
        )

    def variables_of(self, path: str) -> Mapping[str, list[str]]:
        """What the nearest file above that was read has set."""
        folder = posixpath.dirname(posixpath.dirname(path))
        while folder not in ("", "/"):
            known = self._variables.get(posixpath.join(folder, LISTS))
            if known is not None:
                return known
            folder = posixpath.dirname(folder)
        return {}

    def read(self, path: str, variables: dict[str, list[str]]) -> None:
        text = self._files.read(path)
        if text is None or path in self.texts or len(self.texts) >= _LARGEST:
            return
        self.texts[path] = text
        folder = posixpath.dirname(path)
        variables.setdefault("CMAKE_SOURCE_DIR", [folder])
        variables.setdefault("PROJECT_SOURCE_DIR", [folder])
        variables["CMAKE_CURRENT_SOURCE_DIR"] = variables["CMAKE_CURRENT_LIST_DIR"] = [folder]
        self._variables[path] = variables
        self._commands[path] = tuple(commands(text))
        for command in self._commands[path]:
            if not any(block.name in _BODIES for block in command.blocks):
                self._run(command, path, folder, variables)

    def _run(
        self, command: Command, path: str, folder: str, variables: dict[str, list[str]]
    ) -> None:
        words = list(_expanded(command.arguments, variables))
        if not words:
            return
        self._objects.update(
            word[len("$<TARGET_OBJECTS:") : -1]
            for word in words
            if word.startswith("$<TARGET_OBJECTS:")
        )
        match command.name:
            case "project":
                variables["PROJECT_NAME"] = words[:1]
                variables["PROJECT_SOURCE_DIR"] = [folder]
                variables[f"{words[0]}_SOURCE_DIR"] = [folder]
            case "set":
                self._set(command, words, path, variables)
            case "list" if words[0] in ("APPEND", "PREPEND") and len(words) > 1:
                variables.setdefault(words[1], []).extend(words[2:])
            case "string" if words[:2] == ["APPEND", "CMAKE_CXX_FLAGS"]:
                if _switches_on(words[2:]):
                    self._global.append(OpenMPPackage(path, command))
            case "file" if words[0] in ("GLOB", "GLOB_RECURSE") and len(words) > 2:
                variables[words[1]] = list(self._glob(words[2:], folder, words[0] != "GLOB"))
            case "aux_source_directory" if len(words) == 2:
                inside = posixpath.normpath(posixpath.join(folder, words[0]))
                variables[words[1]] = [
                    one
                    for one in self._files.below(inside)
                    if posixpath.dirname(one) == inside and one.endswith((".cpp", ".cc", ".cxx"))
                ]
            case "add_subdirectory":
                inner = posixpath.normpath(posixpath.join(folder, words[0], LISTS))
                self.read(inner, {name: list(value) for name, value in variables.items()})
            case "include" if words[0].endswith(".cmake"):
                self._include(posixpath.normpath(posixpath.join(folder, words[0])), variables)
            case "find_package" if words[0] == "OpenMP":
                self._packages.append(OpenMPPackage(path, command))
            case "add_compile_options" | "add_definitions" | "link_libraries":
                if _switches_on(words):
                    self._global.append(OpenMPPackage(path, command))
            case _:
                self._about_target(command, words, path, folder)

    def _set(
        self, command: Command, words: list[str], path: str, variables: dict[str, list[str]]
    ) -> None:
        values = words[1:]
        for end in ("CACHE", "PARENT_SCOPE"):
            if end in values:
                values = values[: values.index(end)]
        name = words[0]
        if name.startswith("CMAKE_CXX_FLAGS") and _switches_on(values):
            self._global.append(OpenMPPackage(path, command))
        if command.blocks:
            # One branch of several: what the others set stays possible.
            variables[name] = [*variables.get(name, ()), *values]
        else:
            variables[name] = values

    def _include(self, path: str, variables: dict[str, list[str]]) -> None:
        """Variables and packages of a file that is read in this one's place."""
        text = self._files.read(path)
        if text is None or path in self.texts or len(self.texts) >= _LARGEST:
            return
        self.texts[path] = text
        self._commands[path] = tuple(commands(text))
        for command in self._commands[path]:
            if not any(block.name in _BODIES for block in command.blocks):
                self._run(command, path, variables["CMAKE_CURRENT_SOURCE_DIR"][0], variables)

    def _about_target(self, command: Command, words: list[str], path: str, folder: str) -> None:
        match command.name:
            case "add_executable" | "add_library":
                if not _NOT_COMPILED.isdisjoint(words[1:3]):
                    return
                kind = next((word for word in words[1:2] if word in _TARGET_WORDS), "")
                draft = self._targets.setdefault(words[0], _Draft(path, command, kind))
                draft.is_made_twice |= draft.command is not command
                self._add_sources(draft, words[1:], folder)
            case "target_sources" if words[0] in self._targets:
                self._add_sources(self._targets[words[0]], words[1:], folder)
            case "target_link_libraries" if words[0] in self._targets:
                draft = self._targets[words[0]]
                keywords = ("PRIVATE", "PUBLIC", "INTERFACE")
                draft.has_plain_links |= len(words) > 1 and words[1] not in keywords
                if _switches_on(words[1:]):
                    draft.openmp_link = command
            case "target_compile_options" if words[0] in self._targets:
                if _switches_on(words[1:]):
                    self._targets[words[0]].openmp_link = command
            case _:
                pass

    def _add_sources(self, draft: _Draft, words: Sequence[str], folder: str) -> None:
        for word in words:
            if word not in _TARGET_WORDS and word not in _SOURCE_WORDS and "$" not in word:
                draft.sources.add(posixpath.normpath(posixpath.join(folder, word)))

    def _glob(self, words: Sequence[str], folder: str, recursive: bool) -> Iterator[str]:
        patterns = [word for word in words if word not in _GLOB_WORDS]
        if patterns[:1] == ["RELATIVE"]:
            patterns = patterns[2:]
        for pattern in patterns:
            whole = posixpath.normpath(posixpath.join(folder, pattern))
            inside, name = posixpath.split(whole)
            fixed = inside
            while any(mark in fixed for mark in "*?["):
                fixed = posixpath.dirname(fixed)
            for one in self._files.below(fixed):
                above, last = posixpath.split(one)
                if fnmatchcase(last, name) and _folder_matches(above, inside, recursive):
                    yield one


def _switches_on(words: Iterable[str]) -> bool:
    return any(_SWITCH.search(word) is not None for word in words)


def _folder_matches(folder: str, pattern: str, recursive: bool) -> bool:
    parts, wanted = folder.split("/"), pattern.split("/")
    if len(parts) < len(wanted) or (len(parts) > len(wanted) and not recursive):
        return False
    return all(fnmatchcase(part, one) for part, one in zip(parts, wanted, strict=False))


def _expanded(
    arguments: Sequence[Argument], variables: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The words of a command; references to what is not known stay as they are."""
    for argument in arguments:
        text = argument.text
        # Values hold no references but to what is not known; `${${name}}` takes a second pass.
        for _ in range(2):
            text = _substituted(text, variables)
        if argument.is_list:
            yield from (word for word in text.split(";") if word)
        else:
            yield text


def _substituted(text: str, variables: Mapping[str, Sequence[str]]) -> str:
    parts: list[str] = []
    at = length = 0
    for match in _REFERENCE.finditer(text):
        value = variables.get(match[1], (match[0],))
        parts += (text[at : match.start()], ";".join(value))
        length += len(parts[-1])
        if length > _LONGEST:
            return text
        at = match.end()
    return "".join((*parts, text[at:]))
