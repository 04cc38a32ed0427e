"""What converting one function's body needs to know and collects on its way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pcg_engine.adapters.clang_ast.call_sites import CallSites
from pcg_engine.adapters.clang_ast.declarations import Declarations, VariableEntry
from pcg_engine.adapters.clang_ast.json_node import (
    NOWHERE,
    Node,
    children,
    declared_name,
    ends_in_macro,
    kind,
    name,
    referenced,
    span,
    spelled_type,
)
from pcg_engine.adapters.clang_ast.macros import MacroUses
from pcg_engine.adapters.clang_ast.overriders import Overriders
from pcg_engine.adapters.clang_ast.type_names import DeclaredTypeNames
from pcg_engine.adapters.clang_ast.type_parser import parse_declared
from pcg_engine.domain.ast import (
    ArrayType,
    OpaqueType,
    PointerType,
    ReferenceType,
    Storage,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.source import Span


@dataclass(frozen=True, slots=True)
class Binding:
    """The part of ``variable`` that a binding stands for, as an expression of the dump.

    ``position`` is that of a part which the dump reaches by ``get``.
    """

    variable: Variable
    part: Node | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """What all calls of a function say of a parameter, as ``Variable`` has it."""

    objects: tuple[str, ...] | None = None
    apart: tuple[str, ...] = ()


_NOT_GIVEN = Given()


@dataclass(slots=True)
class UnitContext:
    """Shared by all functions of one unit."""

    text: bytes
    declarations: Declarations
    names: DeclaredTypeNames
    macros: MacroUses
    openmp: bool
    error_offsets: tuple[int, ...] = ()
    is_c: bool = False
    is_header: bool = False
    """Whether other units include the text, which may call its functions and set its variables."""
    variables: dict[str, Variable] = field(default_factory=dict[str, Variable])
    bindings: dict[str, Binding] = field(default_factory=dict[str, Binding])
    call_sites: CallSites = field(init=False)
    overriders: Overriders = field(init=False)

    def __post_init__(self) -> None:
        """Calls are looked for when a function with parameters to objects is converted."""
        self.call_sites = CallSites(self.declarations)
        self.overriders = Overriders(self.declarations)

    def type_of(self, node: Node) -> Type:
        """The domain's type of a node of the dump."""
        return self.names.parse(spelled_type(node))


