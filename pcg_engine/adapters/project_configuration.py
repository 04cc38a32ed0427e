"""The ``[project]`` table of a ``.pcg.toml``: how the user's project is built, tested and timed.

Whoever misspells `test` must not believe that tests were run: unlike elsewhere, a field that cannot
be used is an error, not its default.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pcg_engine.adapters.build_detection import Detected, detect, project_root
from pcg_engine.domain.errors import UsageError
from pcg_engine.domain.project import BenchMeasure, ProjectCommands, TimeLimits

FILE_NAME = ".pcg.toml"
_TABLE = "project"
_MOST_SECONDS = 1e6
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FIELDS = frozenset(
    (
        *("build", "test", "bench", "openmp_build", "bench_pattern", "bench_higher_is_better"),
        *("build_timeout", "test_timeout", "bench_timeout", "bench_seconds"),
        *("environment", "readable", "exclude"),
    )
)


def find_project(file: Path) -> ProjectCommands:
    """The project of ``file``: that of the nearest ``.pcg.toml`` with a ``[project]``, else found.

    What the table does not name is looked for: the build folder, a test suite, a ``bench`` target.
    Raises ``UsageError`` if the table is wrong or there is no build.
    """
    path = Path(os.path.normpath(file.absolute()))
    for folder in path.parents:
        place = folder / FILE_NAME
        table = _read(place)
        if table is not None:
            return _commands(place, table)
    root = project_root(path)
    found = None if root is None else detect(root)
    if root is None or found is None:
        raise UsageError(
            "no-project",
            f"there is no {FILE_NAME} with a [project] above {file}, and no build that PCG knows",
            'write [project] with build = "…" and test = "…" into one at the root of the project',
        )
    return ProjectCommands(
        str(root), found.build, found.test, found.bench, origin=f"found: {found.how}"
    )


@dataclass(frozen=True, slots=True)
class FirstTable:
    """The ``text`` of a ``[project]`` table, and the file where it goes."""

    place: Path
    text: str


def first_table(root: Path) -> FirstTable:
    """A ``[project]`` table for ``root``, from what is found there; nothing is written.

    Raises ``UsageError`` if no build is found or there is such a table already.
    """
    place = root / FILE_NAME
    if _read(place) is not None:
        raise UsageError("is-there", f"{place} has a [project] already", "edit it")
    found = detect(root)
    if found is None:
        raise UsageError(
            "no-build",
            f"{root} has no CMakeLists.txt, meson.build or Makefile",
            f'write [project] with build = "…" and test = "…" into {place} by hand',
        )
    return FirstTable(place, _written(found))


@dataclass(frozen=True, slots=True)
class _Table:
    """The fields as they are, each checked when it is taken; ``place`` begins what is said."""

    place: Path
    fields: Mapping[str, object]

    def text(self, name: str, usual: str = "") -> str:
        value = self.fields.get(name, usual)
        if not isinstance(value, str) or "\0" in value:
            raise self.wrong(name, 'must be a text, as in "make check"')
        return value.strip()

    def truth(self, name: str) -> bool:
        value = self.fields.get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, "must be true or false")
        return value

    def seconds(self, name: str, usual: float) -> float:
        value = self.fields.get(name, usual)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 0 < value <= _MOST_SECONDS
        ):
            raise self.wrong(name, f"must be a number of seconds up to {_MOST_SECONDS:.0f}")
        return float(value)

    def pattern(self, name: str) -> str:
        text = self.text(name)
        if not text:
            return ""
        try:
            groups = re.compile(text).groups
        except re.error as error:
            raise self.wrong(name, f"is no regular expression: {error}") from error
        if groups < 1:
            raise self.wrong(name, "needs a group around the number, as in 'time: ([0-9.]+)'")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name, [])
        listed = cast("list[object]", value) if isinstance(value, list) else [None]
        texts = tuple(one for one in listed if isinstance(one, str) and one and "\0" not in one)
        if len(texts) != len(listed):
            raise self.wrong(name, 'must be a list of paths, as in ["data"]')
        return texts

    def variables(self, name: str) -> tuple[tuple[str, str], ...]:
        value = self.fields.get(name, {})
        members = cast("dict[str, object]", value) if isinstance(value, dict) else {"": None}
        found: list[tuple[str, str]] = []
        for key, text in members.items():
            if not _NAME.fullmatch(key) or not isinstance(text, str) or "\0" in text:
                raise self.wrong(name, 'must be a table of texts, as in { NAME = "value" }')
            found.append((key, text))
        return tuple(found)

    def wrong(self, name: str, told: str) -> UsageError:
        return UsageError(
            "bad-project", f"{self.place}: project.{name} {told}", "docs/projects.md has the fields"
        )


def _read(place: Path) -> Mapping[str, object] | None:
    """The table; ``None`` if there is no such file or it has none."""
    try:
        content = tomllib.loads(place.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            "bad-project", f"{place} cannot be read: {error}", "make it TOML in UTF-8"
        ) from error
    table = content.get(_TABLE)
    if table is None:
        return None
    if not isinstance(table, dict):
        raise UsageError("bad-project", f"{place}: write [project] as a table", "")
    return cast("dict[str, object]", table)


def _commands(place: Path, fields: Mapping[str, object]) -> ProjectCommands:
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise UsageError(
            "bad-project",
            f"{place}: there is no field project.{unknown[0]}",
            f"the fields are: {', '.join(sorted(_FIELDS))}",
        )
    table = _Table(place, fields)
    root = place.parent
    found = detect(root) or Detected("", "", "", "")
    build = table.text("build", found.build)
    if not build:
        raise table.wrong("build", "is needed: no build was found")
    usual = TimeLimits()
    return ProjectCommands(
        root=str(root),
        build=build,
        test=table.text("test", found.test),
        bench=table.text("bench", found.bench),
        openmp_build=table.text("openmp_build"),
        measure=BenchMeasure(table.pattern("bench_pattern"), table.truth("bench_higher_is_better")),
        limits=TimeLimits(
            table.seconds("build_timeout", usual.build),
            table.seconds("test_timeout", usual.test),
            table.seconds("bench_timeout", usual.bench),
            table.seconds("bench_seconds", usual.bench_total),
        ),
        environment=table.variables("environment"),
        readable=tuple(map(str, _existing(table, root))),
        left_out=tuple(map(str, _inside(table, root))),
        origin=str(place),
    )


def _existing(table: _Table, root: Path) -> list[Path]:
    found: list[Path] = []
    for text in table.texts("readable"):
        path = Path(os.path.normpath(root / Path(text).expanduser()))
        if not path.exists():
            raise table.wrong("readable", f"names {path}, which is not there")
        if path == root or root.is_relative_to(path):
            raise table.wrong("readable", f"names {path}, which holds the project itself")
        found.append(path)
    return found


def _inside(table: _Table, root: Path) -> list[Path]:
    found: list[Path] = []
    for text in table.texts("exclude"):
        path = Path(os.path.normpath(root / text))
        if path == root or not path.is_relative_to(root):
            raise table.wrong("exclude", f"names {path}, which is not in the project")
        found.append(path)
    return found


def _written(found: Detected) -> str:
    test = found.test or ""
    lines = [
        "[project]",
        f"# {found.how}. Commands are shell command lines, run at this folder in a copy of it.",
        f"build = {_quoted(found.build)}",
        f"test = {_quoted(test)}" if test else '# test = "…"',
        f"bench = {_quoted(found.bench)}" if found.bench else '# bench = "build/app --size 1000"',
        "# bench_pattern = 'time: ([0-9.]+)'   # a number that bench prints; else its wall time",
        '# exclude = ["data"]                  # what need not be copied',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """``text`` as a TOML string, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
