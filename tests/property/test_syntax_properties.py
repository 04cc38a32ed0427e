"""Random edits: nothing raises, every place is inside the text, and the index forgets nothing."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, strategies as st

from pcg_engine.domain.loops import Loop
from pcg_engine.domain.source import Edit, SourceText, Span
from pcg_engine.syntax.index import LoopIndex
from pcg_engine.syntax.items import items
from pcg_engine.syntax.loops import find_loops
from pcg_engine.syntax.parse import parse
from pcg_engine.syntax.splice import Conflict, apply_edits, difference, rebase

CASES = sorted((Path(__file__).parents[1] / "cases" / "syntax").glob("*.cpp"))
PROGRAMS = [path.read_bytes() for path in CASES]

# Pieces that open, close, hide or rename what follows them.
PIECES = [
    *"{}();<>\"'#x\n",
    "/*",
    "*/",
    "//",
    "for (int i = 0; i < n; ++i) ",
    "\n#pragma omp parallel for\n",
    "\n#if 0\n",
    "\n#endif\n",
    "namespace q {",
    "using namespace std;",
    "namespace rng = std;",
    "int count(int);",
    "template <class T> ",
    'R"(',
    "else ",
    "é",
    "std::sort(a, b);",
]

# Lines that fit almost anywhere.
HARMLESS = [
    "// é\n",
    "\n",
    "#pragma omp simd\n",
    "using namespace std;\n",
    "int count(int);\n",
    "namespace rng = std::ranges;\n",
    "struct Q { void q(int n) { while (n) --n; } };\n",
    "auto twice = [](int n) { for (int i = 0; i < n; ++i) n += i; return n; };\n",
]


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    """One to three disjoint, sorted edits of a text of ``length`` bytes."""
    ends = sorted(draw(st.lists(st.integers(0, length), min_size=2, max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    inserted = st.one_of(st.sampled_from(PIECES), st.just(""))
    return [
        Edit(Span(start, draw(st.sampled_from([start, min(start + 1, end), end]))), draw(inserted))
        for start, end in pairs
    ]


@st.composite
def programs(draw: st.DrawFn) -> SourceText:
    """One or two functions' worth of a case, so that failures are short."""
    data = draw(st.sampled_from(PROGRAMS))
    blocks = data.split(b"\n\n")
    first = draw(st.integers(0, len(blocks) - 1))
    return SourceText("p.cpp", b"\n\n".join(blocks[first : first + draw(st.integers(1, 6))]))


def check_places(loops: tuple[Loop, ...], length: int) -> None:
    whole = Span(0, length)
    for loop in loops:
        assert whole.contains(loop.span)
        assert loop.span.contains(loop.body)
        for part in (loop.initialiser, loop.condition, loop.increment):
            assert part is None or loop.span.contains(part)
        for pragma in loop.pragmas:
            assert pragma.span.end <= loop.span.start
        assert loop.function is None or loop.function.span.contains(loop.span)
        assert (loop.parent is None) == (loop.depth == 0)
    starts = [loop.span.start for loop in loops]
    assert starts == sorted(starts)
    assert len({(loop.function, loop.id) for loop in loops}) == len(loops)


@given(st.sampled_from(PROGRAMS), st.data())
def test_broken_bytes_give_loops_inside_the_text(program: bytes, data: st.DataObject) -> None:
    broken = program[: data.draw(st.integers(0, len(program)), "truncated at")]
    for _ in range(data.draw(st.integers(0, 3), "damages")):
        at = data.draw(st.integers(0, len(broken)))
        until = min(len(broken), at + data.draw(st.integers(0, 40)))
        noise = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"\xff\xfe", b"\x00"])))
        broken = broken[:at] + noise + broken[until:]
    check_places(find_loops(parse(SourceText("b.cpp", broken))), len(broken))


