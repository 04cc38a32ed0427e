"""Decides whether a function can be driven, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Function,
    Name,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Storage,
    TranslationUnit,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.ast import Call as CallExpression
from pcg_engine.domain.traversal import all_expressions
from pcg_engine.tools.harness.glue import glue_text
from pcg_engine.tools.harness.layout import (
    Layout,
    Unsupported,
    describe,
    global_name,
    layout_of,
    structs_of,
)
from pcg_engine.tools.harness.signature import (
    Passing,
    Result,
    ResultKind,
    Signature,
    Slot,
    SlotKind,
)
from pcg_engine.tools.harness.spelling import spell
from pcg_engine.tools.subject import Original

_NEXT_STEP = "move the loop into a function of numbers, pointers and containers of them"


@dataclass(frozen=True, slots=True)
class NoHarness:
    """Why a function cannot be driven: a stable ``code`` and a sentence to act on."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Harness:
    """A function with the driver text that calls it; valid for every edit of the function's body.

    ``writes_globals`` tells whether calls leave something in variables with static storage, so
    that two calls at once are not independent.
    """

    original: Original
    signature: Signature
    glue: bytes
    writes_globals: bool


def prepare(original: Original) -> Harness | NoHarness:
    """A harness for ``original.function``, or the reason why there is none."""
    function = original.function
    refusal = _refuse_kind(function)
    if refusal is not None:
        return refusal
    records = original.unit.records
    parameters: list[Slot] = []
    for variable in function.parameters:
        if not variable.name:
            return NoHarness(
                "unnamed-parameter",
                f"a parameter of `{function.name}` has no name: give it one",
            )
        try:
            parameters.append(_parameter(variable, records))
        except Unsupported as problem:
            return NoHarness(
                "unsupported-parameter",
                f"PCG cannot make parameter `{variable.name}` of `{function.name}`: {problem}; "
                f"{_NEXT_STEP}",
            )
    try:
        result = _result(function.return_type, records)
    except Unsupported as problem:
        return NoHarness(
            "unsupported-result", f"the result of `{function.name}` cannot be compared: {problem}"
        )
    touched = touched_globals(original.unit, function)
    globals_: list[Slot] = []
    taken = {slot.name for slot in parameters}
    for variable in touched:
        if _is_constant(variable.type):
            continue
        try:
            globals_.append(_global(variable, records, taken))
            taken.add(globals_[-1].name)
        except Unsupported as problem:
            return NoHarness(
                "unsupported-global",
                f"`{function.name}` uses the global variable `{variable.name}`, which PCG can "
                f"neither set nor compare: {problem}",
            )
    signature = Signature(function.name, tuple(parameters), tuple(globals_), result)
    return Harness(original, signature, glue_text(signature), writes_globals=bool(globals_))


def touched_globals(unit: TranslationUnit, function: Function) -> tuple[Variable, ...]:
    """The variables with static storage that ``function`` or a visible callee names, by id."""
    found: dict[str, Variable] = {}
    seen: set[str] = set()
    pending = [function]
    while pending:
        current = pending.pop()
        if current.key in seen or current.body is None:
            continue
        seen.add(current.key)
        for expression in all_expressions(current.body):
            match expression:
                case Name(variable=variable) if variable.storage in (
                    Storage.GLOBAL,
                    Storage.THREAD_LOCAL,
                ):
                    found[variable.id] = variable
                case CallExpression(callee_key=str(key)) if key in unit.functions:
                    pending.append(unit.functions[key])
                case _:
                    pass
    return tuple(found[i] for i in sorted(found))


def _refuse_kind(function: Function) -> NoHarness | None:
    if function.name == "main":
        return NoHarness(
            "main-function",
            f"`main` cannot be called with inputs of PCG's choice: {_NEXT_STEP}",
        )
    if function.is_member:
        return NoHarness(
            "member-function",
            f"`{function.name}` is a member function, which PCG does not call: {_NEXT_STEP}",
        )
    if function.is_variadic:
        return NoHarness("variadic-function", f"`{function.name}` takes variable arguments")
    if function.body is None:
        return NoHarness("no-body", f"the body of `{function.name}` is not in this file")
    return None


def _parameter(variable: Variable, records: Mapping[str, Record]) -> Slot:
    match variable.type:
        case ReferenceType(referent=referent, rvalue=rvalue):
            passing = Passing.RVALUE if rvalue else Passing.REFERENCE
            return _slot(variable.name, referent, passing, records)
        case type_:
            return _slot(variable.name, type_, Passing.VALUE, records)


