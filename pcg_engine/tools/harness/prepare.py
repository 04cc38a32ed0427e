"""Decides whether a function can be driven, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.untyped_parameters import pointed_types
from pcg_engine.domain.ast import (
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Function,
    Name,
    OpaqueType,
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
from pcg_engine.tools.harness.c_language import bridge_text, bridged_place, flattened
from pcg_engine.tools.harness.callables import CHOICE, callable_of
from pcg_engine.tools.harness.glue import glue_text, glue_text_for_c
from pcg_engine.tools.harness.layout import (
    BYTE,
    ArrayLayout,
    Layout,
    ScalarLayout,
    StructLayout,
    Unsupported,
    describe,
    global_name,
    layout_of,
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
from pcg_engine.tools.harness.stated import NotUnderstood, Stated, stated
from pcg_engine.tools.harness.value_types import is_const, is_plain, spell_slot, value_layout
from pcg_engine.tools.harness.values import (
    FixedLayout,
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    inner_values,
    value_structs,
)
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
    that two calls at once are not independent. ``bridge`` is for C files, see ``c_language``.
    ``stated`` is what the user's comments say of the arguments.
    """

    original: Original
    signature: Signature
    glue: bytes
    writes_globals: bool
    bridge: bytes = b""
    stated: Stated = field(default_factory=Stated)


def prepare(original: Original) -> Harness | NoHarness:
    """A harness for ``original.function``, or the reason why there is none."""
    function = original.function
    refusal = _refuse_kind(function)
    if refusal is not None:
        return refusal
    said = stated(original.source, function.span)
    if isinstance(said, NotUnderstood):
        return NoHarness(
            "unknown-relation",
            f"line {said.line}: PCG does not understand `{said.term}`: write a relation of sizes "
            "(`n == x.size()`) or one of `sorted(x)`, `permutation(x)`, `nonzero(x)`, "
            "`positive(x)`, `power_of_two(n)`",
        )
    records = original.unit.records
    pointed = pointed_types(function, original.unit)
    parameters: list[Slot] = []
    has_receiver = function.is_member and not function.is_static_member
    if has_receiver:
        try:
            parameters.append(_receiver(function, records))
        except Unsupported as problem:
            return NoHarness(
                "member-function",
                f"`{function.name}` is a member function, and PCG cannot make an object for it: "
                f"{problem}; {_NEXT_STEP}",
            )
    for variable in function.parameters:
        if not variable.name:
            return NoHarness(
                "unnamed-parameter",
                f"a parameter of `{function.name}` has no name: give it one",
            )
        try:
            slot = _parameter(_typed(variable, pointed), records, is_c=original.source.is_c)
            given = spell(variable.type) if variable.id in pointed else slot.type
            parameters.append(replace(slot, type=given))
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
            "unsupported-result",
            f"the result of `{function.name}` cannot be compared: {problem}; {_NEXT_STEP}",
        )
    touched = touched_globals(original.unit, function)
    kept = [variable for variable in touched if not _is_constant(variable.type)]
    hidden = _hidden(kept, original.unit)
    if hidden is not None:
        return NoHarness(
            "state-elsewhere",
            f"`{function.name}` leads to `{hidden.name}`, a variable of another file, which PCG "
            "can neither set nor compare: make it constant, or pass it as a parameter",
        )
    globals_: list[Slot] = []
    is_c = original.source.is_c
    taken = {slot.name for slot in parameters}
    for variable in kept:
        try:
            slot = _global(variable, records, taken)
            globals_.append(replace(slot, place=bridged_place(len(globals_))) if is_c else slot)
            taken.add(globals_[-1].name)
        except Unsupported as problem:
            return NoHarness(
                "unsupported-global",
                f"`{function.name}` uses the global variable `{variable.name}`, which PCG can "
                f"neither set nor compare: {problem}; pass it as a parameter",
            )
    signature = Signature(
        function.name, tuple(parameters), tuple(globals_), result, has_receiver=has_receiver
    )
    if is_c:
        return _for_c(original, signature, tuple(variable.name for variable in kept), said)
    return Harness(original, signature, glue_text(signature), bool(globals_), stated=said)


