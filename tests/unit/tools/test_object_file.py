"""Object files as values, and what their functions lead to."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import pytest
from hypothesis import given, strategies as st

from pcg_engine.tools.object_file import UnknownFormat, read_object
from pcg_engine.tools.object_graph import ObjectGraph, other_code_differs

_CODE, _DATA, _ZERO, _LOAD = (1, 6), (1, 3), (8, 3), (14, 3)


@dataclass
class Assembly:
    """A small object file under construction."""

    sections: list[tuple[str, tuple[int, int], bytes]] = field(
        default_factory=list[tuple[str, tuple[int, int], bytes]]
    )
    symbols: list[tuple[str, int, int, int, int]] = field(
        default_factory=list[tuple[str, int, int, int, int]]
    )
    references: dict[int, list[str]] = field(default_factory=dict[int, list[str]])

    def function(self, name: str, *uses: str) -> None:
        """A function of eight bytes for each reference, visible outside."""
        self._section(f".text.{name}", _CODE, bytes(8 * len(uses) + 1), uses)
        self.symbols.append((name, 0x12, len(self.sections), 0, 8 * len(uses) + 1))

    def variable(self, name: str, value: bytes, kind: int = 0x11) -> None:
        """A variable with an initial value; one that is all zero takes no room in the file."""
        self._section(f".data.{name}", _DATA if any(value) else _ZERO, value, ())
        self.symbols.append((name, kind, len(self.sections), 0, len(value)))

    def at_load(self, *functions: str) -> None:
        self._section(".init_array", _LOAD, bytes(8 * len(functions)), functions)

    def _section(
        self, name: str, kind: tuple[int, int], data: bytes, uses: tuple[str, ...]
    ) -> None:
        self.sections.append((name, kind, data))
        self.references[len(self.sections)] = list(uses)

    def bytes(self) -> bytes:
        known = [name for name, *_ in self.symbols]
        for uses in self.references.values():
            known += [name for name in uses if name not in known]
        texts = bytearray(b"\0")
        symbols = bytearray(24)
        for name in known:
            defined = next((s for s in self.symbols if s[0] == name), (name, 0x10, 0, 0, 0))
            symbols += struct.pack("<IBBHQQ", len(texts), defined[1], 0, *defined[2:])
            texts += name.encode() + b"\0"
        table = len(self.sections) + 1
        found = [(n, t, f, d, 0, 0) for n, (t, f), d in self.sections]
        found += [(".symtab", 2, 0, bytes(symbols), table + 1, 1)]
        found += [(".strtab", 3, 0, bytes(texts), 0, 0)]
        for section, uses in self.references.items():
            content = b"".join(
                struct.pack("<QQq", 8 * i, (known.index(n) + 1) << 32 | 2, 0)
                for i, n in enumerate(uses)
            )
            found += [(".rela", 4, 0, content, table, section)]
        names = bytearray(b"\0")
        body, headers = bytearray(64), bytearray(64)
        strings = b"\0" + b"".join(name.encode() + b"\0" for name, *_ in found) + b".names\0"
        for name, kind, flags, data, link, info in [*found, (".names", 3, 0, strings, 0, 0)]:
            headers += struct.pack(
                "<IIQQQQIIQQ",
                *(len(names), kind, flags, 0, len(body), len(data), link, info, 1, 0),
            )
            names += name.encode() + b"\0"
            body += data if kind != 8 else b""
        start = struct.pack(
            "<16xHHIQQQIHHHHHH",
            *(1, 62, 1, 0, 0, len(body), 0, 64, 0, 0, 64, len(found) + 2, len(found) + 1),
        )
        return b"\x7fELF\x02\x01" + start[6:] + bytes(body[64:]) + bytes(headers)

    def graph(self) -> ObjectGraph:
        return ObjectGraph(read_object(self.bytes()))


def test_a_function_leads_to_what_its_helpers_use() -> None:
    file = Assembly()
    file.function("_Z6kernelv", "_ZL6helperv", "GOMP_parallel")
    file.function("_ZL6helperv", "sin", "cache", "_ZL6helperv")
    file.function("main", "printf", "_Z6kernelv", "table")
    file.variable("cache", bytes(8))
    file.variable("table", b"\1\0\0\0")
    graph = file.graph()
    reach = graph.reach(["_Z6kernelv"])
    assert reach.undefined == {"GOMP_parallel", "sin"}
    assert reach.state == {"cache"}
    assert reach.functions == {"_Z6kernelv", "_ZL6helperv"}
    assert graph.reach(["main"]).undefined == {"GOMP_parallel", "sin", "printf"}
    assert graph.state() == {"cache", "table"}
    assert {n: (d.size, d.value) for n, d in graph.data().items()} == {
        "cache": (8, b""),
        "table": (4, b"\1\0\0\0"),
    }


def test_code_that_was_not_edited_refers_to_the_same_things() -> None:
    before, after = Assembly(), Assembly()
    for file, scale in ((before, "_Z5scaled"), (after, "_ZL5scalei")):
        file.function("_Z6kernelv", scale)
        file.function("_Z5othersv", scale)
        file.function("_ZZ6kernelvENKUlvE_clEv", scale)
    assert list(other_code_differs(before.graph(), after.graph(), ["_Z6kernelv"])) == ["_Z5othersv"]


def test_clean_up_code_comes_and_goes_with_what_a_callee_may_throw() -> None:
    with_clean_up, without, swapped = Assembly(), Assembly(), Assembly()
    with_clean_up.function("_Z5otherv", "_Z6kernelv", "free", "free", "_Unwind_Resume")
    without.function("_Z5otherv", "_Z6kernelv", "free")
    swapped.function("_Z5otherv", "free", "_Z6kernelv")
    one, other, third = (file.graph() for file in (with_clean_up, without, swapped))
    assert list(other_code_differs(one, other, [])) == []
    assert list(other_code_differs(other, one, [])) == []
    assert list(other_code_differs(other, third, [])) == ["_Z5otherv"]


def test_streams_are_set_up_at_load_and_nothing_else_is() -> None:
    streams = Assembly()
    streams.function(
        "_GLOBAL__sub_I_f", "_ZNSt8ios_base4InitC1Ev", "__cxa_atexit", "_ZStL8__ioinit"
    )
    streams.variable("_ZStL8__ioinit", bytes(1))
    streams.at_load("_GLOBAL__sub_I_f")
    assert streams.graph().load_time_code() == ()
    more = Assembly()
    more.function("_GLOBAL__sub_I_f", "_ZNSt8ios_base4InitC1Ev", "verbosity")
    more.variable("verbosity", bytes(4))
    more.at_load("_GLOBAL__sub_I_f")
    assert more.graph().load_time_code() == (
        ("listed", "_GLOBAL__sub_I_f"),
        ("_GLOBAL__sub_I_f", "17", "_ZNSt8ios_base4InitC1Ev", "verbosity"),
    )
    constructor = Assembly()
    constructor.function("_Z7preparev")
    constructor.at_load("_Z7preparev")
    assert constructor.graph().load_time_code() == (("listed", "_Z7preparev"),)


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"\x7fELF\x01\x01" + bytes(90), b"!<arch>\n"])
def test_what_is_no_object_file(data: bytes) -> None:
    with pytest.raises(UnknownFormat):
        read_object(data)


_WHOLE = Assembly()
_WHOLE.function("f", "g", "v")
_WHOLE.variable("v", b"\1\2")
_BYTES = _WHOLE.bytes()


@given(st.integers(0, len(_BYTES) - 1), st.integers(0, 255), st.integers(0, len(_BYTES)))
def test_a_damaged_file_is_refused_or_read_as_something_else(
    place: int, value: int, length: int
) -> None:
    damaged = bytearray(_BYTES)
    damaged[place] = value
    try:
        graph = ObjectGraph(read_object(bytes(damaged[:length])))
    except UnknownFormat:
        assert (value, length) != (_BYTES[place], len(_BYTES))
        return
    assert graph.reach(["f"]).functions <= graph.functions().keys()
    assert all(name for name in graph.state() | graph.data().keys())
    assert all(part for part in graph.load_time_code())
