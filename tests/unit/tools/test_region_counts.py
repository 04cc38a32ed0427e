"""Branch coverage, as llvm-cov exports it."""

from __future__ import annotations

import json
from dataclasses import replace

from pcg_engine.domain.source import Location, SourceText, Span
from pcg_engine.tools.experiment import unreached
from pcg_engine.tools.region_counts import Region, merged, parse_export, within, within_or_around
from tests.fakes.subjects import subject

REPORT = {
    "data": [
        {
            "functions": [
                {
                    "name": "f",
                    "count": 3,
                    "regions": [
                        [11, 1, 14, 2, 3, 0, 0, 0],
                        [12, 20, 13, 4, 40, 0, 0, 0],
                        [12, 20, 13, 4, 40, 1, 0, 0],
                        [13, 1, 13, 2, 40, 0, 0, 3],
                    ],
                    "branches": [
                        [12, 5, 12, 9, 40, 1, 0, 0, 4],
                        [12, 12, 12, 15, 0, 0, 0, 0, 4],
                    ],
                }
            ]
        }
    ]
}


def at(line: int, column: int) -> Location:
    return Location(line, column)


def test_regions_and_branches_of_the_users_file_are_counted() -> None:
    """Lines are the user's; expansions, gaps and folded conditions are left out."""
    assert parse_export(json.dumps(REPORT).encode(), 10) == {
        Region(at(1, 1), at(4, 2)): 3,
        Region(at(2, 20), at(3, 4)): 40,
        Region(at(2, 5), at(2, 9), "true"): 40,
        Region(at(2, 5), at(2, 9), "false"): 1,
    }


def test_functions_of_included_files_do_not_count() -> None:
    own = {**REPORT["data"][0]["functions"][0], "filenames": ["/scratch/f.cpp", "/project/f.hpp"]}
    other = {**own, "filenames": ["/project/f.hpp"]}
    report = json.dumps({"data": [{"functions": [own, other]}]}).encode()

    assert parse_export(report, 10, "f.cpp") == parse_export(json.dumps(REPORT).encode(), 10)


def test_what_ran_once_is_not_reached_until_runs_are_added() -> None:
    """Two iterations are the least that can conflict."""
    source = SourceText("f.cpp", b"void f() {\n" + b" " * 40 + b"\n   }\n}\n")
    inside = within(parse_export(json.dumps(REPORT).encode(), 10), source, Span(11, 58))
    assert set(inside) == {
        Region(at(2, 20), at(3, 4)),
        Region(at(2, 5), at(2, 9), "true"),
        Region(at(2, 5), at(2, 9), "false"),
    }
    plain = subject().original
    nest = replace(plain.nests[0], loop=replace(plain.nests[0].loop, span=Span(11, 58)))
    original = replace(plain, source=source, nests=(nest,))
    assert list(unreached(inside, original)) == [Region(at(2, 5), at(2, 9), "false")]
    assert unreached(merged(inside, inside), original) == {}
    assert unreached(inside, replace(original, nests=())) == {}


def test_an_outermost_loop_ends_once_a_call() -> None:
    source = SourceText("f.cpp", b"void f() {\n" + b" " * 40 + b"\n   }\n}\n")
    inside = within(parse_export(json.dumps(REPORT).encode(), 10), source, Span(11, 58))
    plain = subject().original
    ending = replace(plain.nests[0].loop, span=Span(11, 58), condition=Span(15, 19))
    original = replace(plain, source=source, nests=(replace(plain.nests[0], loop=ending),))
    around = replace(plain.nests[0].loop, span=Span(10, 58), condition=None)
    inner = replace(original, nests=(replace(plain.nests[0], loop=around), *original.nests))

    assert unreached(inside, original) == {}
    assert list(unreached(inside, inner)) == [Region(at(2, 5), at(2, 9), "false")]


def test_a_call_is_reached_where_the_region_around_it_is() -> None:
    source = SourceText("f.cpp", b"void f() {\n" + b" " * 40 + b"\n   }\n}\n")
    counts = parse_export(json.dumps(REPORT).encode(), 10)
    call = Span(41, 45)
    assert within(counts, source, call) == {}
    assert within_or_around(counts, source, call) == {Region(at(2, 20), at(3, 4)): 40}
    assert within_or_around(counts, source, Span(1, 5)) == {Region(at(1, 1), at(4, 2)): 3}
    assert within_or_around(counts, source, Span(11, 58)) == within(counts, source, Span(11, 58))
    assert within_or_around({}, source, call) == {}


def test_of_the_instances_of_a_template_those_count_that_ran() -> None:
    """What another one folds, or never reaches, says nothing of this one."""
    (ran,) = REPORT["data"][0]["functions"]
    idle = {
        "name": "f<int>",
        "count": 0,
        "regions": [[11, 1, 14, 2, 0, 0, 0, 0], [14, 1, 14, 2, 0, 0, 0, 0]],
        "branches": [[12, 12, 12, 15, 0, 0, 0, 0, 4]],
    }
    both = {"data": [{"functions": [idle, ran]}]}
    assert parse_export(json.dumps(both).encode(), 10) == parse_export(
        json.dumps(REPORT).encode(), 10
    )
    alone = parse_export(json.dumps({"data": [{"functions": [idle]}]}).encode(), 10)
    assert alone[Region(at(2, 12), at(2, 15), "true")] == 0
