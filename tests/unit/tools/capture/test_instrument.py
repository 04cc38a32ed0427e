"""The text with a recorder in it: where it enters, what it is told, what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pcg_engine.domain.facts import ExtentFact, InputFacts
from pcg_engine.domain.polynomial import Polynomial
from pcg_engine.tools.capture.instrument import (
    Bounds,
    Entry,
    Instrumented,
    function_entry,
    instrument,
    not_capturable,
)
from pcg_engine.tools.harness.prepare import Harness, NoHarness, prepare
from tests.unit.tools.capture.subject import TEXT, harness


def _made(
    given: Harness, folder: str = "/kept/here", entry: Entry | NoHarness | None = None
) -> Instrumented:
    entry = entry or function_entry(given.original)
    assert isinstance(entry, Entry)
    made = instrument(given, entry, folder, Bounds(calls=5))
    assert isinstance(made, Instrumented), made
    return made


def test_the_entry_is_the_functions_first_statement() -> None:
    given = harness()

    text = _made(given).text

    start = text.index(b"{") + 1
    entry = text[start : text.index(b"pcg_capture_extents);") + len(b"pcg_capture_extents);")]
    assert text.replace(entry, b"", 1) == TEXT
    assert b"\n" not in entry
    assert b"{__builtin_addressof((a)), __builtin_addressof((n))}" in entry


def test_what_analysis_and_comments_say_of_lengths() -> None:
    n = Polynomial.name("n")
    square = ExtentFact("a", (n * n + Polynomial.constant(1), n), complete=True)

    def extent(given: Harness) -> str:
        text = _made(given).text.decode()
        return text.split("pcg_capture_extents[] = {")[1].split("};")[0]

    known = harness(inputs=InputFacts((square,)))
    assert extent(known) == (
        "::pcg_capture::larger((1LL * ((long long)(n))), pcg_capture::larger((1LL) + "
        "(1LL * ((long long)(n)) * ((long long)(n))), 0LL)), -1LL"
    )
    partly = InputFacts((replace(square, complete=False),))
    assert extent(harness(inputs=partly)) == "-1LL, -1LL"
    foreign = InputFacts((ExtentFact("a", (Polynomial.name("m"),), complete=True),))
    assert extent(harness(inputs=foreign)) == "-1LL, -1LL"
    said = harness(comment=b"// pcg: 2 * n + 1 == a.size()\n", inputs=InputFacts((square,)))
    assert extent(said) == ("::pcg_capture::larger(2LL * ((long long)(n)) + 1LL, 0LL), -1LL")


def test_lines_keep_their_numbers_and_settings_their_bounds() -> None:
    made = _made(harness(), 'a "folder"\\')

    whole = made.whole('dir/"a".cpp')

    assert b'\n#line 1 "dir/\\"a\\".cpp"\n' + made.text in whole
    assert b'static const char folder[] = "a \\"folder\\"\\\\";' in made.before
    assert b"longest_number = 3;" in made.before
    assert b"sample_number = 2;" in made.before
    assert made.after.count(b"slots[1].kind = place;") == 1


def test_a_nest_becomes_a_statement_with_the_recorder_in_front() -> None:
    given = harness()
    start, end = TEXT.index(b"return"), TEXT.index(b";") + 1
    entry = Entry(given.original.source, start, end, (("a", "box->a"),))

    text = _made(given, entry=entry).text

    assert text.startswith(TEXT[:start] + b"{ const void* const pcg_capture_places[] = ")
    assert b"{__builtin_addressof((box->a)), __builtin_addressof((n))}" in text
    assert text.endswith(b"pcg_capture_extents); return a[n]; }\n}\n")
    assert text.count(b"\n") == TEXT.count(b"\n")


def test_a_body_without_braces_of_its_own_is_refused() -> None:
    given = harness()
    source = replace(given.original.source, data=TEXT.replace(b"{", b"BEGIN"))

    found = function_entry(replace(given.original, source=source))

    assert isinstance(found, NoHarness)
    assert found.code == "not-capturable"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_template_instance": True}, "template"),
        ({"is_constexpr": True}, "constexpr"),
    ],
)
def test_functions_that_are_refused(change: dict[str, bool], reason: str) -> None:
    given = harness()
    function = replace(given.original.function, **change)
    refused = replace(given, original=replace(given.original, function=function))

    found = not_capturable(refused)

    assert isinstance(found, NoHarness)
    assert found.code == "not-capturable"
    assert reason in found.reason


def test_long_paths_are_refused() -> None:
    given = harness()
    entry = function_entry(given.original)
    assert isinstance(entry, Entry)

    found = instrument(given, entry, "/" * 400, Bounds())

    assert isinstance(found, NoHarness)
    assert found.code == "not-capturable"


def test_a_c_file_gets_an_entry_and_the_recorder_is_a_library() -> None:
    given = harness()
    source = replace(given.original.source, path="a.c")
    prepared = prepare(replace(given.original, source=source))
    assert isinstance(prepared, Harness)

    made = _made(prepared)

    start = made.text.index(b"{") + 1
    entry = made.text[start : made.text.index(b"(void)pcg_capture_call;") + 23]
    assert made.text.replace(entry, b"", 1) == TEXT
    assert b"\n" not in entry
    assert b"pcg_capture_places[] = {&a, &n};" in entry
    assert b"cleanup(pcg_capture_end)" in entry
    assert b"namespace" not in made.before + made.after
    assert b"pcg_capture_globals[] = {0};" in made.after
    assert b'static const char folder[] = "/kept/here";' in made.library
    assert b"slots[1].kind = place;" in made.library


def test_in_c_what_a_nest_changes_is_passed_by_its_address() -> None:
    given = harness(comment=b"")
    source = replace(given.original.source, path="a.c")
    prepared = prepare(replace(given.original, source=source))
    assert isinstance(prepared, Harness)
    start, end = TEXT.index(b"return"), TEXT.index(b";") + 1
    entry = Entry(source, start, end, (("a", "&sum"),), frozenset({"a"}))

    text = _made(prepared, entry=entry).text

    assert b"{ __typeof__(&sum) pcg_capture_value_0 = (&sum);" in text
    assert b"pcg_capture_places[] = {&pcg_capture_value_0, &n};" in text
    assert b"pcg_capture_extents[] = {1LL, -1LL};" in text