def _for_c(
    original: Original, signature: Signature, globals_: Sequence[str], said: Stated
) -> Harness | NoHarness:
    try:
        glue = glue_text_for_c(signature)
    except Unsupported as problem:
        return NoHarness(
            "unsupported-parameter",
            f"`{signature.function}` cannot be called: {problem}; rename it",
        )
    bridge = bridge_text(signature, globals_)
    return Harness(original, signature, glue, bool(globals_), bridge, said)


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


def _hidden(variables: Sequence[Variable], unit: TranslationUnit) -> Variable | None:
    """The first of ``variables`` that the driver, which is part of the main file, cannot name."""
    if not unit.linked:
        return None
    known = {variable.id for variable in unit.globals}
    return next((variable for variable in variables if variable.id not in known), None)


def _refuse_kind(function: Function) -> NoHarness | None:
    if function.name == "main":
        return NoHarness(
            "main-function",
            f"`main` cannot be called with inputs of PCG's choice: {_NEXT_STEP}",
        )
    own = function.name.rpartition("::")[2]
    if function.is_member and (own.startswith("~") or own == _simple(function.record or "")):
        return NoHarness(
            "member-function",
            f"`{function.name}` makes or ends an object, which PCG does not do by itself: "
            f"{_NEXT_STEP}",
        )
    if function.is_variadic:
        return NoHarness(
            "variadic-function", f"`{function.name}` takes variable arguments: {_NEXT_STEP}"
        )
    if function.body is None:
        return NoHarness(
            "no-body",
            f"the body of `{function.name}` is not in this file: name the file that has it",
        )
    return None


def _typed(variable: Variable, pointed: Mapping[str, Type]) -> Variable:
    """``variable`` as a pointer to what the function takes its ``void*`` for."""
    match variable.type:
        case PointerType(pointee=VoidType(const=const)) if variable.id in pointed:
            element = pointed[variable.id]
            if const and isinstance(element, ArithmeticType | RecordType):
                element = replace(element, const=True)
            return replace(variable, type=replace(variable.type, pointee=element))
        case _:
            return variable


def _simple(record: str) -> str:
    """The name of a class without its namespace and arguments."""
    return record.partition("<")[0].rpartition("::")[2]


def _receiver(function: Function, records: Mapping[str, Record]) -> Slot:
    """The object that a member function is called for."""
    # Of a mangled name of a member K says that it is `const`.
    const = function.key.startswith("_ZNK")
    type_ = RecordType(function.record or "", const)
    return _object("*this", type_, Passing.REFERENCE, records)


