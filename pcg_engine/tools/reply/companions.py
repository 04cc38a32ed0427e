"""What stands beside the function in an answer: echoed, to be added, or not to be touched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from pcg_engine.domain.source import Span
from pcg_engine.syntax.definitions import attached_start, extent, node_of
from pcg_engine.syntax.items import Item, ItemKind, tokens
from pcg_engine.syntax.parse import SyntaxTree
from pcg_engine.tools.reply.additions import Addition, words_of
from pcg_engine.tools.reply.placeholders import is_left_out
from pcg_engine.tools.reply.versions import Code, Version, bears_name, parameters

_SYSTEM_INCLUDE = re.compile(r"# *include *<(?!/|[^>]*\.\.)[\w./+-]+>")
_DECLARED = re.compile(r"#pragma omp +declare +(?:reduction|simd)\b")
_CONSTANT = re.compile(r"(?:^| )const(?:expr)?(?: |$)")
_HEADER_GUARDS = frozenset(("#ifdef _OPENMP #endif", "#if defined(_OPENMP) #endif"))
_IGNORED_LINES = frozenset(("#pragma once",))
_NO_DECLARATIONS = frozenset(
    "ERROR expression_statement labeled_statement return_statement for_statement if_statement "
    "while_statement compound_statement ;".split()
)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Companions:
    """What to add to the file: lines that include, and declarations in their order."""

    includes: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that must not be there.

    ``is_change`` tells that it is another version of something that the file has.
    """

    reason: str
    is_change: bool = False


class _Decision(Enum):
    ADD = "add"
    LEAVE_OUT = "leave out"


@dataclass(frozen=True, slots=True)
class _Known:
    """The items of the original, for finding them again in an answer."""

    keys: frozenset[tuple[ItemKind, str, str]]
    heads: frozenset[str]
    items: tuple[Item, ...]
    functions: tuple[Version, ...]
    target: Version


@dataclass(slots=True)
class _Sorted:
    refused: list[Refused] = field(default_factory=list[Refused])
    includes: list[str] = field(default_factory=list[str])
    additions: list[Addition] = field(default_factory=list[Addition])
    notes: list[str] = field(default_factory=list[str])


def companions(
    code: Code, version: Version | None, original: Code, target: Version
) -> Companions | Refused:
    """Sort what ``code`` has besides versions of the function ``target`` of ``original``.

    ``version`` is the one that is taken, if it is in ``code``: else only another version of
    something of the file is refused, and what else cannot be added is left out. What the original
    has token for token is left out, and so are a ``main`` and what is no declaration.
    """
    beside = _Beside(code, _known(original, target), version)
    taken = _Sorted()
    for item in code.items:
        beside.sort(item, taken)
    for refused in taken.refused:
        if version is not None or refused.is_change:
            return refused
        taken.notes.append(f"left out: {refused.reason}")
    return Companions(tuple(taken.includes), tuple(taken.additions), tuple(taken.notes))