@given(st.binary(max_size=200))
def test_any_bytes_parse(data: bytes) -> None:
    check_places(find_loops(parse(SourceText("b.cpp", data))), len(data))


@given(programs(), st.data())
def test_an_updated_index_equals_a_new_one(program: SourceText, data: st.DataObject) -> None:
    index = LoopIndex.build(program)
    for _ in range(data.draw(st.integers(1, 4), "steps")):
        edits = data.draw(edits_of(len(index.source.data)))
        new = apply_edits(index.source, edits)
        index = index.update(edits, new)
        assert index.loops == find_loops(index.tree)
        anew = LoopIndex.build(new)
        # Recovery from errors depends, rarely, on what the parser could reuse.
        if not anew.tree.has_errors:
            assert index.loops == anew.loops
        check_places(index.loops, len(new.data))


@given(programs(), st.data())
def test_texts_without_errors_have_one_index(program: SourceText, data: st.DataObject) -> None:
    index = LoopIndex.build(program)
    for _ in range(data.draw(st.integers(1, 6), "steps")):
        lines = index.source.data.split(b"\n")
        at = data.draw(st.integers(0, len(lines)), "line")
        offset = min(len(b"\n".join([*lines[:at], b""])), len(index.source.data))
        harmless = data.draw(st.sampled_from(HARMLESS), "inserted")
        edits = [Edit(Span(offset, offset), harmless)]
        new = apply_edits(index.source, edits)
        index = index.update(edits, new)
        anew = LoopIndex.build(new)
        assert index.loops == anew.loops or anew.tree.has_errors


@given(programs(), st.data())
def test_taking_an_edit_back_restores_the_loops(program: SourceText, data: st.DataObject) -> None:
    index = LoopIndex.build(SourceText("p.cpp", program.data.decode().encode()))
    edits = data.draw(edits_of(len(index.source.data)))
    new = apply_edits(index.source, edits)
    back: list[Edit] = []
    delta = 0
    for edit in edits:
        start, size = edit.span.start + delta, len(edit.text.encode())
        removed = index.source.data[edit.span.start : edit.span.end]
        back.append(Edit(Span(start, start + size), removed.decode("utf-8", "surrogateescape")))
        delta += size - len(edit.span)
    if any(character >= "\udc80" for edit in back for character in edit.text):
        return  # an edit cut a character in two: its parts are no text
    assert index.update(edits, new).update(back, index.source).loops == index.loops


@given(st.binary(max_size=40), st.data())
def test_rebased_edits_commute(content: bytes, data: st.DataObject) -> None:
    source = SourceText("r.cpp", content)
    first, second = (data.draw(edits_of(max(len(content), 1))) for _ in range(2))
    if any(edit.span.end > len(content) for edit in (*first, *second)):
        return
    after_first, after_second = rebase(second, first), rebase(first, second)
    if isinstance(after_first, Conflict):
        assert isinstance(after_second, Conflict)
        return
    assert not isinstance(after_second, Conflict)
    both = apply_edits(apply_edits(source, first), after_first)
    assert both == apply_edits(apply_edits(source, second), after_second)


@given(st.sampled_from(PROGRAMS), st.data())
def test_a_difference_applied_is_the_other_text(program: bytes, data: st.DataObject) -> None:
    old = SourceText("a.cpp", program)
    new = apply_edits(old, data.draw(edits_of(len(program))))
    edits = difference(old, new)
    assert apply_edits(old, edits).data == new.data
    assert (edits == ()) == (old.data == new.data)


@given(st.sampled_from(PROGRAMS), st.data())
def test_items_are_found_in_any_text(program: bytes, data: st.DataObject) -> None:
    text = apply_edits(SourceText("a.cpp", program), data.draw(edits_of(len(program))))
    whole = Span(0, len(text.data))
    found = list(items(parse(text)))
    assert all(whole.contains(item.span) for item in found)
    assert all(item.span.contains(item.body) for item in found if item.body is not None)
