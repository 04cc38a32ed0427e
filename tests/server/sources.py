"""C++ texts for the scripted worker."""

from __future__ import annotations

DIRECTIVE = "#pragma omp parallel for"


def loop(name: str, script: str = "") -> str:
    """A function with one loop; ``script`` is what the worker does with it."""
    mark = f"    // worker: {script}\n" if script else ""
    return (
        f"void {name}(double* a, const double* b, int n) {{\n{mark}"
        f"    for (int i = 0; i < n; ++i) a[i] = 2.0 * b[i];\n}}\n"
    )


SCALE = loop("scale")
