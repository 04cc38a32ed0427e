"""The user's file with a recorder at the beginning of one function (pure).

What the recorder writes is read by the harness's own driver: both are generated from one
``Signature`` and use the same codecs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from pcg_engine.domain.facts import ExtentFact
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.domain.source import SourceText
from pcg_engine.syntax.local_arrays import local_arrays
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.capture import c_recorder
from pcg_engine.tools.capture.instances import DECLARATIONS, InstanceTag, instance_tag
from pcg_engine.tools.harness.build import resource
from pcg_engine.tools.harness.codecs import codecs
from pcg_engine.tools.harness.glue import forgotten_macros
from pcg_engine.tools.harness.graph_glue import ordinals, table_name, tables
from pcg_engine.tools.harness.graphs import GraphLayout
from pcg_engine.tools.harness.layout import Unsupported, spell_layout
from pcg_engine.tools.harness.prepare import Harness, NoHarness
from pcg_engine.tools.harness.signature import Passing, Signature, Slot, SlotKind
from pcg_engine.tools.harness.sizes import is_integer_scalar, size_name
from pcg_engine.tools.harness.stated import Stated, Sum
from pcg_engine.tools.harness.values import (
    ProductLayout,
    SequenceKind,
    SequenceLayout,
    ValueLayout,
    spell_value,
    values_of,
)
from pcg_engine.tools.subject import Original

_LONGEST_FOLDER = 380
_CLASS_OF = "typeid"
_RUNTIME = ("blocks.hpp", "variables.hpp", "graph_walk.hpp", "recorder.hpp", "rows.hpp")
_UNKNOWN = "-1LL"
_NOT_RESTORED = {
    SequenceKind.ENGINE: "a random engine, whose state cannot be put back",
    SequenceKind.INPUT_STREAM: "a stream",
    SequenceKind.OUTPUT_STREAM: "a stream",
}
_INSTEAD = "capture a function around it or inside it whose parameters are values"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be recorded: ``calls`` in all, bytes of each and of all, seconds spent on it."""

    calls: int = 8
    call_bytes: int = 64 << 20
    total_bytes: int = 256 << 20
    seconds: float = 20.0

    @property
    def longest(self) -> int:
        """How many of the longest calls are kept; the others are a uniform sample."""
        return (self.calls + 1) // 2


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the recorder enters: at ``begin`` of ``source``, and, if there is an ``end``, up to it.

    ``values`` are what the slots of these names are there, where that is something else; those of
    ``single`` point to one object.
    """

    source: SourceText
    begin: int
    end: int | None = None
    values: tuple[tuple[str, str], ...] = ()
    single: frozenset[str] = frozenset()


def function_entry(original: Original) -> Entry | NoHarness:
    """The recorder at the beginning of the function."""
    function = original.function
    assert function.body is not None
    start = function.body.span.start
    if original.source.data[start : start + 1] != b"{":
        return NoHarness(
            "not-capturable",
            f"the body of `{function.name}` is made by a macro: write its braces into the file",
        )
    return Entry(original.source, start + 1)


@dataclass(frozen=True, slots=True)
class Instrumented:
    """The text in its three parts: what comes first, the user's with an entry, what comes last.

    Of a C file the recorder is a ``library``, in C++; see ``c_recorder``.
    """

    before: bytes
    text: bytes
    after: bytes
    library: bytes = b""

    def whole(self, path: str) -> bytes:
        """One text, whose lines have the numbers that they have in ``path``."""
        named = path.replace("\\", "\\\\").replace('"', '\\"')
        return b"".join(
            (
                b'#line 1 "pcg_capture.hpp"\n',
                self.before,
                f'\n#line 1 "{named}"\n'.encode("utf-8", "surrogateescape"),
                self.text,
                b'\n#line 1 "pcg_capture_glue.hpp"\n',
                self.after,
            )
        )


def instrument(
    harness: Harness, entry: Entry, folder: str, bounds: Bounds
) -> Instrumented | NoHarness:
    """A file that records what ``harness`` drives into ``folder``; or why that cannot be."""
    refusal = not_capturable(harness)
    if refusal is not None:
        return refusal
    if len(folder.encode("utf-8", "surrogateescape")) > _LONGEST_FOLDER:
        return NoHarness(
            "not-capturable",
            "the path of the recorder's folder is too long: set TMPDIR to a shorter one",
        )
    signature = harness.signature
    names = _names(signature, entry)
    function = harness.original.function
    tag = instance_tag(function) if function.is_template_instance else None
    wanted = "" if tag is None else f", {tag.condition}"
    found = zip(signature.slots, _extents(harness, names), strict=True)
    extents = tuple("1LL" if slot.name in entry.single else one for slot, one in found)
    is_c = entry.source.is_c
    if is_c:
        added = c_recorder.added(signature, dict(entry.values), extents).encode()
    else:
        added = _added(signature, names, extents, wanted).encode()
    text = _entered(entry, added)
    before = b"\n".join(
        (
            resource("driver.hpp"),
            resource("values.hpp") if any(s.value is not None for s in signature.slots) else b"",
            resource("graphs.hpp"),
            _settings(signature, folder, bounds).encode("utf-8", "surrogateescape"),
            b"" if tag is None else DECLARATIONS.encode(),
            _recorder(),
        )
    )
    lines = list(_glue(signature, tag))
    if is_c:
        try:
            library = c_recorder.library(signature, before, "\n".join(lines))
        except Unsupported as problem:
            return NoHarness("not-capturable", f"`{signature.function}`: {problem}; rename it")
        return Instrumented(c_recorder.before(), text, c_recorder.after(signature), library)
    head = ["#if __cpp_rtti", "#include <typeinfo>", "#endif"] if _asks_for_classes(lines) else []
    after = "\n".join((*head, *forgotten_macros(lines), *lines, "")).encode()
    return Instrumented(before, text, after)


def _entered(entry: Entry, added: bytes) -> bytes:
    """The text with what the recorder enters with, and what it is told of arrays on the stack."""
    data = entry.source.data
    arrays = () if entry.source.is_c else local_arrays(parse(entry.source))
    found = [
        (one.after, f" ::pcg_capture::on_stack({one.name}, sizeof({one.name}));".encode())
        for one in arrays
    ]
    if entry.end is None:
        found.append((entry.begin, added))
    else:
        # As a statement of its own, wherever the nest stands.
        found += [(entry.begin, b"{" + added + b" "), (entry.end, b" }")]
    parts: list[bytes] = []
    done = 0
    for place, text in sorted(found, key=lambda one: one[0]):
        parts += [data[done:place], text]
        done = place
    return b"".join((*parts, data[done:]))


def _recorder() -> bytes:
    runtime = files("pcg_engine.tools.capture").joinpath("runtime")
    return b"".join(runtime.joinpath(name).read_bytes() for name in _RUNTIME)


def not_capturable(harness: Harness) -> NoHarness | None:
    """Why what ``harness`` drives cannot be captured, if so."""
    function = harness.original.function

    def no(reason: str) -> NoHarness:
        return NoHarness("not-capturable", f"`{function.name}` cannot be captured: {reason}")

    if function.is_template_instance and instance_tag(function) is None:
        return no(f"it is a template of which PCG cannot name the instance; {_INSTEAD}")
    if function.is_constexpr:
        return no("it is `constexpr`; leave that out for the run")
    for slot in harness.signature.slots:
        if slot.callable is not None:
            return no(
                f"the function that `{slot.name}` stands for cannot be told from others; {_INSTEAD}"
            )
        for value in () if slot.value is None else values_of(slot.value):
            match value:
                case SequenceLayout(kind=kind) if kind in _NOT_RESTORED:
                    return no(f"`{slot.name}` holds {_NOT_RESTORED[kind]}; {_INSTEAD}")
                case _:
                    pass
    return None


def _settings(signature: Signature, folder: str, bounds: Bounds) -> str:
    """The constants that the recorder is written in terms of."""
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    fixed = [slot.is_global and not slot.is_behind_pointer for slot in signature.slots]
    spelled = ", ".join(str(one).lower() for one in (*fixed, False))
    return "\n".join(
        (
            "namespace pcg_capture {",
            f'static const char folder[] = "{quoted}";',
            f"static const unsigned slots_number = {len(signature.slots)};",
            f"static const bool is_fixed[] = {{{spelled}}};",
            f"static const unsigned longest_number = {bounds.longest};",
            f"static const unsigned sample_number = {bounds.calls - bounds.longest};",
            f"static const __SIZE_TYPE__ most_bytes = {bounds.call_bytes}ull;",
            f"static const __SIZE_TYPE__ most_total = {bounds.total_bytes}ull;",
            f"static const long long most_nanoseconds = {round(bounds.seconds * 1e9)}ll;",
            "}",
        )
    )


def _names(signature: Signature, entry: Entry) -> dict[str, str]:
    """How every slot is written where the recorder enters; the object of a member function is not.

    It is ``this`` there.
    """
    values = dict(entry.values)
    own = signature.parameters[1:] if signature.has_receiver else signature.parameters
    names = {slot.name: f"({values.get(slot.name, slot.name)})" for slot in own}
    return {**names, **{slot.name: slot.place for slot in signature.globals}}


def _added(
    signature: Signature, names: Mapping[str, str], extents: Sequence[str], wanted: str
) -> str:
    """What the recorder enters with, all in the line that is there."""
    places = ", ".join(
        f"__builtin_addressof({names[slot.name]})" if slot.name in names else "this"
        for slot in signature.slots
    )
    return (
        f" const void* const pcg_capture_places[] = {{{places or '0'}}};"
        f" const long long pcg_capture_extents[] = {{{', '.join(extents) or '0'}}};"
        " const ::pcg_capture::call pcg_capture_call(pcg_capture_places, pcg_capture_extents"
        f"{wanted});"
    )


def _extents(harness: Harness, names: Mapping[str, str]) -> tuple[str, ...]:
    """C++ expressions for the number of elements behind each pointer; -1 where it is unknown."""
    signature = harness.signature
    known = _known_sizes(signature, names)
    facts = {fact.parameter: fact for fact in harness.original.inputs.extents}
    return tuple(
        _extent(slot, facts.get(slot.name), harness.stated, known) for slot in signature.slots
    )


def _known_sizes(signature: Signature, names: Mapping[str, str]) -> dict[str, str]:
    """How integers and lengths are written where the recorder enters."""
    known: dict[str, str] = {}
    for slot in signature.slots:
        name = names.get(slot.name)
        if name is None:
            continue
        if is_integer_scalar(slot):
            known[slot.name] = f"((long long){name})"
        elif slot.kind in (SlotKind.VECTOR, SlotKind.NESTED_VECTOR, SlotKind.SPAN):
            known[size_name(slot.name)] = f"((long long){name}.size())"
    return known


def _extent(slot: Slot, fact: ExtentFact | None, said: Stated, known: Mapping[str, str]) -> str:
    if not slot.is_behind_pointer:
        return _UNKNOWN
    said_ = _stated_extent(size_name(slot.name), said, known)
    if said_ is not None:
        return said_
    if fact is None or not fact.complete or not fact.bounds:
        return _UNKNOWN
    if any(not bound.names <= known.keys() for bound in fact.bounds):
        return _UNKNOWN
    return _largest(_polynomial(bound, known) for bound in fact.bounds)


def _stated_extent(name: str, said: Stated, known: Mapping[str, str]) -> str | None:
    """What a comment says of the length ``name``."""
    for relation in said.relations:
        for one, other in ((relation.left, relation.right), (relation.right, relation.left)):
            if relation.sign == "==" and one.name == name:
                found = _sum(other, known)
                if found is not None:
                    return _largest([found])
    return None


def _sum(given: Sum, known: Mapping[str, str]) -> str | None:
    terms: list[str] = []
    for factors in given.terms:
        spelled = [f"{one}LL" if one.isdigit() else known.get(one) for one in factors]
        if any(one is None for one in spelled):
            return None
        terms.append(" * ".join(one for one in spelled if one is not None))
    return " + ".join(terms)


def _polynomial(polynomial: Polynomial, known: Mapping[str, str]) -> str:
    terms = [
        " * ".join((f"{coefficient}LL", *(known[name] for name in names)))
        for names, coefficient in polynomial.terms
    ]
    return " + ".join(f"({term})" for term in terms) or "0LL"


def _largest(expressions: Iterable[str]) -> str:
    """The maximum, no less than zero."""
    found = "0LL"
    for expression in expressions:
        found = f"pcg_capture::larger({expression}, {found})"
    return f"::{found}" if found != "0LL" else found


def _glue(signature: Signature, tag: InstanceTag | None) -> Iterator[str]:
    yield "namespace pcg_driver {"
    yield from codecs(
        _one_of(slot) if slot.passing is Passing.ELEMENTS else slot.layout
        for slot in signature.slots
    )
    yield from tables(signature)
    yield "}"
    yield "namespace pcg_capture {"
    if tag is not None:
        yield tag.definition
    writers: dict[str, str] = {}
    for slot in signature.slots:
        body = _written(slot)
        if body not in writers:
            writers[body] = f"put_{len(writers)}"
            yield f"static void {writers[body]}(writer& out, const slot& self) {{ {body} }}"
    yield "static void describe(const void* const* places, slot* slots) {"
    yield "  (void)places; (void)slots;"
    for index, slot in enumerate(signature.slots):
        is_shared = slot.name in ordinals(signature)
        lines = _described(index, slot, writers[_written(slot)], is_shared)
        yield from (f"  {line}" for line in lines)
    yield "}"
    yield "}"


def _element(slot: Slot) -> str:
    return spell_layout(slot.element)


def _bare(slot: Slot) -> str:
    return slot.type.removeprefix("const ")


def _written(slot: Slot) -> str:
    element = _element(slot)
    if slot.is_graph:
        return "(void)out; (void)self;"
    flat = f"pcg_driver::codec< {element} >::flat"
    match slot.kind:
        case SlotKind.ROWS:
            return f"put_rows< {element}, {str(slot.is_const).lower()} >(out, self);"
        case SlotKind.OBJECT if slot.passing is Passing.ELEMENTS:
            value = spell_value(_one_of(slot))
            return (
                f"typedef {value} element_type; out.count(self.count); "
                "const element_type* const all = "
                "reinterpret_cast< const element_type* >(self.data); "
                "for (count_type i = 0; i < self.count; ++i) "
                "pcg_driver::codec< element_type >::put(out, all[i]);"
            )
        case SlotKind.OBJECT:
            value = spell_value(slot.layout)
            return (
                f"pcg_driver::codec< {value} >::put"
                f"(out, *static_cast< const {value}* >(self.self));"
            )
        case SlotKind.NESTED_VECTOR:
            return (
                f"const {_bare(slot)}& all = *static_cast< const {_bare(slot)}* >(self.self); "
                "for (size_type i = 0; i < all.size(); ++i) { out.count(all[i].size()); "
                f"pcg_driver::many< {flat} >::put(out, all[i].data(), all[i].size()); }}"
            )
        case _:
            return (
                f"typedef {element} element_type; pcg_driver::many< {flat} >::put"
                "(out, reinterpret_cast< const element_type* >(self.data), self.count);"
            )


def _described(index: int, slot: Slot, writer: str, is_shared: bool) -> Iterator[str]:
    one = f"slots[{index}]"
    yield f"{one}.self = places[{index}];"
    yield f"{one}.put = &{writer};"
    yield f"{one}.data = static_cast< const unsigned char* >(places[{index}]);"
    yield f"{one}.count = 1;"
    yield f"{one}.element = sizeof({_element(slot)});"
    yield f"{one}.is_counted = {one}.is_other = false;"
    match slot.value:
        case GraphLayout(types=types, root=root, by_value=by_value, extent=extent):
            yield f"{one}.kind = graph;"
            yield f"{one}.types = pcg_driver::{table_name(index)};"
            yield f"{one}.types_number = {len(types)};"
            yield f"{one}.root = {root};"
            yield f"{one}.by_value = {int(by_value)};"
            yield f"{one}.extent = {extent};"
            if not by_value:
                yield f"__builtin_memcpy(&{one}.data, places[{index}], sizeof(void*));"
            return
        case _:
            pass
    held = f"(*static_cast< const {_bare(slot)}* >(places[{index}]))"
    match slot.kind:
        case SlotKind.POINTER:
            yield f"{one}.kind = pointer;"
            if is_shared:
                yield f"{one}.types = pcg_driver::{table_name(index)};"
            yield f"__builtin_memcpy(&{one}.data, places[{index}], sizeof(void*));"
            yield f"{one}.count = 0;"
        case SlotKind.SPAN | SlotKind.VECTOR:
            kind = "vector" if slot.kind is SlotKind.VECTOR else "place"
            yield f"{one}.kind = {kind};"
            yield f"{one}.data = reinterpret_cast< const unsigned char* >({held}.data());"
            yield f"{one}.count = {held}.size();"
        case SlotKind.NESTED_VECTOR:
            yield f"{one}.kind = object;"
            yield f"{one}.count = {held}.size();"
        case SlotKind.ROWS:
            yield from _pointed(one, index, "void*")
        case SlotKind.OBJECT if slot.passing is Passing.ELEMENTS:
            yield from _pointed(one, index, spell_value(_one_of(slot)))
        case SlotKind.OBJECT:
            yield f"{one}.kind = object;"
            yield from _whole(slot, one, index)
        case SlotKind.VALUE | SlotKind.REFERENCE:
            yield f"{one}.kind = place;"


def _pointed(one: str, index: int, element: str) -> Iterator[str]:
    """What lies in a row where a pointer leads."""
    yield f"{one}.kind = object;"
    yield f"{one}.is_counted = true;"
    yield f"{one}.element = sizeof({element});"
    yield f"__builtin_memcpy(&{one}.data, places[{index}], sizeof(void*));"
    yield f"{one}.self = {one}.data;"
    yield f"{one}.count = 0;"


def _whole(slot: Slot, one: str, index: int) -> Iterator[str]:
    """One object, by reference or behind a pointer, which must be of the class that is made."""
    value = spell_value(slot.layout)
    if slot.passing is Passing.ADDRESS:
        held = f"const auto* const held = *static_cast< {slot.type} const* >(places[{index}]);"
    elif _is_of_a_class(slot):
        declared = f"const {_bare(slot)}*"
        held = f"{declared} const held = static_cast< {declared} >(places[{index}]);"
    else:
        return
    yield "{"
    yield f"  {held}"
    if _is_of_a_class(slot):
        yield "#if __cpp_rtti"
        yield f"  {one}.is_other = held && {_CLASS_OF}(*held) != {_CLASS_OF}({value});"
        yield "#endif"
    yield f"  {one}.self = {one}.is_other ? 0 : static_cast< const {value}* >(held);"
    yield "}"


def _is_of_a_class(slot: Slot) -> bool:
    """Whether it may be an object of a class derived from the one that is made."""
    return isinstance(slot.value, ProductLayout) and slot.passing in (
        Passing.REFERENCE,
        Passing.RVALUE,
        Passing.ADDRESS,
    )


def _one_of(slot: Slot) -> ValueLayout:
    """The layout of one of the objects in a row."""
    assert isinstance(slot.value, SequenceLayout)
    return slot.value.element


def _asks_for_classes(lines: Sequence[str]) -> bool:
    return any(_CLASS_OF in line for line in lines)
