"""Successive halving: few runs of many contenders, more runs of the better half (pure).

Jamieson and Talwalkar, *Non-stochastic best arm identification and hyperparameter optimization*
(AISTATS 2016): each round costs about the same, since half as many are run twice as often.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

_ALIKE = 1.05
"""Ratios that differ by less are not told apart."""
_CLEAR = 1.3
"""The fastest of a round needs no other one if it is faster by this factor."""
_ABOUT_AS_GOOD = 1.15
"""Up to this factor a worse ratio is given up for a clearly better worst case …"""
_CLEARLY_BETTER = 1.2
"""… which is better by this factor."""
_MOST_FINALISTS = 3


def survivors(ratios: Sequence[Sequence[float]]) -> list[int]:
    """Which contenders the next round is about, the fastest first, given all ``ratios`` of each.

    The faster half, rounded up; one alone where it is far ahead of the others.
    """
    order = ranking(ratios)
    if len(order) < 2:
        return order
    best, second = (median(ratios[i]) for i in order[:2])
    if best >= _CLEAR * second:
        return order[:1]
    return order[: (len(order) + 1) // 2]


def ranking(ratios: Sequence[Sequence[float]]) -> list[int]:
    """The contenders with at least one ratio, by their median, the fastest first."""
    timed = [i for i, of_one in enumerate(ratios) if of_one]
    return sorted(timed, key=lambda i: -median(ratios[i]))


def simplest_of_the_fastest(order: Sequence[tuple[float, int]]) -> list[int]:
    """Positions in ``order`` (ratio and size of the change, the fastest first), reordered.

    Those that are about as fast as the first one come by the size of their change.
    """
    if not order:
        return []
    floor = order[0][0] / _ALIKE
    alike = [i for i, (ratio, _) in enumerate(order) if ratio >= floor]
    rest = [i for i in range(len(order)) if i not in alike]
    return [*sorted(alike, key=lambda i: order[i][1]), *rest]


def finalists(ratios: Sequence[float]) -> list[int]:
    """Positions in ``ratios``, the first being the one to take, among which the worst case decides.

    Those about as good as the first one, itself included, at most three; empty if it is alone.
    """
    if not ratios:
        return []
    about = [i for i, ratio in enumerate(ratios) if ratio * _ABOUT_AS_GOOD >= ratios[0]]
    return about[:_MOST_FINALISTS] if len(about) > 1 else []


def steadiest(worst: Sequence[float | None]) -> int:
    """Which of the finalists to take, given the least ratio of each on hostile inputs.

    The first one, unless another one is clearly better there. ``None``: it could not be timed.
    """
    first = worst[0]
    known = [(ratio, -i) for i, ratio in enumerate(worst) if ratio is not None]
    if first is None or not known:
        return 0
    best, position = max(known)
    return -position if best >= _CLEARLY_BETTER * first else 0
