"""What the parameters of a function lead to, where every call of it is in sight.

A function with internal linkage whose name is only ever called gets its arguments from the calls in
its translation unit. Where each of them passes a variable, a part of one, or a block that was
allocated for one pointer (``own_blocks``), a parameter leads to one of these and to nothing else.
What cannot be followed is unknown.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pcg_engine.adapters.clang_ast.declarations import (
    FUNCTION_KINDS,
    VARIABLE_KINDS,
    Declarations,
    VariableEntry,
)
from pcg_engine.adapters.clang_ast.json_node import (
    Node,
    children,
    kind,
    name,
    referenced,
    spelled_type,
)

OwnsBlock = Callable[[VariableEntry], bool]
"""Whether a pointer always leads to a block of its own."""

_MOST_BYTES = 64 << 20
"""Of the dump, that are read for the calls of one function."""
_CASTS = frozenset(
    (
        "ImplicitCastExpr",
        "CStyleCastExpr",
        "CXXStaticCastExpr",
        "CXXReinterpretCastExpr",
        "CXXConstCastExpr",
        "CXXFunctionalCastExpr",
    )
)
_SAME_PLACE = frozenset(("NoOp", "BitCast"))
_UNSEEN_WAYS = tuple(f'"kind": "{k}"'.encode() for k in ("AliasAttr", "IFuncAttr", "WeakRefAttr"))
"""By which a function may be called under another name."""
_ASSEMBLY = b'"kind": "FileScopeAsmDecl"'
_ALLOCATORS = frozenset(("malloc", "calloc", "aligned_alloc"))


@dataclass(frozen=True, slots=True)
class _Object:
    """A variable, or the block that a pointer variable with one of its own leads to."""

    identity: str


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the pointer variable ``identifier``, of the dump, leads to."""

    identifier: str


@dataclass(frozen=True, slots=True)
class _Given:
    """What a parameter leads to: the one at ``position`` of the function ``key``."""

    key: str
    position: int


_Base = _Object | _Loaded | _Given


