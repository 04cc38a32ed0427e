"""Check: a candidate's file differs from the original in functions, and in what those may need.

Everything else in a file can change the meaning of code that no check looks at: a macro, a type, a
global variable, another overload. So a candidate may change functions, and add functions, types,
constants, declared reductions and ``#include <…>`` under names that the file does not use yet.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.domain.verdict import CheckName, CheckResult, Outcome
from pcg_engine.syntax.items import Item, ItemKind, items, tokens
from pcg_engine.syntax.parse import SyntaxTree, parse
from pcg_engine.syntax.splice import difference

_SYSTEM_INCLUDE = re.compile(r"# *include *<(?!/|[^>]*\.\.)[\w./+-]+>")
_DECLARED = re.compile(r"#pragma omp +declare +(?:reduction|simd)\b")
_CONSTANT = re.compile(r"(?:^| )const(?:expr)?(?: |$)")
_HEADER_GUARDS = frozenset(
    ("#ifdef _OPENMP #endif", "#if defined(_OPENMP) #endif", "#if defined ( _OPENMP ) #endif")
)
_NAMELESS = (ItemKind.INCLUDE, ItemKind.PRAGMA, ItemKind.PROTOTYPE, ItemKind.SCOPE)
"""What brings no name of its own into the file."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ChangedFunction:
    """A function with another text in the candidate's file."""

    before: Item
    after: Item

    @property
    def name(self) -> str:
        """Its qualified name, as written in the original."""
        return self.before.name


@dataclass(frozen=True, slots=True)
class Intrusion:
    """A change that a candidate must not make.

    ``line`` is one of the candidate's file, or of the original's where something is gone.
    ``certain`` is false if the change might be harmless.
    """

    code: str
    message: str
    line: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name that something new in the candidate's file has, and the line of that."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a candidate's file differs from the original.

    ``edits`` make the candidate's text of the original's, each within one item or between two.
    ``introduced`` are the names that it brings into the scopes of the file.
    """

    changed: tuple[ChangedFunction, ...]
    added: tuple[Item, ...]
    intrusions: tuple[Intrusion, ...]
    edits: tuple[Edit, ...]
    introduced: tuple[Introduced, ...] = ()


def compare(original: SourceText, candidate: SourceText) -> Comparison:
    """The functions that changed, what was added, and what should not have changed."""
    trees = parse(original), parse(candidate)
    before, after = (tuple(items(tree)) for tree in trees)
    changed: list[ChangedFunction] = []
    anchors: list[tuple[int, int]] = []
    removed: list[Item] = []
    added: list[Item] = []
    matcher = difflib.SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            pairs = list(zip(before[i:i_end], after[j:j_end], strict=True))
            anchors += [(one.span.start, other.span.start) for one, other in pairs]
            anchors += [(one.span.end, other.span.end) for one, other in pairs]
            changed += [
                ChangedFunction(one, other)
                for one, other in pairs
                if not _same_body(one, other, trees)
            ]
        else:
            removed += before[i:i_end]
            added += after[j:j_end]
    for item in list(removed):
        twin = next((a for a in added if _is_version_of(item, a)), None)
        if twin is not None:
            removed.remove(item)
            added.remove(twin)
            changed.append(ChangedFunction(item, twin))
    changed.sort(key=lambda change: change.before.span)
    intrusions = [
        *_gone(removed, original),
        *_intruding(added, {i.name for i in after if i.kind is ItemKind.FUNCTION}, trees),
    ]
    return Comparison(
        tuple(changed),
        tuple(item for item in added if item.kind is ItemKind.FUNCTION),
        tuple(intrusions),
        difference(original, candidate, _ascending(anchors)),
        tuple(
            Introduced(item.names[-1], candidate.location(item.span.start).line)
            for item in added
            if item.kind not in _NAMELESS and item.names and not item.is_member
        ),
    )


def used_elsewhere(comparison: Comparison, unit: str, uses: Collection[str]) -> list[Intrusion]:
    """What a header's candidate must not add: a name that ``unit`` uses behind the header.

    Code there, which nobody changed, might mean something else then. ``uses`` are the unit's words.
    """
    return [
        Intrusion(
            "name-in-use",
            f"the added `{one.name}` has a name that {unit} uses behind this header, so that code "
            "there may mean something else now: choose another name",
            one.line,
            certain=False,
        )
        for one in comparison.introduced
        if one.name in uses
    ]


def check(comparison: Comparison, under_test: ChangedFunction, *, alone: bool) -> CheckResult:
    """What ``comparison`` says of a candidate for ``under_test``.

    ``alone``: no other changed function is tested with it, so that none may change.
    Codes: ``edit-outside-function`` refutes; ``name-in-use`` and ``not-parsed`` are inconclusive.
    """
    found = sorted(comparison.intrusions, key=lambda intrusion: not intrusion.certain)
    for intrusion in found:
        outcome = Outcome.REFUTED if intrusion.certain else Outcome.INCONCLUSIVE
        detail = f"line {intrusion.line}: {intrusion.message}"
        return CheckResult(CheckName.EXTRACT, outcome, detail, code=intrusion.code)
    others = [change.name for change in comparison.changed if change is not under_test]
    if others and alone:
        detail = (
            f"it also changes `{others[0]}`, which would not be tested: "
            "leave --function out to have every changed function tested"
        )
        return CheckResult(CheckName.EXTRACT, Outcome.REFUTED, detail, code="edit-outside-function")
    told = [f"changes `{under_test.name}`"]
    if others:
        told.append(f"and {', '.join(f'`{name}`' for name in others)}, tested apart")
    if comparison.added:
        told.append(f"adds {', '.join(f'`{item.name}`' for item in comparison.added)}")
    return CheckResult(CheckName.EXTRACT, Outcome.PASSED, "; ".join(told))


def _keys(found: Sequence[Item]) -> list[tuple[ItemKind, tuple[str, ...], str]]:
    return [(item.kind, item.scope, item.head) for item in found]


def _ascending(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``anchors`` in order, without those of items around others."""
    kept: list[tuple[int, int]] = []
    for anchor in sorted(anchors):
        if not kept or (anchor[0] > kept[-1][0] and anchor[1] > kept[-1][1]):
            kept.append(anchor)
    return kept


