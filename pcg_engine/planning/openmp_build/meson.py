"""OpenMP in a Meson project: ``dependency('openmp')`` of the target that compiles the file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcg_engine.domain.source import Edit, Span
from pcg_engine.planning.openmp_build.layout import indentation_at, line_after, line_before
from pcg_engine.planning.openmp_build.meson_text import (
    Argument,
    Call,
    Statement,
    Token,
    calls,
    statements,
)
from pcg_engine.planning.openmp_build.plan import BuildPlan
from pcg_engine.planning.openmp_build.proposal import AlreadyOn, ByHand, FileEdit
from pcg_engine.ports import ProjectFiles

_NAME = "meson.build"
_TARGETS = frozenset(
    "executable library static_library shared_library both_libraries shared_module "
    "build_target".split()
)
_VARIABLE = "openmp_dep"
_DEPENDENCY = f"{_VARIABLE} = dependency('openmp')"


@dataclass(frozen=True, slots=True)
class _Target:
    """A target, the file that makes it, and its sources as absolute paths.

    ``openmp`` are the variables that hold OpenMP where it is made, whatever the conditions.
    """

    name: str
    path: str
    statement: Statement
    call: Call
    sources: frozenset[str]
    openmp: tuple[str, ...]


def plan_for_meson(files: ProjectFiles, source: str) -> AlreadyOn | BuildPlan | ByHand | None:
    """How to switch OpenMP on for ``source``; ``None`` if no ``meson.build`` is above it."""
    reader = _Reader(files)
    above = [path for path in _above(files, source) if files.read(path) is not None]
    if not above:
        return None
    for path in reversed(above):
        reader.read(path, {})
    targets = [target for target in reader.targets if source in target.sources]
    if not targets:
        return _by_hand(f"no target names {posixpath.basename(source)} in plain words")
    edits: list[FileEdit] = []
    declared: set[str] = set()
    for target in targets:
        dependencies = target.call.keyword("dependencies")
        words = {token.text for token in (() if dependencies is None else dependencies.tokens)}
        if words & reader.openmp_names or "openmp" in words:
            return AlreadyOn(f"{target.path}: `{target.name}` uses OpenMP", is_in_command=False)
        if target.statement.condition.startswith("foreach"):
            return _by_hand(f"{target.path} makes `{target.name}` in a loop with other targets")
        text = files.read(target.path) or b""
        variable = target.openmp[0] if target.openmp else _VARIABLE
        if not target.openmp and target.path not in declared:
            # Before the condition that the target may be in: others use it as well.
            declared.add(target.path)
            before = line_before(text, target.statement.outermost, _DEPENDENCY)
            edits.append(FileEdit(target.path, before))
        edits += (FileEdit(target.path, edit) for edit in _link(text, target, variable))
    names = tuple(target.name for target in targets)
    told = " and ".join(f"`{name}`" for name in names)
    return BuildPlan(
        f"Make {told} depend on OpenMP in {posixpath.relpath(targets[0].path, files.root)}",
        names,
        tuple(edits),
        tuple(sorted({one for target in targets for one in target.sources})),
        "build again",
    )


def _by_hand(reason: str) -> ByHand:
    return ByHand(
        reason,
        "add `dependencies: dependency('openmp')` to the target that compiles it",
    )


def _link(text: bytes, target: _Target, variable: str) -> Iterator[Edit]:
    """One more dependency in the call that makes ``target``."""
    dependencies = target.call.keyword("dependencies")
    if dependencies is None:
        yield from _one_more_argument(text, target, f"dependencies: {variable}")
        return
    first, last = dependencies.tokens[0], dependencies.tokens[-1]
    if first.text == "[" and last.text == "]" and first.kind == last.kind == "mark":
        inner = dependencies.tokens[1:-1]
        if not inner:
            yield Edit(Span(first.end, first.end), variable)
            return
        at = inner[-1].start if inner[-1].text == "," else inner[-1].end
        yield Edit(Span(at, at), f", {variable}")
        return
    yield Edit(Span(first.start, first.start), "[")
    yield Edit(Span(last.end, last.end), f", {variable}]")


def _one_more_argument(text: bytes, target: _Target, argument: str) -> Iterator[Edit]:
    last = target.call.arguments[-1].tokens[-1]
    closing = target.call.closing.start
    has_comma = any(
        token.text == "," and last.end <= token.start < closing for token in target.statement.tokens
    )
    if b"\n" not in text[last.end : closing]:
        yield Edit(Span(last.end, last.end), f", {argument}")
        return
    # One argument a line, as the others.
    if not has_comma:
        yield Edit(Span(last.end, last.end), ",")
    yield line_after(text, last.end, f"{indentation_at(text, last.start)}{argument},")


def _above(files: ProjectFiles, source: str) -> Iterator[str]:
    folder = posixpath.dirname(source)
    while folder not in ("", "/"):
        yield posixpath.join(folder, _NAME)
        if folder == files.root:
            return
        folder = posixpath.dirname(folder)


class _Reader:
    def __init__(self, files: ProjectFiles) -> None:
        self._files = files
        self._seen: set[str] = set()
        self.targets: list[_Target] = []
        self.openmp_names: set[str] = set()
        self._openmp: list[str] = []

    def read(self, path: str, variables: Mapping[str, frozenset[str]]) -> None:
        """Follow the assignments and the folders of a file; conditions are not decided."""
        text = self._files.read(path)
        if text is None or path in self._seen:
            return
        self._seen.add(path)
        folder = posixpath.dirname(path)
        known = dict(variables)
        for statement in statements(text):
            tokens = statement.tokens
            found = list(calls(tokens))
            if len(tokens) > 2 and tokens[0].kind == "word" and tokens[1].text in ("=", "+="):
                name = tokens[0].text
                before = known.get(name, frozenset())
                known[name] = before | _paths(tokens[2:], known, folder)
                if any(_finds_openmp(call) for call in found):
                    self.openmp_names.add(name)
                    if statement.depth == 0:
                        self._openmp.append(name)
            for call in found:
                if call.name in _TARGETS and call.arguments and call.arguments[0].strings:
                    self._add(call, path, statement, known)
                elif call.name == "subdir" and call.arguments and call.arguments[0].strings:
                    inner = posixpath.join(folder, call.arguments[0].strings[0], _NAME)
                    self.read(posixpath.normpath(inner), known)

    def _add(
        self,
        call: Call,
        path: str,
        statement: Statement,
        variables: Mapping[str, frozenset[str]],
    ) -> None:
        folder = posixpath.dirname(path)
        given: list[Argument] = [one for one in call.arguments[1:] if not one.keyword]
        sources = call.keyword("sources")
        if sources is not None:
            given.append(sources)
        paths = frozenset[str]().union(*(_paths(one.tokens, variables, folder) for one in given))
        name = call.arguments[0].strings[0]
        openmp = tuple(self._openmp)
        self.targets.append(_Target(name, path, statement, call, paths, openmp))


def _paths(
    tokens: tuple[Token, ...], variables: Mapping[str, frozenset[str]], folder: str
) -> frozenset[str]:
    """The files that an expression names, by strings and by variables."""
    found: set[str] = set()
    for token in tokens:
        if token.kind == "string":
            found.add(posixpath.normpath(posixpath.join(folder, token.text)))
        elif token.kind == "word":
            found |= variables.get(token.text, frozenset())
    return frozenset(found)


def _finds_openmp(call: Call) -> bool:
    return (
        call.name == "dependency"
        and bool(call.arguments)
        and call.arguments[0].strings[:1] == ("openmp",)
    )