def _parameter(variable: Variable, records: Mapping[str, Record], *, is_c: bool) -> Slot:
    match flattened(variable.type) if is_c else variable.type:
        case ReferenceType(referent=referent, rvalue=rvalue):
            passing = Passing.RVALUE if rvalue else Passing.REFERENCE
            return _slot(variable.name, referent, passing, records)
        case OpaqueType(spelling=spelling, const=const) if spelling.endswith("&"):
            passing = Passing.RVALUE if spelling.endswith("&&") else Passing.REFERENCE
            referent = OpaqueType(spelling.rstrip("& "), const)
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
    if slot.callable is not None:
        raise Unsupported("it is a function")
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
                is_const=is_const(pointee),
                restrict=restrict,
            )
        case ArrayType(element=element_type, extent=extent):
            layout = layout_of(element_type, records)
            if extent is None:
                raise Unsupported("it is an array of unknown extent")
            kind = SlotKind.REFERENCE
            const = is_const(type_) or is_const(element_type)
            whole = layout_of(type_, records)
            if layout == whole:
                raise Unsupported("it is not an array")
            return Slot(name, kind, passing, spell(type_), whole, 1, is_const=const)
        case ContainerType(container=ContainerKind.VECTOR, element=element_type, const=const):
            element, kind = value_layout(element_type, records), SlotKind.VECTOR
            match element_type:
                case ContainerType(container=ContainerKind.VECTOR, element=inner):
                    element, kind = value_layout(inner, records), SlotKind.NESTED_VECTOR
                case _:
                    pass
            if not isinstance(element, FixedLayout):
                return _object(name, type_, passing, records)
            _require_default(element)
            return Slot(name, kind, passing, spell_slot(type_, records), element, is_const=const)
        case RecordType(name="std::string_view" | "std::basic_string_view<char>"):
            if passing is Passing.REFERENCE and not type_.const:
                raise Unsupported("it is a modifiable reference to a `std::string_view`")
            char = ScalarLayout("char", "|i1")
            view = "::std::string_view"
            return Slot(name, SlotKind.SPAN, Passing.VALUE, view, char, is_const=True)
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
                is_const=is_const(element_type),
            )
        case OpaqueType(spelling=spelling) if (function := callable_of(spelling)) is not None:
            if passing is Passing.REFERENCE and not type_.const:
                raise Unsupported("it is a modifiable reference to a function")
            const = "const " if passing is Passing.REFERENCE else ""
            spelled = f"{const}{function.type}"
            return Slot(name, SlotKind.VALUE, passing, spelled, CHOICE, 1, callable=function)
        case ArithmeticType() | RecordType() | ContainerType() | OpaqueType():
            element = value_layout(type_, records)
            if not (isinstance(element, FixedLayout) and is_plain(type_, records)):
                return _object(name, type_, passing, records)
            kind = SlotKind.VALUE if passing is Passing.VALUE else SlotKind.REFERENCE
            spelled = spell_slot(type_, records)
            return Slot(name, kind, passing, spelled, element, 1, is_const=is_const(type_))
        case _:
            raise Unsupported(f"it is {describe(type_)}")


def _object(name: str, type_: Type, passing: Passing, records: Mapping[str, Record]) -> Slot:
    value = value_layout(type_, records)
    if isinstance(value, ProductLayout) and value.arguments:
        for inner in inner_values(value):
            _require_default(inner)
    else:
        _require_default(value)
    return Slot(
        name,
        SlotKind.OBJECT,
        passing,
        spell_slot(type_, records),
        BYTE,
        is_const=is_const(type_),
        value=value,
    )


def _pointee(pointee: Type, records: Mapping[str, Record]) -> Layout:
    match pointee:
        case ArithmeticType() | RecordType() | ArrayType():
            return layout_of(pointee, records)
        case ContainerType(container=ContainerKind.ARRAY):
            return layout_of(pointee, records)
        case _:
            raise Unsupported(f"it points to {describe(pointee)}")


def _require_default(element: ValueLayout) -> None:
    for struct in value_structs(element):
        if not struct.default_constructible:
            raise Unsupported(f"`{struct.spelling}` has no default constructor")


def _result(type_: Type, records: Mapping[str, Record]) -> Result:
    match type_:
        case ReferenceType(referent=referent, rvalue=False):
            value, spelled = value_layout(referent, records), spell_slot(referent, records)
            return Result(ResultKind.REFERENCE, spelled, None, value)
        case VoidType():
            return Result(ResultKind.VOID, "void", None)
        case ArithmeticType() | RecordType() | ContainerType() | OpaqueType():
            value, spelled = value_layout(type_, records), spell_slot(type_, records)
            match value:
                case ScalarLayout() | ArrayLayout() | StructLayout() if is_plain(type_, records):
                    return Result(ResultKind.ELEMENT, spelled, value)
                case SequenceLayout(kind=SequenceKind.GROWN, element=element) if isinstance(
                    type_, ContainerType
                ) and isinstance(element, FixedLayout):
                    return Result(ResultKind.VECTOR, spelled, element)
                case _:
                    return Result(ResultKind.OBJECT, spelled, None, value)
        case _:
            raise Unsupported(f"it is {describe(type_)}")


def _is_constant(type_: Type) -> bool:
    match type_:
        case PointerType(pointee=pointee, const=const):
            return const and is_const(pointee)
        case ReferenceType():
            return False
        case _:
            return is_const(type_)