@dataclass(slots=True)
class FunctionContext:
    """One function: numbers its variables in order of appearance and notes what it calls."""

    unit: UnitContext
    key: str
    in_main_file: bool
    called: dict[str, None] = field(default_factory=dict[str, None])
    statics: dict[str, Variable] = field(default_factory=dict[str, Variable])
    local_count: int = 0

    def span(self, node: Node) -> Span:
        """The node's bytes in its file, the arguments of a macro that ends it included."""
        where = span(node)
        if self.in_main_file and ends_in_macro(node):
            return Span(where.start, self.unit.macros.end_of_use(where.end))
        return where

    def source(self, where: Span) -> str:
        """The text of a span; empty if it does not lie in the main file."""
        if not self.in_main_file:
            return ""
        return self.unit.text[where.start : where.end].decode("utf-8", "replace")

    def note(self, variable: Variable) -> Variable:
        """Remember that the function names ``variable``, if it has static storage."""
        if variable.storage not in (Storage.LOCAL, Storage.PARAMETER):
            self.statics[variable.id] = variable
        return variable

    def declare(
        self,
        node: Node,
        storage: Storage,
        constant: int | None = None,
        bound: Type | None = None,
        given: Given = _NOT_GIVEN,
    ) -> Variable:
        """The variable that a declaration in this function introduces.

        ``given`` is what is known of a parameter by the calls of its function. ``bound`` is the
        type of the initialiser, if there is one. It stands in for what clang spells only as a
        member type of the library (``auto& row = m[i]`` is a ``value_type &``).
        """
        known = self.unit.variables.get(str(node["id"]))
        declared = parse_declared(spelled_type(node), self.unit.names)
        type_ = _resolved(declared.type, bound)
        if known is not None and known.constant == constant and known.type == type_:
            return known
        if known is None:
            identifier = f"{self.key}.{declared_name(node)}#{self.local_count}"
            self.local_count += 1
        else:
            identifier = known.id
        variable = Variable(
            identifier,
            declared_name(node),
            type_,
            storage,
            span(node),
            declared.volatile,
            constant,
            objects=given.objects,
            apart=given.apart,
        )
        self.unit.variables[str(node["id"])] = variable
        self.note(variable)
        return variable

    def global_variable(
        self, node: Node, constant: int | None, block: int | None = None
    ) -> Variable:
        """The variable with static storage that user code declares by ``node``.

        ``constant`` is its value, ``block`` the size of the storage that it leads to.
        """
        entry = self.unit.declarations.variable_by_id[str(node["id"])]
        declared = parse_declared(spelled_type(entry.node), self.unit.names)
        own_per_thread = entry.node.get("tls") or (
            self.unit.openmp
            and any(kind(c) == "OMPThreadPrivateDeclAttr" for c in children(entry.node))
        )
        storage = Storage.THREAD_LOCAL if own_per_thread else Storage.GLOBAL
        variable = Variable(
            f"::{entry.name}",
            name(entry.node),
            declared.type,
            storage,
            span(entry.node) if entry.scope.in_main_file else NOWHERE,
            declared.volatile,
            constant,
            block if isinstance(declared.type, PointerType) else None,
            internal=_is_internal(
                entry, declared.type, volatile=declared.volatile, is_c=self.unit.is_c
            ),
        )
        self.unit.variables[str(node["id"])] = variable
        return variable

    def foreign_variable(self, reference: Node) -> Variable:
        """A variable that no user code declares (``std::cout``)."""
        node = referenced(reference)
        declared = parse_declared(spelled_type(node), self.unit.names)
        written = "".join(self.source(span(reference)).split())
        qualified = written if written.endswith("::" + name(node)) else name(node)
        variable = Variable(
            f"::{qualified.removeprefix('::')}",
            name(node),
            declared.type,
            Storage.GLOBAL,
            NOWHERE,
            declared.volatile,
        )
        self.unit.variables[str(node["id"])] = variable
        return variable


def is_library_member(type_: OpaqueType) -> bool:
    """Whether clang spells the type as a member of a container, which says nothing by itself."""
    return type_.spelling.removeprefix("const ").removesuffix(" &") == "value_type"


def _is_internal(entry: VariableEntry, type_: Type, *, volatile: bool, is_c: bool) -> bool:
    """Whether the variable has internal linkage (C++20, [basic.link]/3); in doubt it has not."""
    if entry.scope.internal:
        return True
    if entry.scope.record is not None or entry.scope.instance or entry.scope.pattern:
        return False
    if entry.node.get("storageClass") == "static":
        return True
    is_told = "storageClass" in entry.node or "previousDecl" in entry.node
    return not (is_c or is_told or volatile or entry.node.get("inline")) and _is_const(type_)


def _is_const(type_: Type) -> bool:
    match type_:
        case ArrayType(element=element, const=const):
            return const or _is_const(element)
        case ReferenceType():
            return False
        case _:
            return type_.const


def _resolved(declared: Type, bound: Type | None) -> Type:
    """``declared``, or what ``bound`` says of it where the spelling tells nothing.

    A ``value_type`` is that of the initialiser: wherever the two differ, clang's tree has a
    conversion in between, whose type is ``bound`` then.
    """
    if bound is None or isinstance(bound, OpaqueType | VoidType | ReferenceType):
        return declared
    match declared:
        case OpaqueType() if is_library_member(declared):
            is_const = declared.spelling.startswith("const")
            if declared.spelling.endswith("&"):
                return ReferenceType(replace(bound, const=is_const or bound.const))
            return replace(bound, const=is_const)
        case _:
            return declared
