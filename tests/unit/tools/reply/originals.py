"""Files that a model is asked about, and what comes of its answers."""

from __future__ import annotations

from pcg_engine.domain.conversation import Finish, Reply
from pcg_engine.domain.source import SourceText
from pcg_engine.domain.verdict import Outcome
from pcg_engine.syntax.items import ItemKind, items
from pcg_engine.syntax.parse import parse
from pcg_engine.tools.extract import check, compare
from pcg_engine.tools.reply.candidate import candidate_text
from pcg_engine.tools.reply.outcome import Extracted, NoCode

PLAIN = """\
#include <cmath>
#include <vector>

struct Point {
    double x;
    double y;
};

static double norm(const Point& p) { return std::sqrt(p.x * p.x + p.y * p.y); }

// The sum of all distances.
static double total(const std::vector<Point>& points) {
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        sum += norm(points[i]);
    }
    return sum;
}

int main() { return static_cast<int>(total({})); }
"""
BODY = """\
{
    double sum = 0.0;
#pragma omp parallel for reduction(+ : sum)
    for (std::size_t i = 0; i < points.size(); ++i) {
        sum += norm(points[i]);
    }
    return sum;
}"""
HEAD = "static double total(const std::vector<Point>& points)"
FUNCTION = f"{HEAD} {BODY}"
PARALLEL = PLAIN.replace(
    "    for (std", "#pragma omp parallel for reduction(+ : sum)\n    for (std"
)


def original(text: str | bytes = PLAIN) -> SourceText:
    """``text`` as a file."""
    return SourceText("a.cpp", text if isinstance(text, bytes) else text.encode())


def answer(
    text: str, source: SourceText | None = None, name: str = "total", finish: Finish = Finish.STOP
) -> Extracted | NoCode:
    """What comes of the answer ``text`` about the function ``name``."""
    source = original() if source is None else source
    function = next(
        item
        for item in items(parse(source))
        if item.kind is ItemKind.FUNCTION and item.name == name
    )
    return candidate_text(Reply(text, finish=finish), source, function.span)


def taken(text: str, source: SourceText | None = None, name: str = "total") -> str:
    """The candidate's file; it passes the check that comes next."""
    source = original() if source is None else source
    found = answer(text, source, name)
    assert isinstance(found, Extracted), found
    candidate = SourceText(source.path, found.data)
    comparison = compare(source, candidate)
    change = next(change for change in comparison.changed if change.name == name)
    result = check(comparison, change, alone=True)
    assert result.outcome is Outcome.PASSED, result.detail
    return found.data.decode("utf-8", "surrogateescape")


def refused(text: str, source: SourceText | None = None, name: str = "total") -> NoCode:
    """Why there is no candidate."""
    found = answer(text, source, name)
    assert isinstance(found, NoCode), found.data.decode("utf-8", "replace")
    return found
