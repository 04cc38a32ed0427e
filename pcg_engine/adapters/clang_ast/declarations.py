"""What user code declares: an index over the top-level declarations of a dump."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast

from pcg_engine.adapters.clang_ast.json_node import (
    Node,
    children,
    is_expression,
    is_in_main_file,
    kind,
    name,
    span,
    spelled_type,
)

FUNCTION_KINDS = frozenset(
    (
        "FunctionDecl",
        "CXXMethodDecl",
        "CXXConstructorDecl",
        "CXXDestructorDecl",
        "CXXConversionDecl",
    )
)
RECORD_KINDS = frozenset(("CXXRecordDecl", "RecordDecl", "ClassTemplateSpecializationDecl"))
VARIABLE_KINDS = frozenset(("VarDecl", "VarTemplateSpecializationDecl"))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a declaration stands."""

    qualifiers: tuple[str, ...] = ()
    namespace: tuple[str, ...] = ()
    """The qualifiers of the innermost namespace around it (friends belong there)."""
    internal: bool = False
    record: str | None = None
    in_main_file: bool = True
    pattern: bool = False
    """Inside a template that is not instantiated here: types may be dependent."""
    instance: bool = False
    closure: bool = False
    """The body of a lambda: its loops are those of the function around it."""

    def qualified(self, simple: str) -> str:
        """The qualified name of ``simple`` declared here."""
        return "::".join((*self.qualifiers, simple))


@dataclass(frozen=True, slots=True)
class FunctionEntry:
    """One declaration of a function.

    ``header`` is the node with or without its children, ``load`` gives it with them.
    """

    header: Node
    name: str
    key: str
    scope: Scope
    has_body: bool
    load: Callable[[], Node]


NAMED_BY_TYPEDEF = "pcgNamedByTypedef"
"""Set in the node of a class that has no name but that of its typedef."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One class type with its qualified name (template arguments as clang spells them)."""

    node: Node
    name: str
    template: str | None
    arguments: tuple[str, ...]
    scope: Scope


@dataclass(frozen=True, slots=True)
class VariableEntry:
    """A variable with static storage."""

    node: Node
    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class AliasEntry:
    """A ``typedef``, ``using`` or alias template (``parameters``) and what it stands for."""

    name: str
    target: str
    parameters: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class EnumEntry:
    """An enumeration: its underlying type's spelling, as far as the dump tells."""

    name: str
    underlying: str