def _same_body(one: Item, other: Item, trees: tuple[SyntaxTree, SyntaxTree]) -> bool:
    """Whether two functions are the same but for comments and white space."""
    if one.body is None or other.body is None:
        return one.body is other.body
    texts = [
        tree.source.data[body.start : body.end]
        for tree, body in zip(trees, (one.body, other.body), strict=True)
    ]
    if texts[0] == texts[1]:
        return True
    nodes = [
        tree.root.descendant_for_byte_range(body.start, body.end)
        for tree, body in zip(trees, (one.body, other.body), strict=True)
    ]
    return None not in nodes and len({tokens(node) for node in nodes if node is not None}) == 1


def _is_version_of(item: Item, other: Item) -> bool:
    return (
        item.kind is ItemKind.FUNCTION
        and other.kind is ItemKind.FUNCTION
        and item.name == other.name
    )


def _gone(removed: Sequence[Item], original: SourceText) -> Iterator[Intrusion]:
    for item in removed:
        what = f"`{item.head[:_SHOWN]}` of the original is gone or different"
        yield Intrusion("edit-outside-function", what, original.location(item.span.start).line)


def _intruding(
    added: Sequence[Item], functions: set[str], trees: tuple[SyntaxTree, SyntaxTree]
) -> Iterator[Intrusion]:
    broken = trees[1].has_errors and not trees[0].has_errors
    classes = {(*a.scope, *a.names) for a in added if a.kind is ItemKind.TYPE}
    for item in added:
        if item.is_member and item.scope in classes:
            continue
        line = trees[1].source.location(item.span.start).line
        shown = f"`{item.head[:_SHOWN]}`"
        if not _is_permitted(item, functions):
            if broken:
                message = f"PCG's parser does not understand the file around {shown}"
                yield Intrusion("not-parsed", message, line, certain=False)
            else:
                message = f"{shown} is new, and outside the functions that a candidate may change"
                yield Intrusion("edit-outside-function", message, line)
            continue
        if item.kind in _NAMELESS:
            continue
        used = next((name for name in item.names[-1:] if _is_used(name, trees[0])), None)
        if used is not None:
            message = (
                f"the added `{used}` has a name that the file uses already, so that code that did "
                "not change may mean something else now: choose another name"
            )
            yield Intrusion("name-in-use", message, line, certain=False)


def _is_permitted(item: Item, functions: set[str]) -> bool:
    if item.is_member or "std" in item.scope[:1]:
        return False
    match item.kind:
        case ItemKind.INCLUDE:
            return _SYSTEM_INCLUDE.fullmatch(item.head) is not None
        case ItemKind.PRAGMA:
            return _DECLARED.match(" ".join(item.head.split())) is not None
        case ItemKind.FUNCTION:
            return bool(item.names) and not item.names[-1].startswith("operator")
        case ItemKind.PROTOTYPE:
            return item.name in functions
        case ItemKind.TYPE:
            return bool(item.names) and "<" not in item.head
        case ItemKind.VARIABLE:
            return bool(item.names) and _CONSTANT.search(item.head) is not None
        case ItemKind.SCOPE:
            # Around anything but OpenMP's header, such lines are a `forbidden-construct`.
            is_template = item.head.startswith("template <") and "< >" not in item.head
            return is_template or item.head in _HEADER_GUARDS
        case ItemKind.OTHER:
            return False


def _is_used(name: str, tree: SyntaxTree) -> bool:
    """Whether ``name`` is an identifier of the text: not only a word of a comment or string."""
    word = name.encode("utf-8", "surrogateescape")
    for match in re.finditer(rb"(?<![\w$])" + re.escape(word) + rb"(?![\w$])", tree.source.data):
        node = tree.root.descendant_for_byte_range(match.start(), match.end())
        if node is None or node.type not in ("comment", "string_content", "string_literal"):
            return True
    return False


def edited_region(nests: Sequence[Span], edits: Sequence[Span], source: SourceText) -> Span | None:
    """What of the original the inputs have to reach for ``edits``: the union of ``nests``.

    ``None`` if something outside ``nests`` was changed. White space around a nest belongs to it,
    since that is where its directives go.
    """
    if not nests:
        return None
    widened = [_widened(nest, source.data) for nest in nests]
    if all(any(wide.contains(edit) for wide in widened) for edit in edits):
        return Span(min(n.start for n in nests), max(n.end for n in nests))
    return None


def touches(nest: Span, edit: Span, source: SourceText) -> bool:
    """Whether ``edit`` changes something of ``nest``, or of the white space around it."""
    wide = _widened(nest, source.data)
    return edit.start <= wide.end and wide.start <= edit.end


def _widened(nest: Span, data: bytes) -> Span:
    start, end = nest.start, nest.end
    while start > 0 and data[start - 1 : start].isspace():
        start -= 1
    while end < len(data) and data[end : end + 1].isspace():
        end += 1
    return Span(start, end)
