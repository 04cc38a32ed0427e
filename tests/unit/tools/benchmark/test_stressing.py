"""What is told of speedups on hostile inputs."""

from __future__ import annotations

from pcg_engine.domain.measurement import Stressed
from pcg_engine.tools.benchmark.stressing import cautions, stressed_words

_EQUAL = Stressed("all values are equal", 1.3, 0.002)
_LATE = Stressed("the work comes last", 0.4, 0.002)
_SHORT = Stressed("all values are equal", 0.01, 2e-7)


def test_every_ratio_is_told() -> None:
    assert stressed_words(()) == ""
    told = "; 1.30× where all values are equal, 0.40× where the work comes last"
    assert stressed_words((_EQUAL, _LATE)) == told


def test_a_loss_is_an_assumption() -> None:
    (found,) = cautions((_EQUAL, _LATE))
    assert found.code == "slower-inputs"
    assert found.guard is None
    assert found.message == (
        "inputs are rarely such that the work comes last: there this version takes 2.5 times as "
        "long as the original"
    )


def test_a_loss_within_what_a_team_takes_to_start_is_only_told() -> None:
    assert cautions((_SHORT,)) == ()
    assert "0.01× where all values are equal (a call takes 0.2 µs there)" in stressed_words(
        (_SHORT,)
    )
