"""Which build a folder has, and how it is built and tested, where nobody says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CMAKE, _MESON = "CMakeLists.txt", "meson.build"
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_BUILD_FILES = (_CMAKE, _MESON, *_MAKEFILES)
_PARALLEL = '"$(nproc)"'
_HOME = re.compile(r"^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$", re.MULTILINE)
_ENABLES_TESTS = re.compile(r"^\s*(?:enable_testing\s*\(|include\s*\(\s*CTest\s*\))", re.MULTILINE)
_TARGET = re.compile(r"^([A-Za-z][\w-]*(?:[ \t]+[\w-]+)*)[ \t]*::?(?!=)", re.MULTILINE)
_LARGEST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Detected:
    """Shell command lines, run in the folder; an empty one was not found. ``how`` says from what.

    ``build`` configures first where nothing is configured yet.
    """

    build: str
    test: str
    bench: str
    how: str


def project_root(file: Path) -> Path | None:
    """The folder with the build that ``file`` (absolute) is in: the outermost that has one.

    Not beyond a version control's folder; where there is none, not beyond one without a build.
    """
    versioned = next((one for one in file.parents if (one / ".git").exists()), None)
    if versioned is not None:
        inside = [one for one in file.parents if one.is_relative_to(versioned)]
        return next((one for one in reversed(inside) if _has_build(one)), None)
    root: Path | None = None
    for folder in file.parents:
        if _has_build(folder):
            root = folder
        elif root is not None:
            break
    return root


def detect(root: Path) -> Detected | None:
    """How ``root`` is built and tested: by CMake, else Meson, else make; ``None`` if by none."""
    if (root / _CMAKE).is_file():
        return _cmake(root)
    if (root / _MESON).is_file():
        return _meson(root)
    for name in _MAKEFILES:
        if (root / name).is_file():
            return _make(root, name)
    return None


def _has_build(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _BUILD_FILES)


def _cmake(root: Path) -> Detected:
    folder = next(_configured_by_cmake(root), None)
    if folder is None:
        name = _free_name(root)
        text = _text(root / _CMAKE)
        has_tests = _ENABLES_TESTS.search(text) is not None
        configure = f"cmake -S . -B {name} -DCMAKE_BUILD_TYPE=Release && "
        how = f"{_CMAKE}, not configured yet"
    else:
        name = str(folder.relative_to(root))
        has_tests = (folder / "CTestTestfile.cmake").is_file()
        configure, how = "", f"{_CMAKE}, configured in {name}"
    quoted = _shell(name)
    return Detected(
        f"{configure}cmake --build {quoted} --parallel {_PARALLEL}",
        f"cd {quoted} && ctest --output-on-failure" if has_tests else "",
        "",
        how,
    )


def _configured_by_cmake(root: Path) -> Iterator[Path]:
    places = [root, *_folders(root)]
    for name in ("build", "out", "_build"):
        places += _folders(root / name)
    for folder in places:
        cache = folder / "CMakeCache.txt"
        if cache.is_file():
            found = _HOME.search(_text(cache))
            if found is not None and found[1].strip() == str(root):
                yield folder


def _meson(root: Path) -> Detected:
    folder = next((one for one in _folders(root) if (one / "meson-private").is_dir()), None)
    if folder is None:
        name = _free_name(root)
        configure, how = f"meson setup {name} --buildtype=release && ", f"{_MESON}, not configured"
    else:
        name = folder.name
        configure, how = "", f"{_MESON}, configured in {name}"
    quoted = _shell(name)
    has_tests = re.search(r"^\s*test\s*\(", _text(root / _MESON), re.MULTILINE) is not None
    return Detected(
        f"{configure}meson compile -C {quoted}",
        f"meson test -C {quoted} --print-errorlogs" if has_tests else "",
        "",
        how,
    )


def _make(root: Path, name: str) -> Detected:
    targets = {word for match in _TARGET.finditer(_text(root / name)) for word in match[1].split()}
    test = next((f"make {one}" for one in ("check", "test") if one in targets), "")
    bench = next((f"make {one}" for one in ("bench", "benchmark") if one in targets), "")
    return Detected(f"make -j{_PARALLEL}", test, bench, name)


def _free_name(root: Path) -> str:
    return "build" if not (root / "build").exists() else ".pcg-build"


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            return ""
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _shell(name: str) -> str:
    return name if re.fullmatch(r"[\w./-]+", name) else "'" + name.replace("'", "'\\''") + "'"
