"""What the names of the library's value types say of their parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.analysis.value_types import (
    holds_no_address,
    is_plain_value,
    library_record,
    lifetime,
    makes_elements,
    named_type,
    template_arguments,
)
from pcg_engine.domain.ast import (
    ArithmeticKind,
    ArithmeticType,
    ArrayType,
    ContainerKind,
    ContainerType,
    Field,
    PointerType,
    Record,
    RecordType,
    TranslationUnit,
)

_FLOAT = ArithmeticType("float", ArithmeticKind.FLOATING, 32, signed=True)
_INT = ArithmeticType("int", ArithmeticKind.INTEGER, 32, signed=True)
_VEC = Record("ns::Vec", (Field("x", _FLOAT),), is_plain=True)
_OWN = Record("Own", (Field("x", _FLOAT),), is_plain=True, default_is_own=True)
_MESH = Record(
    "Mesh",
    (Field("x", ContainerType(ContainerKind.VECTOR, _FLOAT)),),
    is_plain=False,
    copies_members=True,
)
_HIDDEN = Record("Hidden", (), is_plain=False)
UNIT = TranslationUnit({}, (), {r.name: r for r in (_VEC, _OWN, _MESH, _HIDDEN)}, ())


def test_arguments_of_nested_templates_are_told_apart() -> None:
    assert template_arguments("std::tuple<int, std::pair<int, float>, A<(1 > 0)>>") == (
        "int",
        "std::pair<int, float>",
        "A<(1 > 0)>",
    )
    assert template_arguments("int") == ()


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("float", _FLOAT),
        ("const float", replace(_FLOAT, const=True)),
        ("float *", PointerType(_FLOAT)),
        ("float *const", PointerType(_FLOAT, const=True)),
        ("ns::Vec", RecordType("ns::Vec")),
        ("std::vector<float>", ContainerType(ContainerKind.VECTOR, _FLOAT)),
        ("std::array<ns::Vec, 3>", ContainerType(ContainerKind.ARRAY, RecordType("ns::Vec"), 3)),
        ("std::pair<int, float>", RecordType("std::pair<int, float>")),
        ("float &", None),
        ("Unheard", None),
    ],
)
def test_an_argument_is_a_type(text: str, type_: object) -> None:
    assert named_type(text, UNIT) == type_


@pytest.mark.parametrize(
    ("name", "is_plain", "allocates", "is_known"),
    [
        ("std::tuple<bool, ns::Vec, std::pair<int, float>>", True, False, True),
        ("std::optional<ns::Vec>", True, False, True),
        ("std::pair<int, std::vector<float>>", False, True, True),
        ("std::pair<int, std::string>", False, True, True),
        ("std::pair<int, std::string_view>", True, False, True),
        ("Mesh", False, True, True),
        ("std::tuple<int, Hidden>", False, False, False),
        ("std::tuple<int &, float>", False, False, False),
        ("std::function<int (int)>", False, False, False),
        ("Hidden", False, False, False),
    ],
)
def test_copying_a_value_copies_its_elements(
    name: str, is_plain: bool, allocates: bool, is_known: bool
) -> None:
    done = lifetime(RecordType(name), UNIT)
    assert is_plain_value(RecordType(name), UNIT) == is_plain
    assert (done.allocates, not done.unknown) == (allocates, is_known)


def test_copies_of_shared_pointers_are_counted() -> None:
    done = lifetime(RecordType("std::pair<int, std::shared_ptr<ns::Vec>>"), UNIT)
    assert done.counted == ["std::shared_ptr<ns::Vec>"]
    assert not is_plain_value(RecordType("std::shared_ptr<ns::Vec>"), UNIT)


@pytest.mark.parametrize(
    ("name", "given", "is_known"),
    [
        ("std::tuple<bool, float>", (_INT, _INT), True),
        ("std::tuple<ns::Vec, float>", (RecordType("ns::Vec", const=True), _INT), True),
        ("std::tuple<ns::Vec, float>", (_INT, _INT), False),
        ("std::pair<int, float>", (RecordType("std::pair<float, float>"),), True),
        ("std::pair<Own, float>", (), False),
        ("std::pair<ns::Vec, float>", (), True),
        ("std::pair<Own, float>", (RecordType("std::pair<Own, float>"),), True),
        ("std::optional<float>", (RecordType("std::nullopt_t"),), True),
        ("std::optional<ns::Vec>", (_INT,), False),
    ],
)
def test_only_what_runs_no_code_of_the_user_is_known(
    name: str, given: tuple[RecordType | ArithmeticType, ...], is_known: bool
) -> None:
    assert makes_elements(RecordType(name), given, UNIT) is is_known


def test_parts_of_plain_values_are_fields() -> None:
    record = library_record("std::tuple<int, ns::Vec>", UNIT)
    assert record is not None
    assert [f.name for f in record.fields] == ["get<0>", "get<1>"]
    assert library_record("std::tuple<int, std::string>", UNIT) is None
    assert library_record("std::complex<int>", UNIT) is None


def test_addresses_within_values_are_seen() -> None:
    assert holds_no_address(RecordType("std::tuple<int, ns::Vec>"), UNIT)
    assert holds_no_address(ArrayType(_FLOAT, 3), UNIT)
    assert not holds_no_address(RecordType("std::tuple<int, float *>"), UNIT)
    assert not holds_no_address(RecordType("Mesh"), UNIT)