class _Beside:
    def __init__(self, code: Code, known: _Known, version: Version | None) -> None:
        self._code = code
        self._known = known
        self._version = version
        self._data = code.tree.source.data
        self._spans = [v.item.span for v in code.versions_of(known.target)]
        self._done: list[Span] = []
        self._new_types: set[tuple[str, ...]] = set()

    def sort(self, item: Item, taken: _Sorted) -> None:
        """Put ``item`` where it belongs."""
        if item.head == ";" or any(span.contains(item.span) for span in self._done):
            return
        if self._is_version(item) or self._is_echo(item):
            return
        decision = self._decide(item, taken)
        match decision:
            case Refused():
                taken.refused.append(decision)
            case _Decision.ADD:
                taken.additions.append(self._addition(item))
            case _Decision.LEAVE_OUT:
                pass
            case _:
                assert_never(decision)

    def _decide(self, item: Item, taken: _Sorted) -> _Decision | Refused:
        match item.kind:
            case ItemKind.SCOPE:
                return self._scope(item, taken)
            case ItemKind.INCLUDE:
                return self._include(item, taken)
            case _:
                pass
        node = node_of(item, self._code.tree)
        is_broken = node is not None and node.has_error and item.kind is not ItemKind.FUNCTION
        if node is None or node.type in _NO_DECLARATIONS or is_broken:
            taken.notes.append(f"left out what is no declaration: `{_shown(item)}`")
            return _Decision.LEAVE_OUT
        if item.names == ("main",):
            taken.notes.append("left out `main`")
            return _Decision.LEAVE_OUT
        if item.is_member and item.scope not in self._new_types:
            return self._member(item, taken)
        match item.kind:
            case ItemKind.FUNCTION:
                return self._function(item, taken)
            case ItemKind.PROTOTYPE:
                known = self._names_known(item, ItemKind.FUNCTION)
                return _Decision.LEAVE_OUT if known else _Decision.ADD
            case ItemKind.TYPE:
                return self._type(item)
            case ItemKind.VARIABLE:
                return self._variable(item)
            case ItemKind.PRAGMA | ItemKind.OTHER:
                return self._other(item)
            case _:
                assert_never(item.kind)

    def _is_version(self, item: Item) -> bool:
        """Whether it is a version of the function, or what is written around one."""
        if item.span in self._spans:
            return True
        around = any(item.span.contains(span) for span in self._spans)
        return around and (
            item.kind is ItemKind.TYPE
            or (item.kind is ItemKind.SCOPE and not item.head.startswith("#"))
        )

    def _is_echo(self, item: Item) -> bool:
        if _key(item, self._code.tree) in self._known.keys:
            return True
        return item.kind is ItemKind.SCOPE and item.head in self._known.heads

    def _scope(self, item: Item, taken: _Sorted) -> _Decision | Refused:
        if not item.head.startswith("#"):
            return _Decision.LEAVE_OUT
        if item.head in _HEADER_GUARDS:
            inner = [one for one in self._code.items if item.span.contains(one.span)]
            if [one.kind for one in inner[1:]] == [ItemKind.INCLUDE] and (
                inner[1].head == "#include <omp.h>"
            ):
                taken.includes.append("#ifdef _OPENMP\n#include <omp.h>\n#endif")
                self._done.append(item.span)
                return _Decision.LEAVE_OUT
        return Refused(
            f"`{_shown(item)}` is new: leave conditional compilation out; the code is compiled "
            "with OpenMP, and without it the pragmas are ignored"
        )

    def _include(self, item: Item, taken: _Sorted) -> _Decision | Refused:
        if _SYSTEM_INCLUDE.fullmatch(item.head):
            taken.includes.append(item.head)
            return _Decision.LEAVE_OUT
        return Refused(f"`{_shown(item)}` is new: only standard headers, as `#include <…>`")

    def _member(self, item: Item, taken: _Sorted) -> _Decision | Refused:
        if item.kind is ItemKind.FUNCTION and self._is_abridged(item):
            taken.notes.append(f"left out `{item.name}`, whose body the answer leaves out")
            return _Decision.LEAVE_OUT
        if (
            item.kind is ItemKind.PROTOTYPE
            and item.names[-1:] == self._known.target.item.names[-1:]
        ):
            return _Decision.LEAVE_OUT
        where = "::".join(item.scope)
        return Refused(
            f"`{_shown(item)}` is not in `{where}` of the file: the class must stay as it is"
        )

    def _function(self, item: Item, taken: _Sorted) -> _Decision | Refused:
        namesakes = [one for one in self._known.functions if bears_name(item, one.item)]
        if not namesakes:
            return _Decision.ADD
        if self._is_abridged(item):
            taken.notes.append(f"left out `{item.name}`, whose body the answer leaves out")
            return _Decision.LEAVE_OUT
        node = node_of(item, self._code.tree)
        own = () if node is None else parameters(node)
        if all(len(one.parameters) != len(own) for one in namesakes):
            return _Decision.ADD
        return Refused(
            f"`{item.name}` is changed too: only `{self._known.target.item.name}` may change; "
            "a new helper function needs a new name",
            is_change=True,
        )

    def _is_abridged(self, item: Item) -> bool:
        if item.body is None:
            return True
        body = self._data[item.body.start : item.body.end].decode("utf-8", "replace")
        return is_left_out(body) and len(body.strip("{} \t\n")) > 0

    def _type(self, item: Item) -> _Decision | Refused:
        if item.head in self._known.heads:
            # The class is the file's; its members are items of their own.
            return _Decision.LEAVE_OUT
        if self._names_known(item, ItemKind.TYPE):
            reason = f"the type `{item.names[-1]}` is changed: it must stay as it is"
            return Refused(reason, is_change=True)
        self._new_types.add((*item.scope, *item.names))
        self._done.append(item.span)
        return _Decision.ADD

    def _variable(self, item: Item) -> _Decision | Refused:
        known = self._names_known(item, ItemKind.VARIABLE)
        if known and item.head.startswith("extern "):
            return _Decision.LEAVE_OUT
        if known:
            return Refused(f"`{_shown(item)}` is not what the file says: it must stay as it is")
        if _CONSTANT.search(item.head) is None:
            return Refused(f"`{_shown(item)}` is new: no global variables; constants are allowed")
        return _Decision.ADD

    def _other(self, item: Item) -> _Decision | Refused:
        head = " ".join(item.head.split())
        if head in _IGNORED_LINES:
            return _Decision.LEAVE_OUT
        if item.kind is ItemKind.PRAGMA and _DECLARED.match(head):
            return _Decision.ADD
        if head.startswith("#define"):
            return Refused(f"`{_shown(item)}` is new: no macros; use a constant or a function")
        if head.startswith("using"):
            return Refused(f"`{_shown(item)}` is new: write qualified names instead")
        return Refused(f"`{_shown(item)}` is new, and outside the function that may change")

    def _names_known(self, item: Item, kind: ItemKind) -> bool:
        name = item.names[-1:]
        return bool(name) and any(
            one.names[-1:] == name and one.kind in (kind, ItemKind.PROTOTYPE)
            for one in self._known.items
        )

    def _addition(self, item: Item) -> Addition:
        node = node_of(item, self._code.tree)
        assert node is not None
        span = extent(node)
        around = node
        while around.parent is not None and around.start_byte != span.start:
            around = around.parent
        start = span.start
        if item.kind is not ItemKind.PRAGMA:
            # Pragmas are items of their own: only comments come along.
            comment = around.prev_sibling
            if comment is not None and comment.type == "comment":
                start = max(attached_start(around), self._after_pragma(around.start_byte))
        text = self._data[start : span.end].decode("utf-8", "replace").rstrip("\n")
        line = self._data.rfind(b"\n", 0, start) + 1
        indent = self._data[line:start].decode("utf-8", "replace")
        names = item.names[-1:]
        if node.type == "enum_specifier":
            names = tuple(words_of(text))
        if item.kind is ItemKind.PRAGMA or any(name.startswith("operator") for name in names):
            names = ()
        return Addition(
            text,
            frozenset(names),
            self._relative(item.scope),
            indent if not indent.strip() else "",
            item.kind is ItemKind.PROTOTYPE,
        )

    def _after_pragma(self, before: int) -> int:
        ends = [one.span.end for one in self._code.items if one.span.end <= before]
        return max(ends, default=0)

    def _relative(self, scope: tuple[str, ...]) -> tuple[str, ...]:
        """The namespaces of ``scope`` that the function is not in."""
        target = self._known.target if self._version is None else self._version
        shared = 0
        while scope[shared : shared + 1] and (
            scope[shared : shared + 1] == target.item.scope[shared : shared + 1]
        ):
            shared += 1
        return scope[shared:]


def _known(original: Code, target: Version) -> _Known:
    return _Known(
        frozenset(_key(item, original.tree) for item in original.items),
        frozenset(
            item.head for item in original.items if item.kind in (ItemKind.TYPE, ItemKind.SCOPE)
        ),
        original.items,
        original.functions,
        target,
    )


def _key(item: Item, tree: SyntaxTree) -> tuple[ItemKind, str, str]:
    """What makes two items the same token for token, wherever they are."""
    if item.body is None:
        return item.kind, item.head, ""
    node = tree.root.descendant_for_byte_range(item.body.start, item.body.end)
    return item.kind, item.head, "" if node is None else tokens(node)


def _shown(item: Item) -> str:
    return " ".join(item.head.split())[:_SHOWN]
