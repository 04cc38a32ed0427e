"""Which algorithms are written as loops, and by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pcg_engine.analysis.algorithms import extremes, finds, folds, maps, running
from pcg_engine.analysis.algorithms.writing import LoopText, Site, Writing

Writer = Callable[[Site, Writing], LoopText]

WRITERS: Mapping[str, Writer] = {
    "for_each": maps.for_each,
    "for_each_n": maps.for_each,
    "transform": maps.transform,
    "copy": maps.copy,
    "copy_n": maps.copy,
    "move": maps.copy,
    "copy_if": maps.copy_if,
    "fill": maps.fill,
    "fill_n": maps.fill,
    "generate": maps.generate,
    "generate_n": maps.generate,
    "iota": maps.iota,
    "replace": maps.replace,
    "replace_if": maps.replace,
    "adjacent_difference": maps.adjacent_difference,
    "accumulate": folds.accumulate,
    "reduce": folds.reduce,
    "inner_product": folds.inner_product,
    "transform_reduce": folds.transform_reduce,
    "count": folds.count,
    "count_if": folds.count,
    "find": finds.find,
    "find_if": finds.find,
    "find_if_not": finds.find,
    "all_of": finds.test_all,
    "any_of": finds.test_all,
    "none_of": finds.test_all,
    "equal": finds.equal,
    "min_element": extremes.extreme,
    "max_element": extremes.extreme,
    "partial_sum": running.scan,
    "inclusive_scan": running.scan,
    "exclusive_scan": running.scan,
}
