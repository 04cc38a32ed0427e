"""Memory that a function is given, of which only its callers know whether two parts are apart."""

from __future__ import annotations

from pcg_engine.analysis.effects import argument_of
from pcg_engine.analysis.library_functions import RECEIVER
from pcg_engine.analysis.modification import stripped
from pcg_engine.analysis.place import Root, RootKind
from pcg_engine.analysis.places import unqualified
from pcg_engine.analysis.scope import FunctionContext
from pcg_engine.analysis.value_types import holds_no_address
from pcg_engine.domain.ast import (
    Assignment,
    Call,
    Cast,
    Expression,
    Member,
    Name,
    PointerType,
    Storage,
    Subscript,
    Unary,
    Variable,
)
from pcg_engine.domain.traversal import all_expressions
from pcg_engine.syntax.call_arguments import argument_paths

_STEPPING = frozenset(("++pre", "--pre", "post++", "post--"))


def is_given(root: Root, context: FunctionContext) -> bool:
    """Whether the function has ``root`` from elsewhere and has not led it anywhere itself.

    What the function sets a pointer to is a matter of its own text, which whoever is asked whether
    two pointers overlap need not know.
    """
    variable = root.variable
    match root.kind:
        case RootKind.OBJECT:
            return variable is not None and variable.storage is Storage.GLOBAL
        case RootKind.REFERENCE:
            return variable is None or variable.storage is Storage.PARAMETER
        case RootKind.POINTER:
            if variable is None:
                return (
                    root.stored_in is not None
                    and not _is_of_a_graph(root)
                    and is_given(root.stored_in, context)
                    and not redirects_stored_pointers(context)
                )
            if variable.id in context.modified:
                return False
            if variable.storage in (Storage.PARAMETER, Storage.GLOBAL):
                return True
            loaded = _is_loaded(context.definitions.get(variable.id))
            return loaded and not redirects_stored_pointers(context)
        case RootKind.FRESH | RootKind.UNKNOWN:
            return False


def redirects_stored_pointers(context: FunctionContext) -> bool:
    """Whether the function itself sets a pointer that is a member of something or an element."""
    if context.sets_pointers is None:
        body = context.function.body
        context.sets_pointers = body is not None and any(
            _may_set_pointers(target, context)
            for expression in all_expressions(body)
            if (target := _target(expression)) is not None
        )
    return context.sets_pointers


def _may_set_pointers(target: Expression, context: FunctionContext) -> bool:
    """Whether a value that is stored in ``target`` may be, or hold, a pointer that is stored."""
    if isinstance(target, Name) and isinstance(target.variable.type, PointerType):
        return False  # the variable is one that the function modifies
    return not holds_no_address(stripped(target.type), context.unit)


def _is_of_a_graph(root: Root) -> bool:
    """Whether objects lead to others of their own type, so that several may lead to one."""
    holder = root.stored_in
    while holder is not None:
        if unqualified(holder.type) == unqualified(root.type):
            return True
        holder = holder.stored_in
    return False


def _target(expression: Expression) -> Expression | None:
    match expression:
        case Assignment(target=target):
            return target
        case Unary(operator=operator, operand=operand) if operator in _STEPPING:
            return operand
        case Call(callee=str(callee)) if callee.endswith("operator="):
            return argument_of(expression, RECEIVER) or argument_of(expression, 0)
        case _:
            return None


def _is_loaded(definition: Expression | None) -> bool:
    """Whether a pointer is initialised by one that is stored somewhere."""
    while isinstance(definition, Cast):
        definition = definition.operand
    return isinstance(definition, Member | Subscript)


def may_be_same_pointer(one: Root, other: Root) -> bool:
    """Whether the pointers that lead to both may be one, as both are of one family.

    Not where two are named as different elements of one array: what these are is seen.
    """
    if not are_of_one_family(one, other):
        return False
    named = all(root.variable is None and not root.path for root in (one, other))
    return not (named and "[]" in one.family)


def are_of_one_family(one: Root, other: Root) -> bool:
    """Whether pointers lead to both that are elements, or members of elements, of one object."""
    return bool(one.family) and one.family == other.family


def are_passed_as_one(one: Root, other: Root, context: FunctionContext) -> bool:
    """Whether some call in the file passes one variable, or parts of it, for both."""
    function = context.function
    positions = {p.id: n for n, p in enumerate(function.parameters)}
    first, second = _variable(one), _variable(other)
    if first is None or second is None or first.id == second.id:
        return False
    at, beside = positions.get(first.id), positions.get(second.id)
    for paths in argument_paths(context.source, function.name.rsplit("::", 1)[-1]):
        if len(paths) < len(function.parameters):
            continue
        given = first.name if at is None else paths[at]
        too = second.name if beside is None else paths[beside]
        if given is not None and given == too:
            return True
    return False


def _variable(root: Root) -> Variable | None:
    """The parameter or global variable from which ``root`` is reached."""
    while root.variable is None and root.stored_in is not None:
        root = root.stored_in
    return root.variable
