"""Which flags of one file are those of another, and which must agree."""

from __future__ import annotations

import pytest

from pcg_engine.domain.unit_flags import flags_like, own_flags, unlike_flags


def test_headers_macros_and_the_standard_are_a_files_own() -> None:
    flags = "-I /a -Ib -D X=1 -DY -O3 -std=c++17 -include c.h -Wall -g -fno-rtti -lm x.o".split()
    assert own_flags(flags) == tuple("-I /a -Ib -D X=1 -DY -std=c++17 -include c.h".split())


@pytest.mark.parametrize(
    ("one", "other", "differing"),
    [
        ("-O2 -I a -DX -std=c++20", "-O3 -I b -DY -std=gnu11 -Wall -g", ""),
        ("-O2 -lm -Wl,-s x.o -fPIC", "-O2 -pthread", ""),
        ("-O2", "-O2 -ffast-math", "-ffast-math"),
        ("-Ofast", "-O3", "-Ofast"),
        ("-march=native", "-march=x86-64", "-march=native -march=x86-64"),
        ("-fopenmp", "", "-fopenmp"),
        ("-D_GLIBCXX_DEBUG -DX", "-DX", "-D_GLIBCXX_DEBUG"),
        ("-Wp,-DX", "", "-Wp,-DX"),
        ("-mllvm a", "-mllvm b", "-mllvm a -mllvm b"),
        ("-fa -fno-a", "-fno-a -fa", "-fa -fno-a"),
    ],
)
def test_flags_that_change_what_is_computed_must_agree(
    one: str, other: str, differing: str
) -> None:
    assert " ".join(unlike_flags(one.split(), other.split())) == differing
    assert bool(unlike_flags(other.split(), one.split())) is bool(differing)


def test_a_variant_of_one_file_is_made_for_another() -> None:
    main = "-std=c++20 -O2 -I main -DSIZE=4 -fno-rtti".split()
    variant = "-std=c++20 -I main -DSIZE=4 -fno-rtti -O1 -fsanitize=address -DSIZE=4".split()
    unit = "-std=c++17 -O3 -I unit -DOTHER -fno-rtti -Wall".split()
    assert flags_like(variant, main, unit) == tuple(
        "-std=c++17 -I unit -DOTHER -fno-rtti -O1 -fsanitize=address -DSIZE=4".split()
    )
