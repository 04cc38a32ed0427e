"""Sizes, values and aliases of synthesised inputs."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from pcg_engine.domain.ast import ContainerKind, ContainerType, Type
from pcg_engine.domain.facts import ExtentFact, InputFacts, ValueFact
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.tools.harness.cases import (
    AliasPartition,
    AliasShape,
    Case,
    CaseSpec,
    Special,
    Style,
)
from pcg_engine.tools.harness.inputs import alias_partitions, make_case
from pcg_engine.tools.harness.layout import dtype_of
from pcg_engine.tools.harness.prepare import Harness
from tests.unit.tools.harness.kernels import (
    CONST_DOUBLE,
    DOUBLE,
    FLOAT,
    INT,
    UNSIGNED,
    UNSIGNED_CHAR,
    harness,
    pointer,
    vector,
)

N, M = Polynomial.name("n"), Polynomial.name("m")
ONE = Polynomial.constant(1)


def made(prepared: Harness, spec: CaseSpec) -> Case:
    """The case, which must exist."""
    case = make_case(prepared, spec)
    assert case is not None
    return case


def decoded(prepared: Harness, case: Case) -> dict[str, list[float]]:
    """The elements that a case holds, by slot; the format is the driver's."""
    at = 0
    found: dict[str, list[float]] = {}
    for slot, owner in zip(prepared.signature.slots, case.owners, strict=True):
        if owner != slot.name:
            at += 21
            continue
        mode, count = struct.unpack_from("<BQ", case.encoded, at)
        assert mode == 0
        at += 9
        dtype = dtype_of(slot.element)
        values = np.frombuffer(case.encoded, dtype, count, at)
        found[slot.name] = values.tolist()
        at += values.nbytes
    assert at == len(case.encoded)
    return found


def matrix() -> Harness:
    """``void kernel(int n, int m, const double* a, double* y)`` on an n × m matrix."""
    return harness(
        {"n": INT, "m": INT, "a": pointer(CONST_DOUBLE), "y": pointer(DOUBLE)},
        inputs=InputFacts((ExtentFact("a", (N * M,), True), ExtentFact("y", (N,), True))),
    )


@pytest.mark.parametrize("size", [0, 1, 2, 65, 1000])
def test_extents_follow_the_facts(size: int) -> None:
    """Both dimensions come from one knob and differ; the buffers have just what they need."""
    prepared = matrix()
    values = decoded(prepared, made(prepared, CaseSpec(size, Style.EXACT, 0)))
    n, m = int(values["n"][0]), int(values["m"][0])
    assert (len(values["a"]), len(values["y"])) == (n * m, n)
    assert (n != m) == (size > 1)
    assert n * m <= 2 * size + 2 * n + 2


def test_what_loops_beside_the_nest_count_to_is_no_larger_than_its_own_sizes() -> None:
    """Otherwise an input to time is spent on them."""
    inputs = InputFacts(
        (ExtentFact("a", (N,), True), ExtentFact("y", (M,), True)), trips=(N * N, M * M)
    )
    prepared = harness(
        {"n": INT, "m": INT, "a": pointer(CONST_DOUBLE), "y": pointer(DOUBLE)}, inputs=inputs
    )
    sizes = dict(made(prepared, CaseSpec(1 << 16, Style.RANDOM, 8)).scalars)
    assert sizes["n"] < 2 * sizes["m"] < 4 * sizes["n"]
    assert sizes["n"] < 1 << 13


def test_cases_are_deterministic() -> None:
    """Equal specs give equal bytes, other seeds other bytes."""
    prepared = matrix()
    first = made(prepared, CaseSpec(65, Style.RANDOM, 1))
    assert first == made(prepared, CaseSpec(65, Style.RANDOM, 1))
    assert first.encoded != made(prepared, CaseSpec(65, Style.RANDOM, 5)).encoded


def test_exact_values_are_exact() -> None:
    """Small integers and powers of two only."""
    prepared = matrix()
    values = decoded(prepared, made(prepared, CaseSpec(257, Style.EXACT, 1)))
    assert all(abs(v) <= 8 and v * 4 == int(v * 4) for v in values["a"])


def test_row_starts_cover_the_elements() -> None:
    """CSR: row starts rise from 0 to the number of elements, column numbers stay in range."""
    prepared = harness(
        {
            "n": INT,
            "start": pointer(INT),
            "column": pointer(INT),
            "value": pointer(CONST_DOUBLE),
            "x": pointer(CONST_DOUBLE),
            "y": pointer(DOUBLE),
        },
        inputs=InputFacts(
            (
                ExtentFact("start", (N + ONE,), True),
                ExtentFact("x", (N,), True),
                ExtentFact("y", (N,), True),
            ),
            (
                ValueFact("start", None, None, monotone=True, index_of="column"),
                ValueFact("column", None, None, index_of="x"),
            ),
        ),
    )
    values = decoded(prepared, made(prepared, CaseSpec(20, Style.RANDOM, 0)))
    start, column = values["start"], values["column"]
    assert (start[0], start[-1]) == (0, len(column))
    assert start == sorted(start)
    assert len(column) == 60
    assert all(0 <= c < len(values["x"]) for c in column)


def test_containers_of_unknown_size_are_equally_long() -> None:
    """Functions that take several containers mostly expect that."""
    prepared = harness({"x": vector(DOUBLE, const=True), "y": vector(DOUBLE)})
    values = decoded(prepared, made(prepared, CaseSpec(17, Style.TIES, 0)))
    assert (len(values["x"]), len(values["y"])) == (17, 17)


