"""Decides whether a function can be driven, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pcg_engine.analysis.program_end import without_last_words
from pcg_engine.analysis.single_objects import single_objects
from pcg_engine.analysis.untyped_parameters import pointed_types
from pcg_engine.domain.ast import (
    ArithmeticType,
    Call as CallExpression,
    Function,
    Name,
    PointerType,
    Record,
    RecordType,
    ReferenceType,
    Sample,
    Storage,
    TranslationUnit,
    Type,
    Variable,
    VoidType,
)
from pcg_engine.domain.facts import Assumption
from pcg_engine.tools.harness.c_language import bridge_text, bridged_place
from pcg_engine.tools.harness.field_uses import field_uses, reached_expressions
from pcg_engine.tools.harness.glue import glue_text, glue_text_for_c
from pcg_engine.tools.harness.layout import Unsupported
from pcg_engine.tools.harness.left_out import leave_out
from pcg_engine.tools.harness.required import required
from pcg_engine.tools.harness.signature import Passing, Signature, Slot, SlotKind
from pcg_engine.tools.harness.slots import global_slot, parameter_slot, receiver_slot, result_of
from pcg_engine.tools.harness.spelling import spell
from pcg_engine.tools.harness.stated import NotUnderstood, Stated, stated
from pcg_engine.tools.harness.unused_fields import with_unused
from pcg_engine.tools.harness.value_types import is_const
from pcg_engine.tools.harness.values import ProductLayout, values_of
from pcg_engine.tools.subject import Original

_NEXT_STEP = (
    "move the loop into a function of numbers, pointers and containers of them, or let "
    "`pcg capture` record what the loop is given"
)
_TEMPLATE = re.compile(rb"\btemplate\s*<[^<>{};]+(?:<[^{};]*>[^{};]*)?>\s*\Z")
"""What stands before the declaration of a template, but not of a specialisation."""
_UNNAMEABLE = re.compile(r"\?|[(](?:lambda|anonymous|unnamed)|\bauto\b|'")
"""What clang writes for types and objects that have no name."""


@dataclass(frozen=True, slots=True)
class NoHarness:
    """Why a function cannot be driven: a stable ``code`` and a sentence to act on."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Harness:
    """A function with the driver text that calls it; valid for every edit of the function's body.

    ``original`` has the facts that comments add. ``writes_globals`` tells whether calls leave
    something in variables with static storage, so that two calls at once are not independent.
    ``bridge`` is for C files, see ``c_language``. ``stated`` is what the user's comments say of
    the arguments, ``required`` what the function asks of them before it begins. Whatever agrees on
    its inputs rests on ``assumptions``. On no input does it call the functions ``left_out``.
    """

    original: Original
    signature: Signature
    glue: bytes
    writes_globals: bool
    bridge: bytes = b""
    stated: Stated = field(default_factory=Stated)
    required: Stated = field(default_factory=Stated)
    assumptions: tuple[Assumption, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def guesses_objects(self) -> bool:
        """Whether it makes objects of which it is least known what their parts have in common."""
        return any(
            slot.passing in (Passing.ELEMENTS, Passing.ADDRESS)
            or any(
                part.owner
                for value in values_of(slot.layout)
                if isinstance(value, ProductLayout)
                for part in value.parts
            )
            for slot in self.signature.slots
        )


def prepare(original: Original) -> Harness | NoHarness:
    """A harness for ``original.function``, or the reason why there is none."""
    function = original.function
    refusal = _refuse_kind(original)
    if refusal is not None:
        return refusal
    said = stated(original.source, function.span)
    if isinstance(said, NotUnderstood):
        return NoHarness(
            "unknown-relation",
            f"line {said.line}: PCG does not understand `{said.term}`: write a relation of sizes "
            "(`n == x.size()`), one of `sorted(x)`, `permutation(x)`, `nonzero(x)`, "
            "`positive(x)`, `power_of_two(n)`, `indices(i, x)`, `row_starts(r, x)`, or "
            "`mesh from make_mesh`",
        )
    records = _without(function.name, original.unit.records)
    if not original.source.is_c:
        reached = reached_expressions(original.unit, function)
        records = with_unused(records, function, original.unit, reached)
    pointed = pointed_types(function, original.unit)
    single = single_objects(function)
    uses = field_uses(original.unit, function)
    parameters: list[Slot] = []
    has_receiver = function.is_member and not function.is_static_member
    if has_receiver:
        try:
            parameters.append(receiver_slot(function, records, said.factory("*this")))
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
            slot = parameter_slot(
                _typed(variable, pointed),
                records,
                is_c=original.source.is_c,
                is_single=variable.name in single,
                factory=said.factory(variable.name),
                uses=uses,
            )
            given = spell(variable.type) if variable.id in pointed else slot.type
            parameters.append(replace(slot, type=given))
        except Unsupported as problem:
            return NoHarness(
                "unsupported-parameter",
                f"PCG cannot make parameter `{variable.name}` of `{function.name}`: {problem}; "
                f"{_NEXT_STEP}",
            )
    try:
        result = result_of(function.return_type, records)
    except Unsupported as problem:
        return NoHarness(
            "unsupported-result",
            f"the result of `{function.name}` cannot be compared: {problem}; {_NEXT_STEP}",
        )
    # Where the program ends no input leads: what is named there alone need not be set.
    touched = touched_globals(*without_last_words(original.unit, function))
    kept = [variable for variable in touched if not _is_constant(variable.type)]
    hidden = _hidden(kept, original.unit)
    if hidden:
        rest = leave_out(original, (variable.id for variable in hidden))
        if rest is not None:
            found = prepare(rest.original)
            return (
                replace(found, left_out=(*found.left_out, *rest.functions))
                if isinstance(found, Harness)
                else found
            )
        return NoHarness(
            "state-elsewhere",
            f"`{function.name}` leads to `{hidden[0].name}`, a variable of another file, which PCG "
            "can neither set nor compare: pass it as a parameter, or make it constant",
        )
    globals_: list[Slot] = []
    is_c = original.source.is_c
    taken = {slot.name for slot in parameters}
    for variable in kept:
        try:
            slot = global_slot(variable, records, taken, uses)
            globals_.append(replace(slot, place=bridged_place(len(globals_))) if is_c else slot)
            taken.add(globals_[-1].name)
        except Unsupported as problem:
            return NoHarness(
                "unsupported-global",
                f"`{function.name}` uses the global variable `{variable.name}`, which PCG can "
                f"neither set nor compare: {problem}; pass it as a parameter",
            )
    signature = Signature(
        function.name,
        tuple(parameters),
        tuple(globals_),
        result,
        has_receiver=has_receiver,
        callee=_callee(function, original.unit),
    )
    inputs = replace(original.inputs, values=(*original.inputs.values, *said.indices))
    known = replace(original, inputs=inputs)
    try:
        glue = glue_text_for_c(signature) if is_c else glue_text(signature)
    except Unsupported as problem:
        return NoHarness(
            "unsupported-parameter",
            f"`{signature.function}` cannot be called: {problem}; rename it",
        )
    return Harness(
        known,
        signature,
        glue,
        bool(globals_),
        bridge_text(signature, [variable.name for variable in kept]) if is_c else b"",
        said,
        required(function),
        tuple(_assumptions(signature, original.unit, function)),
    )


def _callee(function: Function, unit: TranslationUnit) -> str:
    """Of what the parameters' types may not tell: which instance of a template it is."""
    sample = next((one for one in unit.samples if _is_instance(function, one)), None)
    if sample is not None:
        return f"::{sample.name}< {sample.arguments} >"
    given = [one.text for one in function.template_arguments]
    if not given or not all(map(is_nameable, given)):
        return ""
    return f"::{function.name}< {', '.join(given)} >"


def _is_instance(function: Function, sample: Sample) -> bool:
    """Whether ``function`` is what ``sample`` asked for.

    Overloads have one name: the file may have instances of another one.
    """
    given = [one.text for one in function.template_arguments]
    asked = sample.arguments.split(", ")
    return function.name == sample.name and given[: len(asked)] == asked


def is_nameable(text: str) -> bool:
    """Whether ``text``, which clang writes for an argument of a template, is C++ for it."""
    return _UNNAMEABLE.search(text) is None


def _without(name: str, records: Mapping[str, Record]) -> Mapping[str, Record]:
    """``records`` whose objects are not made by the function ``name`` itself, which is tested."""
    made = {
        key: replace(record, factories=tuple(f for f in record.factories if f.name != name))
        for key, record in records.items()
        if any(f.name == name for f in record.factories)
    }
    return {**records, **made} if made else records


def _assumptions(
    signature: Signature, unit: TranslationUnit, function: Function
) -> Iterator[Assumption]:
    """What holds of all inputs that are made, and need not hold of the user's."""
    for slot in signature.slots:
        if slot.kind is SlotKind.ROWS:
            yield Assumption(
                "rows-distinct",
                f"the rows that `{slot.name}` leads to overlap neither each other nor any other "
                "argument",
            )
    graphs = [slot for slot in signature.slots if slot.is_graph]
    if graphs:
        names = ", ".join(f"`{slot.name}`" for slot in graphs)
        yield Assumption(
            "graph-distinct",
            f"what pointers in the objects behind {names} lead to overlaps neither with each other "
            "nor with any other argument, but where a captured run has it so",
        )
    pointed = [
        s
        for s in signature.slots
        if s.passing in (Passing.ELEMENTS, Passing.ADDRESS) and not s.is_graph
    ]
    whole = [s for s in signature.parameters if s.kind is SlotKind.OBJECT]
    if pointed and len(whole) > 1 and not all(s.is_const for s in whole):
        names = ", ".join(f"`{slot.name}`" for slot in pointed)
        yield Assumption(
            "objects-distinct",
            f"the objects that {names} lead to are no parts of other arguments",
        )
    for slot in signature.slots:
        if isinstance(slot.value, ProductLayout) and slot.value.stands_for:
            base, made = (
                name.removeprefix("::") for name in (slot.value.stands_for, slot.value.spelling)
            )
            yield Assumption(
                "derived-class",
                f"objects of the abstract class `{base}` that `{slot.name}` stands for behave as "
                f"those of `{made}`, with which it was tested",
            )
    for sample in unit.samples:
        if _is_instance(function, sample) or function.name.startswith(f"{sample.name}<"):
            yield Assumption(
                "sample-types",
                f"`{sample.name}`, of which the file has no instance, is used with types that "
                f"behave as `{sample.arguments}`, with which it was tested",
            )
    if any(
        isinstance(e, CallExpression) and e.is_virtual for e in reached_expressions(unit, function)
    ):
        yield Assumption(
            "declared-classes",
            "the objects whose virtual functions it calls are of the classes that it declares, or "
            "of others that do the same",
        )


def touched_globals(unit: TranslationUnit, function: Function) -> tuple[Variable, ...]:
    """The variables with static storage that ``function`` or a visible callee names, by id."""
    found: dict[str, Variable] = {}
    for expression in reached_expressions(unit, function):
        match expression:
            case Name(variable=variable) if variable.storage in (
                Storage.GLOBAL,
                Storage.THREAD_LOCAL,
            ):
                found[variable.id] = variable
            case _:
                pass
    return tuple(found[i] for i in sorted(found))


def _hidden(variables: Sequence[Variable], unit: TranslationUnit) -> tuple[Variable, ...]:
    """Those of ``variables`` that the driver, which is part of the main file, cannot name."""
    if not unit.linked:
        return ()
    known = {variable.id for variable in unit.globals}
    return tuple(variable for variable in variables if variable.id not in known)


def _refuse_kind(original: Original) -> NoHarness | None:
    function = original.function
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
    before = original.source.data[: function.span.start]
    is_instance = function.is_template_instance or "<" in (function.record or "")
    if not is_instance and _TEMPLATE.search(before):
        return NoHarness(
            "no-instance",
            f"`{function.name}` is a template of which this file has no instance, and PCG found no "
            "types that it compiles with: let the file use it once",
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


def _is_constant(type_: Type) -> bool:
    match type_:
        case PointerType(pointee=pointee, const=const):
            return const and is_const(pointee)
        case ReferenceType():
            return False
        case _:
            return is_const(type_)