@dataclass(slots=True)
class Declarations:
    """Everything user code declares, by clang's id of this dump and by name."""

    functions: list[FunctionEntry] = field(default_factory=list[FunctionEntry])
    function_by_id: dict[str, FunctionEntry] = field(default_factory=dict[str, FunctionEntry])
    records: dict[str, RecordEntry] = field(default_factory=dict[str, RecordEntry])
    record_by_id: dict[str, RecordEntry] = field(default_factory=dict[str, RecordEntry])
    namespace_by_id: dict[str, Scope] = field(default_factory=dict[str, Scope])
    variable_by_id: dict[str, VariableEntry] = field(default_factory=dict[str, VariableEntry])
    aliases: dict[str, set[AliasEntry]] = field(default_factory=dict[str, set[AliasEntry]])
    enums: dict[str, set[EnumEntry]] = field(default_factory=dict[str, set[EnumEntry]])
    enumerator_values: dict[str, int] = field(default_factory=dict[str, int])
    class_templates: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    record_names: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    definitions: dict[str, FunctionEntry] = field(default_factory=dict[str, FunctionEntry])
    internal_keys: set[str] = field(default_factory=set[str])
    using_names: set[str] = field(default_factory=set[str])
    using_namespaces: set[str] = field(default_factory=set[str])
    templates: list[tuple[Node, Scope]] = field(default_factory=list[tuple[Node, Scope]])
    """Of functions and classes."""
    template_of: dict[str, Node] = field(default_factory=dict[str, Node])
    """The template of each of its instances, by the id of the instance."""
    texts: list[bytes] = field(default_factory=list[bytes])
    """The top-level declarations as the dump spells them."""

    def add(self, node: Node, scope: Scope) -> None:
        """Index ``node`` and what is declared inside it (function bodies left out)."""
        k = kind(node)
        if k == "NamespaceDecl":
            self._add_namespace(node, scope)
        elif k in ("LinkageSpecDecl", "ExportDecl"):
            self._add_all(children(node), scope)
        elif k in FUNCTION_KINDS:
            self.add_function(node, scope, has_body=_has_body(node), load=lambda: node)
        elif k == "FriendDecl":
            self._add_all(children(node), replace(scope, qualifiers=scope.namespace, record=None))
        elif k == "FunctionTemplateDecl":
            self.templates.append((node, scope))
            self._add_template(node, scope, FUNCTION_KINDS)
        elif k == "ClassTemplateDecl":
            self.templates.append((node, scope))
            self.class_templates.setdefault(name(node), set()).add(scope.qualified(name(node)))
            self._add_template(node, scope, RECORD_KINDS)
        elif k == "VarTemplateDecl":
            self._add_template(node, scope, VARIABLE_KINDS)
        elif k in RECORD_KINDS:
            self._add_record(node, scope)
        elif k in VARIABLE_KINDS:
            entry = VariableEntry(node, scope.qualified(name(node)), scope)
            self.variable_by_id[str(node["id"])] = entry
        elif k in ("TypedefDecl", "TypeAliasDecl"):
            self._add_alias(node, scope, None)
        elif k == "TypeAliasTemplateDecl":
            self._add_alias_template(node, scope)
        elif k == "EnumDecl":
            self._add_enum(node, scope)
        elif k == "UsingDecl":
            self.using_names.add(name(node))
        elif k == "UsingDirectiveDecl":
            self.using_namespaces.add(name(cast("Node", node.get("nominatedNamespace", {}))))

    def mark_instances(self) -> None:
        """Tell members of explicitly instantiated classes from those that have a text of their own.

        The dump has both as classes of the same kind; the former stand where a template's do.
        """
        texts = {
            _text_of(e) for e in self.functions if e.scope.pattern and e.scope.in_main_file
        } - {None}
        for at, entry in enumerate(self.functions):
            scope = entry.scope
            if scope.pattern or scope.instance or not scope.in_main_file:
                continue
            if _text_of(entry) in texts:
                marked = replace(entry, scope=replace(scope, instance=True))
                self.functions[at] = marked
                self.function_by_id[str(entry.header["id"])] = marked
                if self.definitions.get(entry.key) is entry:
                    self.definitions[entry.key] = marked

    def _add_all(self, nodes: list[Node], scope: Scope) -> None:
        for node in nodes:
            self.add(node, scope)

    def _add_namespace(self, node: Node, scope: Scope) -> None:
        own = name(node)
        hidden = not own or bool(node.get("isInline"))
        qualifiers = scope.qualifiers if hidden else (*scope.qualifiers, own)
        inner = replace(
            scope,
            qualifiers=qualifiers,
            namespace=qualifiers,
            internal=scope.internal or not own,
            record=None,
        )
        self.namespace_by_id[str(node.get("id", ""))] = inner
        self._add_all(children(node), inner)

    def _add_template(self, node: Node, scope: Scope, kinds: frozenset[str]) -> None:
        candidates = [c for c in children(node) if kind(c) in kinds]
        for position, candidate in enumerate(candidates):
            if position > 0:
                self.template_of[str(candidate["id"])] = node
            inner = replace(
                scope,
                pattern=scope.pattern or position == 0,
                instance=scope.instance or position > 0,
            )
            self.add(candidate, inner)

    def add_function(
        self, node: Node, scope: Scope, *, has_body: bool, load: Callable[[], Node]
    ) -> None:
        """Index one function, whose children ``node`` need not have."""
        outer = str(node.get("parentDeclContextId", ""))
        parent = self.record_by_id.get(outer)
        namespace = self.namespace_by_id.get(outer)
        if namespace is not None and scope.record is None:
            # Defined outside of its namespace: `void space::function() { … }`.
            scope = replace(
                scope,
                qualifiers=namespace.qualifiers,
                namespace=namespace.namespace,
                internal=scope.internal or namespace.internal,
            )
        if parent is not None and scope.record is None:
            scope = replace(
                scope,
                qualifiers=(parent.name,),
                internal=parent.scope.internal,
                record=parent.name,
                pattern=scope.pattern or parent.scope.pattern,
                instance=scope.instance or parent.scope.instance,
            )
        if "loc" in node and "offset" in str(node["loc"]):
            scope = replace(scope, in_main_file=is_in_main_file(cast("Node", node["loc"])))
        qualified = scope.qualified(name(node))
        key = str(node.get("mangledName") or f"{qualified} {spelled_type(node)}")
        entry = FunctionEntry(node, qualified, key, scope, has_body, load)
        self.functions.append(entry)
        self.function_by_id[str(node["id"])] = entry
        if entry.has_body:
            self.definitions[key] = entry
        if scope.internal or (node.get("storageClass") == "static" and scope.record is None):
            self.internal_keys.add(key)

    def _add_record(self, node: Node, scope: Scope) -> None:
        if node.get("isImplicit"):
            return
        simple = name(node)
        template: str | None = None
        arguments: tuple[str, ...] = ()
        if kind(node) == "ClassTemplateSpecializationDecl":
            template = scope.qualified(simple)
            arguments = tuple(_argument(c) for c in children(node) if kind(c) == "TemplateArgument")
            simple = f"{simple}<{', '.join(arguments)}>"
        qualified = scope.qualified(simple)
        entry = RecordEntry(node, qualified, template, arguments, scope)
        self.record_by_id[str(node["id"])] = entry
        inner = replace(
            scope,
            qualifiers=(*scope.qualifiers, simple) if simple else scope.qualifiers,
            record=qualified,
        )
        if simple and not scope.pattern:
            self.record_names.setdefault(name(node), set()).add(qualified)
            if qualified not in self.records or node.get("completeDefinition"):
                self.records[qualified] = entry
        self._add_all(children(node), inner)

    def _add_alias(self, node: Node, scope: Scope, parameters: tuple[str, ...] | None) -> None:
        if parameters is None and self._names_a_record(node, scope):
            return
        if scope.pattern and parameters is None:
            target = "<dependent>"
        else:
            target = spelled_type(node)
        alias = AliasEntry(scope.qualified(name(node)), target, parameters)
        self.aliases.setdefault(name(node), set()).add(alias)

    def _names_a_record(self, node: Node, scope: Scope) -> bool:
        """Whether this is C's ``typedef struct { … } T;`` or ``typedef struct T { … } T;``."""
        for type_ in children(node):
            owned = self.record_by_id.get(str(type_.get("ownedTagDecl", {}).get("id", "")))
            if owned is None:
                continue
            if name(owned.node):
                return name(owned.node) == name(node)
            # An unnamed class takes the name of its typedef.
            self._add_record({**owned.node, "name": name(node), NAMED_BY_TYPEDEF: True}, scope)
            return True
        return False

    def _add_alias_template(self, node: Node, scope: Scope) -> None:
        parameters = tuple(
            name(c)
            for c in children(node)
            if kind(c) in ("TemplateTypeParmDecl", "NonTypeTemplateParmDecl")
        )
        for child in children(node):
            if kind(child) == "TypeAliasDecl":
                self._add_alias(child, scope, parameters)

    def _add_enum(self, node: Node, scope: Scope) -> None:
        qualified = scope.qualified(name(node))
        negative = False
        value: int | None = -1
        for child in children(node):
            if kind(child) != "EnumConstantDecl":
                continue
            has_value = any(is_expression(c) for c in children(child))
            if has_value:
                value = _constant(child)
            elif value is not None:
                value += 1
            if value is not None:
                self.enumerator_values[str(child["id"])] = value
                negative = negative or value < 0
        fixed = spelled_type(node, "fixedUnderlyingType")
        underlying = fixed or ("int" if negative else "unsigned int")
        if name(node):
            self.enums.setdefault(name(node), set()).add(EnumEntry(qualified, underlying))


def _text_of(entry: FunctionEntry) -> tuple[int, int] | None:
    """Where the function is written; ``None`` if it is not."""
    if not entry.has_body or "range" not in entry.header:
        return None
    where = span(entry.header)
    return (where.start, where.end)


def _has_body(node: Node) -> bool:
    return any(kind(c) in ("CompoundStmt", "CXXTryStmt") for c in children(node))


def _argument(node: Node) -> str:
    if "value" in node:
        return str(node["value"])
    spelled = spelled_type(node)
    if spelled:
        return spelled
    for child in children(node):
        if "value" in child:
            return str(child["value"])
    return "?"


def _constant(enumerator: Node) -> int | None:
    for child in children(enumerator):
        node = child
        while True:
            if kind(node) in ("ConstantExpr", "IntegerLiteral") and "value" in node:
                try:
                    return int(str(node["value"]))
                except ValueError:
                    return None
            inner = children(node)
            if len(inner) != 1:
                break
            node = inner[0]
    return None