@dataclass(slots=True)
class _Text:
    """One declaration of the dump: the calls in it, and which names of functions they explain."""

    calls: dict[str, list[tuple[_Base | None, ...]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    explained: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How often an id of the dump is told by a declaration or as what is called."""


class CallSites:
    """The calls in the declarations of one dump, looked for when they are asked for."""

    def __init__(self, declarations: Declarations) -> None:
        self._declarations = declarations
        self._texts: dict[int, _Text | None] = {}
        self._arguments: dict[str, list[tuple[_Base | None, ...]] | None] = {}
        self._blocks: dict[str, bool] = {}
        self._unseen: bool | None = None

    def objects(self, key: str, position: int, owns_block: OwnsBlock) -> tuple[str, ...] | None:
        """The variables, sorted, to one of which parameter ``position`` of ``key`` leads.

        Globals are named as their ``Variable.id`` is, others in a way of their own. ``None`` if a
        call is not in sight or passes something else, or if there is no call.
        """
        found: set[str] = set()
        seen: set[_Given] = set()
        pending = [_Given(key, position)]
        while pending:
            given = pending.pop()
            if given in seen:
                continue
            seen.add(given)
            calls = self._calls_of(given.key)
            if not calls:
                return None
            for arguments in calls:
                match self._base(arguments, given.position, owns_block):
                    case _Object(identity):
                        found.add(identity)
                    case _Given() as further:
                        pending.append(further)
                    case None:
                        return None
        return tuple(sorted(found))

    def are_apart(self, key: str, one: int, other: int, owns_block: OwnsBlock) -> bool:
        """Whether no call of ``key`` passes one variable, or parts of it, for both parameters."""
        seen: set[tuple[str, int, int]] = set()
        pending = [(key, one, other)]
        while pending:
            asked = pending.pop()
            if asked in seen:
                continue  # told by the calls that are looked at already
            seen.add(asked)
            calls = self._calls_of(asked[0])
            if not calls:
                return False
            for arguments in calls:
                first, second = (self._base(arguments, n, owns_block) for n in asked[1:])
                match first, second:
                    case _Object(), _Object() if first != second:
                        pass
                    case _Given(), _Given() if first != second and first.key == second.key:
                        pending.append((first.key, first.position, second.position))
                    case (_Object(identity), _Given() as given) | (
                        _Given() as given,
                        _Object(identity),
                    ):
                        led = self.objects(given.key, given.position, owns_block)
                        if led is None or identity in led:
                            return False
                    case _:
                        return False
        return True

    def _base(
        self, arguments: tuple[_Base | None, ...], position: int, owns_block: OwnsBlock
    ) -> _Object | _Given | None:
        """What the argument at ``position`` leads to."""
        base = arguments[position] if position < len(arguments) else None
        if not isinstance(base, _Loaded):
            return base
        entry = self._declarations.variable_by_id[base.identifier]
        if base.identifier not in self._blocks:
            self._blocks[base.identifier] = owns_block(entry)
        return _Object(f"::{entry.name}") if self._blocks[base.identifier] else None

    def _calls_of(self, key: str) -> list[tuple[_Base | None, ...]] | None:
        """The arguments of each call; ``None`` if there may be others."""
        if key not in self._arguments:
            self._arguments[key] = self._find(key)
        return self._arguments[key]

    def _find(self, key: str) -> list[tuple[_Base | None, ...]] | None:
        entries = [e for e in self._declarations.functions if e.key == key]
        if key not in self._declarations.internal_keys or any(
            e.scope.record is not None
            or e.scope.pattern
            or e.scope.instance
            or not e.scope.in_main_file
            for e in entries
        ):
            return None
        identifiers = [str(e.header["id"]) for e in entries]
        quoted = [f'"{one}"'.encode() for one in identifiers]
        texts = self._declarations.texts
        if self._has_unseen_calls():
            return None
        naming = [n for n, text in enumerate(texts) if any(q in text for q in quoted)]
        if sum(len(texts[n]) for n in naming) > _MOST_BYTES:
            return None
        found: list[tuple[_Base | None, ...]] = []
        for number in naming:
            read = self._read(number)
            if read is None:
                return None
            for identifier, mention in zip(identifiers, quoted, strict=True):
                if texts[number].count(mention) != read.explained.get(identifier, 0):
                    return None
                found += read.calls.get(identifier, ())
        return found

    def _has_unseen_calls(self) -> bool:
        """Whether the unit has other names for functions, or assembly."""
        if self._unseen is None:
            marks = (*_UNSEEN_WAYS, _ASSEMBLY)
            self._unseen = any(m in text for text in self._declarations.texts for m in marks)
        return self._unseen

    def _read(self, number: int) -> _Text | None:
        if number not in self._texts:
            try:
                node: Node = json.loads(self._declarations.texts[number])
                self._texts[number] = _Reading(self._declarations).read(node)
            except RecursionError:
                self._texts[number] = None
        return self._texts[number]


class _Reading:
    """Goes through one declaration of the dump."""

    def __init__(self, declarations: Declarations) -> None:
        self._declarations = declarations
        self._text = _Text()
        self._parameters: dict[str, _Given] = {}
        self._fresh: set[str] = set()
        """Pointers that are initialised with a block of their own."""
        self._changed: set[str] = set()
        """Variables that more is done with than reading their value."""
        self._locals: dict[str, str] = {}

    def read(self, node: Node) -> _Text:
        """What is said of calls in ``node`` and below."""
        calls: list[tuple[str, Node]] = []
        for one, around in _with_surroundings(node):
            self._see_variables(one)
            if "id" in one:
                self._text.explained[str(one["id"])] += 1
            if "previousDecl" in one:
                self._text.explained[str(one["previousDecl"])] += 1
            if kind(one) == "DeclRefExpr":
                self._see_use(one, around)
            if kind(one) == "CallExpr" and children(one):
                callee = _callee(children(one)[0])
                if callee is not None:
                    self._text.explained[callee] += 1
                    calls.append((callee, one))
        # What a variable leads to is known when all that is done with it was seen.
        for callee, call in calls:
            bases = tuple(self._argument(a) for a in children(call)[1:])
            self._text.calls[callee].append(bases)
        return self._text

    def _see_variables(self, node: Node) -> None:
        """The variable that ``node`` declares, or the parameters of a function."""
        if kind(node) == "VarDecl" and node.get("init") and self._is_fresh(children(node)[-1]):
            self._fresh.add(str(node["id"]))
        if kind(node) not in FUNCTION_KINDS:
            return
        entry = self._declarations.function_by_id.get(str(node.get("id")))
        given = [c for c in children(node) if kind(c) == "ParmVarDecl"]
        for position, parameter in enumerate(given):
            if entry is not None:
                self._parameters[str(parameter["id"])] = _Given(entry.key, position)

    def _see_use(self, node: Node, around: Node) -> None:
        if around.get("castKind") != "LValueToRValue":
            self._changed.add(str(referenced(node).get("id")))

    def _argument(self, node: Node) -> _Base | None:
        """What an argument leads to, or is if the parameter is a reference."""
        return self._object(node) if node.get("valueCategory") == "lvalue" else self._pointer(node)

    def _pointer(self, node: Node) -> _Base | None:
        """The object that a pointer leads into."""
        if "*" not in spelled_type(node):
            return None
        inner = children(node)
        match kind(node):
            case "ParenExpr":
                return self._pointer(inner[0])
            case cast if cast in _CASTS:
                match node.get("castKind"):
                    case "ArrayToPointerDecay":
                        return self._object(inner[0])
                    case "LValueToRValue":
                        return self._loaded(inner[0])
                    case same if same in _SAME_PLACE:
                        return self._pointer(inner[0])
                    case _:
                        return None
            case "UnaryOperator" if node.get("opcode") == "&":
                return self._object(inner[0])
            case "BinaryOperator" if node.get("opcode") in ("+", "-"):
                return self._pointer(inner[0]) or self._pointer(inner[1])
            case _:
                return None

    def _object(self, node: Node) -> _Base | None:
        """The variable that an lvalue is a part of."""
        inner = children(node)
        match kind(node):
            case "ParenExpr":
                return self._object(inner[0])
            case "ImplicitCastExpr" if node.get("castKind") == "NoOp":
                return self._object(inner[0])
            case "ArraySubscriptExpr":
                return self._pointer(inner[0]) or self._pointer(inner[1])
            case "MemberExpr":
                return self._pointer(inner[0]) if node.get("isArrow") else self._object(inner[0])
            case "UnaryOperator" if node.get("opcode") == "*":
                return self._pointer(inner[0])
            case "DeclRefExpr":
                return self._variable(referenced(node))
            case _:
                return None

    def _variable(self, declared: Node) -> _Base | None:
        identifier = str(declared.get("id"))
        is_reference = spelled_type(declared).endswith("&")
        if kind(declared) == "ParmVarDecl":
            given = self._parameters.get(identifier)
            return given if is_reference else _Object(self._local(declared))
        if kind(declared) not in VARIABLE_KINDS or is_reference:
            return None
        entry = self._declarations.variable_by_id.get(identifier)
        return _Object(self._local(declared) if entry is None else f"::{entry.name}")

    def _loaded(self, node: Node) -> _Base | None:
        """What a pointer variable leads to."""
        while kind(node) == "ParenExpr":
            node = children(node)[0]
        declared = referenced(node)
        identifier = str(declared.get("id"))
        # Behind a reference is a pointer, of which the calls say nothing but which one it is.
        if kind(node) != "DeclRefExpr" or spelled_type(declared).endswith("&"):
            return None
        if identifier in self._declarations.variable_by_id:
            return _Loaded(identifier)
        if identifier in self._changed:
            return None
        if identifier in self._fresh:
            return _Object(self._local(declared))
        return self._parameters.get(identifier)

    def _is_fresh(self, node: Node) -> bool:
        """Whether an initialiser is a block that nothing else leads to, by the library's word."""
        while kind(node) in _CASTS or kind(node) in ("ParenExpr", "ExprWithCleanups"):
            node = children(node)[0]
        if kind(node) == "CXXNewExpr":
            operator = str(node.get("operatorNewDecl", {}).get("id"))
            return not node.get("isPlacement") and not self._is_users(operator)
        if kind(node) != "CallExpr" or not children(node):
            return False
        callee = children(node)[0]
        while kind(callee) == "ImplicitCastExpr":
            callee = children(callee)[0]
        declared = referenced(callee)
        return (
            kind(callee) == "DeclRefExpr"
            and name(declared) in _ALLOCATORS
            and not self._is_users(str(declared.get("id")))
        )

    def _is_users(self, identifier: str) -> bool:
        """Whether the function is one that user code declares."""
        return identifier in self._declarations.function_by_id

    def _local(self, declared: Node) -> str:
        """A name for a variable of a function, the same whenever the text is read."""
        identifier = str(declared["id"])
        return self._locals.setdefault(identifier, f".{name(declared)}#{len(self._locals)}")


def _callee(node: Node) -> str | None:
    """The id of the function that is called by its name."""
    while kind(node) == "ParenExpr" or (
        kind(node) == "ImplicitCastExpr"
        and node.get("castKind") in ("FunctionToPointerDecay", "NoOp")
    ):
        node = children(node)[0]
    declared = referenced(node)
    if kind(node) != "DeclRefExpr" or kind(declared) not in FUNCTION_KINDS:
        return None
    return str(declared["id"])


def _with_surroundings(node: Node) -> Iterator[tuple[Node, Node]]:
    """All nodes, parents first, each with the innermost node around it that is no parenthesis."""
    stack: list[tuple[Node, Node]] = [(node, {})]
    while stack:
        current, around = stack.pop()
        yield current, around
        outer = around if kind(current) == "ParenExpr" else current
        stack.extend((c, outer) for c in reversed(children(current)))
