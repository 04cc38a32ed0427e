"""A deterministic C++ file of any length, as a numerical programmer might have written it."""

from __future__ import annotations

import random
from collections.abc import Callable

_NOUNS = ("cell", "edge", "flux", "grid", "mass", "node", "pixel", "power", "sample", "weight")
_VERBS = ("accumulate", "advance", "apply", "blend", "filter", "gather", "relax", "scale", "update")

_HEADER = """\
// Numerical kernels of the simulation; see the manual for units.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

"""


def _stencil(name: str, noun: str) -> str:
    return f"""\
/// One explicit step over the interior of the {noun} field.
void {name}(const std::vector<double>& in, std::vector<double>& out, int rows, int columns,
            double factor) {{
    for (int i = 1; i < rows - 1; ++i) {{
        for (int j = 1; j < columns - 1; ++j) {{
            const int k = i * columns + j;
            const double sum = in[k - 1] + in[k + 1] + in[k - columns] + in[k + columns];
            out[k] = in[k] + factor * (sum - 4.0 * in[k]);
        }}
    }}
}}
"""


def _reduction(name: str, noun: str) -> str:
    return f"""\
static double {name}(const double* {noun}, std::size_t count) {{
    double total = 0.0;
    double largest = 0.0;
    for (std::size_t i = 0; i < count; ++i) {{
        total += {noun}[i] * {noun}[i];
        if (std::fabs({noun}[i]) > largest) {{
            largest = std::fabs({noun}[i]);
        }}
    }}
    return largest > 0.0 ? std::sqrt(total) / largest : 0.0;
}}
"""


def _algorithms(name: str, noun: str) -> str:
    return f"""\
std::vector<float> {name}(std::vector<float> {noun}s, float limit) {{
    std::sort({noun}s.begin(), {noun}s.end());
    const float sum = std::accumulate({noun}s.begin(), {noun}s.end(), 0.0f);
    if (sum > limit) {{
        std::transform({noun}s.begin(), {noun}s.end(), {noun}s.begin(),
                       [&](float value) {{ return value * limit / sum; }});
    }}
    return {noun}s;
}}
"""


def _record(name: str, noun: str) -> str:
    record = name.title().replace("_", "")
    return f"""\
struct {record} {{
    double {noun}_x = 0.0;
    double {noun}_y = 0.0;
    std::string label;

    double norm() const {{ return std::sqrt({noun}_x * {noun}_x + {noun}_y * {noun}_y); }}

    void smooth(std::vector<double>& values, int passes) {{
        while (passes-- > 0) {{
            for (auto& value : values) {{
                value = 0.5 * (value + {noun}_x);
            }}
        }}
    }}
}};
"""


def _branches(name: str, noun: str) -> str:
    return f"""\
// Classifies one {noun}; the thresholds come from the calibration of the detector.
int {name}(double value, int mode) {{
    const char* tag = "{noun}: {{}}";  // braces in a string
    switch (mode) {{
    case 0:
        return value > 0.25 ? 1 : 0;
    case 1: {{
        const double shifted = value - 0.5;
        return shifted > 0.0 ? 2 : static_cast<int>(tag[0] == '{{');
    }}
    default:
        break;
    }}
    return -1;
}}
"""


_FORMS: tuple[Callable[[str, str], str], ...] = (
    _stencil,
    _reduction,
    _algorithms,
    _record,
    _branches,
)


def generate(lines: int, seed: int = 1) -> bytes:
    """A file of at least ``lines`` lines without syntax errors, the same for the same arguments."""
    chance = random.Random(seed)
    parts = [_HEADER]
    written = _HEADER.count("\n")
    number = 0
    while written < lines:
        space = f"{chance.choice(_NOUNS)}s_{number}"
        block = [f"namespace {space} {{\n\n"]
        for _ in range(chance.randint(4, 12)):
            number += 1
            noun = chance.choice(_NOUNS)
            name = f"{chance.choice(_VERBS)}_{noun}_{number}"
            block.append(chance.choice(_FORMS)(name, noun) + "\n")
        block.append(f"}}  // namespace {space}\n\n")
        text = "".join(block)
        parts.append(text)
        written += text.count("\n")
    return "".join(parts).encode()
