"""Retrieval: the nearest examples, filtered."""

from __future__ import annotations

from pcg_engine.domain.example import Example
from pcg_engine.domain.source import SourceText
from pcg_engine.memory.examples import Origin, example
from pcg_engine.memory.functions import function_text
from pcg_engine.memory.retrieval import Memory, Retrieval
from tests.fakes.embedder import PlainIndex, WordEmbedder

EMBEDDER = WordEmbedder(("+", "*", "/"))


def _example(slow: str, fast: str = "fast") -> Example:
    return example(slow, fast, "transform", "t", Origin("seed", "Apache-2.0"))


def _memory(*examples: Example) -> Memory:
    index = PlainIndex(EMBEDDER.embed([one.slow for one in examples]))
    return Memory(examples, EMBEDDER, index)


PLUS = _example("int f(int a) { return a + a + a * a; }")
RENAMED = _example("int g(int b)  { return b + b + b * b; }", "other")
TIMES = _example("int f(int a) { return a * a + a; }")
OVER = _example("int f(int a) { return a / a; }")
QUERY = "int q(int z) { return z + z + z * z; }"


def _retrieved(memory: Memory, how: Retrieval) -> list[Example]:
    return [one.example for one in memory.retrieve(QUERY, how)]


def test_the_nearest_come_first_with_their_similarity() -> None:
    found = _memory(OVER, TIMES, PLUS).retrieve(QUERY, Retrieval(count=3))
    assert [one.example for one in found] == [PLUS, TIMES, OVER]
    assert [round(one.similarity, 3) for one in found] == [1.0, 0.949, 0.0]


def test_no_two_have_the_same_slow_code() -> None:
    memory = _memory(PLUS, RENAMED, TIMES)
    assert _retrieved(memory, Retrieval(2)) == [PLUS, TIMES]
    assert _retrieved(memory, Retrieval(2, self_match_filter=False)) == [PLUS, RENAMED]


def test_the_query_s_own_problem_is_left_out_on_demand() -> None:
    memory = _memory(PLUS, RENAMED, TIMES)
    assert _retrieved(memory, Retrieval(3, leave_out_own=True)) == [TIMES]
    unfiltered = Retrieval(3, self_match_filter=False, leave_out_own=True)
    assert _retrieved(memory, unfiltered) == [TIMES]


def test_examples_are_left_out_by_id() -> None:
    memory = _memory(PLUS, RENAMED, TIMES)
    assert _retrieved(memory, Retrieval(1, left_out=frozenset({PLUS.id}))) == [RENAMED]


def test_more_neighbours_are_asked_for_until_there_are_enough() -> None:
    copies = [_example(PLUS.slow.replace("f(", f"f{n}("), str(n)) for n in range(40)]
    memory = _memory(*copies, TIMES)
    assert _retrieved(memory, Retrieval(2)) == [copies[0], TIMES]
    assert isinstance(memory.index, PlainIndex)
    assert memory.index.asked == [16, 41]


def test_an_empty_memory_has_nothing() -> None:
    assert _memory().retrieve(QUERY) == ()
    assert _memory().category_of(QUERY) == "other"


def test_the_category_is_that_of_the_nearest() -> None:
    sorting = example(OVER.slow, "fast", "sort", "t", Origin("seed", "Apache-2.0"))
    assert _memory(PLUS, sorting).category_of("int q(int z) { return z / 2; }") == "sort"


def test_a_function_s_text_is_found_by_name() -> None:
    code = "struct S { int f() { return 1; } };\nint S2::f() { return 2; }\nint g() {}"
    source = SourceText("a.cpp", code.encode())
    assert function_text(source, "f") == "int f() { return 1; }\n\nint S2::f() { return 2; }"
    assert function_text(source, "S2::f") == "int f() { return 1; }\n\nint S2::f() { return 2; }"
    assert function_text(source, "g") == "int g() {}"
    assert function_text(source, "h") is None
