"""A program's text in a folder of its own: copied, without OpenMP or as it is, and built."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.outcomes import Unavailable
from benchmarks.peers.store import digest
from benchmarks.projects.directives import stripped
from benchmarks.projects.recipe import Recipe

SUFFIXES = frozenset({".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp"})
OPTIMISATION = ("-O3",)
MAKEFILE = "pcg-build.mk"
OUTPUT = "pcg-build"
_LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Tree:
    """A copy of a program in ``folder``; ``is_expert``: with its authors' OpenMP, as it is."""

    recipe: Recipe
    folder: Path
    is_expert: bool

    @property
    def command(self) -> tuple[str, ...]:
        """How the program is run, in ``folder``."""
        return (f"{OUTPUT}/program", *self.recipe.arguments)

    @property
    def flags(self) -> tuple[str, ...]:
        """How its files are read by a compiler, and optimised."""
        own = self.recipe.expert_flags if self.is_expert else self.recipe.serial_flags
        return (*self.recipe.flags, *own, *OPTIMISATION)

    def units(self) -> tuple[str, ...]:
        """The files that are compiled, below ``folder``."""
        found = [p for one in self.recipe.units for p in sorted(self.folder.glob(one))]
        return tuple(str(p.relative_to(self.folder)) for p in found)

    def texts(self) -> dict[str, str]:
        """All sources and headers, by their path below ``folder``."""
        return {str(p.relative_to(self.folder)): read_text(p) for p in sources(self.folder)}

    def key(self) -> str:
        """Changes with the text and with how it is compiled and run."""
        recipe = self.recipe
        run = (*self.flags, *recipe.link, *recipe.arguments, *self.units())
        return digest(*run, *(word for pair in sorted(self.texts().items()) for word in pair))


def read_text(path: Path) -> str:
    """A source's text, whatever its encoding is."""
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def write_text(path: Path, text: str) -> None:
    """Back again, byte for byte."""
    path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")


def sources(folder: Path) -> Iterator[Path]:
    """Sources and headers below ``folder``, in a stable order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file():
            yield path


def planted(recipe: Recipe, source: Path, folder: Path, *, is_expert: bool) -> Tree:
    """Copy the program from ``source / recipe.name`` to ``folder``, anew.

    Raises ``ValueError`` if it is not there or not as the recipe expects it.
    """
    origin = source / recipe.name / recipe.root
    if not origin.is_dir():
        raise ValueError(f"{origin} is not there")
    if folder.exists():
        shutil.rmtree(folder)
    ignored = shutil.ignore_patterns(".git", *recipe.left_out)
    shutil.copytree(origin, folder, ignore=ignored, symlinks=True)
    for edit in recipe.edits:
        path = folder / edit.file
        text = read_text(path) if path.exists() else ""
        if text.count(edit.old) != 1:
            raise ValueError(f"{recipe.name}: {edit.file} does not hold `{edit.old}` once")
        write_text(path, text.replace(edit.old, edit.new))
    for name, text in recipe.written.items():
        write_text(folder / name, text)
    for step in recipe.preparations:
        done = subprocess.run(
            step.command, cwd=folder / step.folder, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise ValueError(f"{recipe.name}: `{shlex.join(step.command)}`: {done.stderr.strip()}")
    if recipe.make_input is not None:
        recipe.make_input(folder)
    tree = Tree(recipe, folder, is_expert)
    if not is_expert:
        for path in sources(folder):
            text = read_text(path)
            serial = stripped(text).text
            if serial != text:
                write_text(path, serial)
    if not tree.units():
        raise ValueError(f"{recipe.name}: there is no {' or '.join(recipe.units)}")
    return tree


def write_build(tree: Tree, compilers: Mapping[bool, str]) -> None:
    """A Makefile and a compilation database; ``compilers`` of C (``True``) and C++ (``False``)."""
    write_text(tree.folder / MAKEFILE, makefile(tree.recipe, tree.units(), tree.flags, compilers))
    entries = [
        {
            "directory": str(tree.folder),
            "file": unit,
            "arguments": [compilers[unit.endswith(".c")], *tree.flags, "-c", unit],
        }
        for unit in tree.units()
    ]
    database = tree.folder / "compile_commands.json"
    database.write_text(json.dumps(entries, indent=1) + "\n")


def makefile(
    recipe: Recipe,
    units: tuple[str, ...],
    flags: tuple[str, ...],
    compilers: Mapping[bool, str],
) -> str:
    """It compiles each unit into ``$(OUT)`` with ``$(EXTRA)`` flags, and links the program.

    Headers are dependencies, so that only what needs it is compiled again.
    """
    objects = {f"$(OUT)/{number}.o": unit for number, unit in enumerate(units)}
    words = shlex.join(flags)
    lines = [
        f"OUT = {OUTPUT}",
        "EXTRA =",
        f"$(OUT)/program: {' '.join(objects)}",
        f"\t{compilers[False]} $(EXTRA) -o $@ $^ {shlex.join(recipe.link)}".rstrip(),
    ]
    for name, unit in objects.items():
        compiler = compilers[unit.endswith(".c")]
        lines += [
            f"{name}: {unit}",
            "\t@mkdir -p $(OUT)",
            f"\t{compiler} -w {words} -MMD -MP $(EXTRA) -c -o $@ {unit}",
        ]
    return "\n".join([*lines, "-include $(wildcard $(OUT)/*.d)"]) + "\n"


def build(tree: Tree, extra: tuple[str, ...] = (), output: str = OUTPUT) -> Path | Unavailable:
    """The program, compiled with ``extra`` flags, or why there is none."""
    words = ["make", "-s", "-j2", "-f", MAKEFILE, f"OUT={output}", f"EXTRA={shlex.join(extra)}"]
    try:
        done = subprocess.run(
            words,
            cwd=tree.folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Unavailable(f"the build took more than {_LIMIT_S:g} s")
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        return Unavailable(f"does not build: {(errors or ['no message'])[0].strip()}")
    return tree.folder / output / "program"