def _global(variable: Variable, records: Mapping[str, Record], taken: set[str]) -> Slot:
    if variable.storage is Storage.THREAD_LOCAL:
        raise Unsupported("it is thread-local")
    if variable.volatile:
        raise Unsupported("it is volatile")
    place = global_name(variable.id if variable.id.startswith("::") else variable.name)
    name = place if variable.name in taken else variable.name
    slot = replace(_slot(name, variable.type, Passing.GLOBAL, records), place=place)
    if slot.kind is SlotKind.SPAN:
        raise Unsupported("it is a span, whose storage belongs to somebody else")
    return slot


def _slot(name: str, type_: Type, passing: Passing, records: Mapping[str, Record]) -> Slot:
    match type_:
        case PointerType(pointee=pointee, restrict=restrict):
            if passing in (Passing.REFERENCE, Passing.RVALUE):
                raise Unsupported("it is a reference to a pointer")
            element = _pointee(pointee, records)
            return Slot(
                name,
                SlotKind.POINTER,
                passing,
                spell(type_),
                element,
                is_const=_is_const(pointee),
                restrict=restrict,
            )
        case ArrayType(element=element_type, extent=extent):
            layout = layout_of(element_type, records)
            if extent is None:
                raise Unsupported("it is an array of unknown extent")
            kind = SlotKind.REFERENCE
            const = _is_const(type_) or _is_const(element_type)
            whole = layout_of(type_, records)
            if layout == whole:
                raise Unsupported("it is not an array")
            return Slot(name, kind, passing, spell(type_), whole, 1, is_const=const)
        case ContainerType(container=ContainerKind.VECTOR, element=element_type, const=const):
            match element_type:
                case ContainerType(container=ContainerKind.VECTOR, element=inner):
                    element = layout_of(inner, records)
                    kind = SlotKind.NESTED_VECTOR
                case _:
                    element = layout_of(element_type, records)
                    kind = SlotKind.VECTOR
            _require_default(element)
            return Slot(name, kind, passing, spell(type_), element, is_const=const)
        case ContainerType(container=ContainerKind.SPAN, element=element_type, extent=extent):
            if passing is Passing.REFERENCE and not type_.const:
                raise Unsupported("it is a modifiable reference to a span")
            return Slot(
                name,
                SlotKind.SPAN,
                Passing.VALUE,
                spell(type_),
                layout_of(element_type, records),
                extent,
                is_const=_is_const(element_type),
            )
        case ArithmeticType() | RecordType() | ContainerType():
            element = layout_of(type_, records)
            kind = SlotKind.VALUE if passing is Passing.VALUE else SlotKind.REFERENCE
            return Slot(name, kind, passing, spell(type_), element, 1, is_const=_is_const(type_))
        case _:
            raise Unsupported(f"it is {describe(type_)}")


def _pointee(pointee: Type, records: Mapping[str, Record]) -> Layout:
    match pointee:
        case ArithmeticType() | RecordType() | ArrayType():
            return layout_of(pointee, records)
        case ContainerType(container=ContainerKind.ARRAY):
            return layout_of(pointee, records)
        case _:
            raise Unsupported(f"it points to {describe(pointee)}")


def _require_default(element: Layout) -> None:
    for struct in structs_of(element):
        if not struct.default_constructible:
            raise Unsupported(f"`{struct.spelling}` has no default constructor")


def _result(type_: Type, records: Mapping[str, Record]) -> Result:
    match type_:
        case VoidType():
            return Result(ResultKind.VOID, "void", None)
        case ContainerType(container=ContainerKind.VECTOR, element=element):
            return Result(ResultKind.VECTOR, spell(type_), layout_of(element, records))
        case ArithmeticType() | RecordType() | ContainerType(container=ContainerKind.ARRAY):
            return Result(ResultKind.ELEMENT, spell(type_), layout_of(type_, records))
        case _:
            raise Unsupported(f"it is {describe(type_)}")


def _is_const(type_: Type) -> bool:
    match type_:
        case ArrayType(element=element, const=const):
            return const or _is_const(element)
        case ReferenceType():
            return False
        case _:
            return type_.const


def _is_constant(type_: Type) -> bool:
    match type_:
        case PointerType(pointee=pointee, const=const):
            return const and _is_const(pointee)
        case ReferenceType():
            return False
        case _:
            return _is_const(type_)