def test_vectors_of_vectors_stay_small_and_some_are_ragged() -> None:
    """A row has as many elements as there are rows: the square must not get out of hand."""
    row = ContainerType(ContainerKind.VECTOR, DOUBLE)
    prepared = harness({"rows": vector(row, const=True)})
    assert len(made(prepared, CaseSpec(100_000, Style.EXACT, 0)).encoded) < 2_000_000
    lengths: dict[int, set[int]] = {}
    for seed in (0, 1):
        encoded = made(prepared, CaseSpec(65, Style.EXACT, seed)).encoded
        _, count = struct.unpack_from("<BQ", encoded)
        at = 9
        for _ in range(count):
            (length,) = struct.unpack_from("<Q", encoded, at)
            lengths.setdefault(seed, set()).add(length)
            at += 8 + 8 * length
        assert at == len(encoded)
    assert lengths[0] == {8}
    assert len(lengths[1]) > 2


def test_aliases_share_storage_and_respect_restrict() -> None:
    """The owner grows so that the second fits; ``restrict`` forbids, const-only pairs are idle."""
    prepared = matrix()
    partitions = alias_partitions(prepared)
    assert AliasPartition("a", "y", AliasShape.SHIFTED) in partitions
    case = made(prepared, CaseSpec(9, Style.EXACT, 0, AliasPartition("a", "y", AliasShape.SHIFTED)))
    assert case.owners == ("n", "m", "a", "a")
    restricted = harness(
        {"n": INT, "x": pointer(CONST_DOUBLE, restrict=True), "y": pointer(DOUBLE)}
    )
    assert alias_partitions(restricted) == ()
    assert make_case(restricted, CaseSpec(9, Style.EXACT, 0, partitions[0])) is None


def test_what_no_call_passes_together_does_not_overlap() -> None:
    types = {"n": INT, "x": pointer(DOUBLE), "y": pointer(DOUBLE), "z": pointer(DOUBLE)}
    partitions = alias_partitions(harness(types, apart=frozenset(("x", "y"))))
    assert {frozenset((p.onto, p.parameter)) for p in partitions} == {
        frozenset(("x", "z")),
        frozenset(("y", "z")),
    }


def test_a_range_begins_before_it_ends() -> None:
    length = Polynomial.name("last") - Polynomial.name("first") + Polynomial.constant(1)
    prepared = harness(
        {"first": INT, "last": INT, "x": pointer(DOUBLE)},
        inputs=InputFacts((ExtentFact("x", (length,), True),), trips=(length,)),
    )
    for size in (2, 5, 40, 100_000):
        for seed in range(4):
            values = decoded(prepared, made(prepared, CaseSpec(size, Style.EXACT, seed)))
            assert values["first"][0] <= values["last"][0]


def test_two_arrays_may_share_a_single_element() -> None:
    """Whichever comes first: a guard that lets just that pass is wrong."""
    prepared = harness(
        {"n": INT, "x": pointer(CONST_DOUBLE), "y": pointer(DOUBLE)},
        inputs=InputFacts((ExtentFact("x", (N,), True), ExtentFact("y", (N,), True))),
    )
    touching = [p for p in alias_partitions(prepared) if p.shape is AliasShape.TOUCHING]
    assert [(p.onto, p.parameter) for p in touching] == [("x", "y"), ("y", "x")]
    for partition in touching:
        values = decoded(prepared, made(prepared, CaseSpec(6, Style.EXACT, 0, partition)))
        n = int(values.pop("n")[0])
        assert {name: len(found) for name, found in values.items()} == {partition.onto: 2 * n - 1}


def test_bytes_may_lie_in_anything_and_integers_in_others_of_their_width() -> None:
    def shared(**types: Type) -> set[tuple[str, str]]:
        prepared = harness({"n": INT, **{name: pointer(one) for name, one in types.items()}})
        return {(p.onto, p.parameter) for p in alias_partitions(prepared)}

    both = {("x", "y"), ("y", "x")}
    assert shared(x=FLOAT, y=UNSIGNED_CHAR) == both
    assert shared(y=UNSIGNED_CHAR, x=FLOAT) == both
    assert shared(x=INT, y=UNSIGNED) == both
    assert shared(x=FLOAT, y=INT) == set()
    assert shared(x=FLOAT, y=DOUBLE) == set()


def test_probed_extents_are_kept() -> None:
    """What probing found is part of the spec."""
    prepared = matrix()
    values = decoded(prepared, made(prepared, CaseSpec(9, Style.EXACT, 0).with_extent("y", 40)))
    assert len(values["y"]) == 40


@pytest.mark.parametrize("kind", list(Special))
def test_special_values_come_one_kind_at_a_time(kind: Special) -> None:
    """Among ordinary positive ones, so that no other kind and no sign hides what they do."""
    prepared = matrix()
    spec = CaseSpec(40, Style.SPECIAL, 0, nan=kind is Special.NAN, only=kind)
    values = np.array(decoded(prepared, made(prepared, spec))["y"])
    ordinary = (values >= 0.5) & (values < 2.0)
    assert 0 < np.count_nonzero(ordinary) < len(values)
    is_kind = {
        Special.NAN: np.isnan(values),
        Special.NEGATIVE_ZERO: (values == 0) & np.signbit(values),
        Special.INFINITY: values == np.inf,
        Special.NEGATIVE_INFINITY: values == -np.inf,
        Special.DENORMAL: (values > 0) & (values < np.finfo("f8").tiny),
    }[kind]
    assert bool((ordinary | is_kind).all())


def test_offset_values_keep_their_spread_and_their_squares_do_not() -> None:
    prepared = matrix()
    values = np.array(decoded(prepared, made(prepared, CaseSpec(4000, Style.OFFSET, 0)))["y"])
    assert len(set(values.tolist())) > len(values) // 2
    one_pass = float(np.mean(values**2) - np.mean(values) ** 2)
    assert abs(one_pass / float(np.var(values)) - 1) > 1e-3
