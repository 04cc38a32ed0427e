"""What all tests share: the tools they need, and how random tests are drawn."""

from __future__ import annotations

import functools
import logging
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, settings

from pcg_engine.adapters.tool_discovery import discover
from pcg_engine.domain.toolchain import Toolchain

# The same examples in every run and no deadline: a failure is a fault, never a busy machine.
settings.register_profile(
    "pcg", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# For exploring: pytest --hypothesis-profile=explore
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("pcg")

# A shell's background job is started deaf to interrupts, and so would be what the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

REQUIRE_TOOLS = os.environ.get("PCG_REQUIRE_TOOLS", "") not in ("", "0")
_SKIPPED = re.compile(r"Skipped: needs ([a-z-]+)")


@functools.cache
def toolchain() -> Toolchain:
    """The tools of this machine, found once."""
    return discover(os.environ, None)


def _has_gxx() -> bool:
    compiler = shutil.which("g++")
    if compiler is None:
        return False
    told = subprocess.run(
        [compiler, "--version"], capture_output=True, text=True, check=False, timeout=30
    )
    return "Free Software Foundation" in told.stdout


def _has_archer() -> bool:
    return toolchain().archer is not None and toolchain().sanitizers is not None


def _has_llvm_tools() -> bool:
    return toolchain().profdata is not None and toolchain().cov is not None


def _has_bubblewrap() -> bool:
    """Whether it *works*: containers and some distributions install it and forbid it."""
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        return False
    # Root needs no user namespace, and in a container may not get one.
    user = () if os.getuid() == 0 else ("--unshare-user",)
    namespaces = (*user, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts")
    trial = subprocess.run(
        [
            bubblewrap,
            *namespaces,
            "--ro-bind",
            "/",
            "/",
            "--dev",
            "/dev",
            "--proc",
            "/proc",
            "true",
        ],
        capture_output=True,
        check=False,
        timeout=30,
    )
    return trial.returncode == 0


DETECTORS: Mapping[str, Callable[[], bool]] = MappingProxyType(
    {
        "gxx": _has_gxx,
        "clang": lambda: toolchain().clang is not None,
        "archer": _has_archer,
        "llvm-tools": _has_llvm_tools,
        "bubblewrap": _has_bubblewrap,
        "cmake": lambda: shutil.which("cmake") is not None,
    }
)

COSTS: Mapping[str, str] = MappingProxyType(
    {
        "gxx": "builds with the most common user compiler are not tested",
        "clang": "analysis of real files, recording and every verified offer are not tested",
        "archer": "the race check is not tested",
        "llvm-tools": "branch coverage is not tested",
        "bubblewrap": "the full sandbox is not tested",
        "cmake": "edits that switch OpenMP on are compared with what is expected, but not tried",
    }
)


@functools.cache
def is_available(tool: str) -> bool:
    """Whether ``tool`` (a name that ``needs`` takes) works here; probed once a process."""
    return DETECTORS[tool]()


class _Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message, and the exception behind it."""
        error = record.exc_info[1] if record.exc_info else None
        self.told.append(f"{record.getMessage()}: {error!r}")


@pytest.fixture
def contained_faults() -> Iterator[list[str]]:
    """Faults of PCG itself that were contained; a test that asks for them expects them."""
    kept = _Kept()
    log = logging.getLogger("pcg_engine.action.containment")
    log.addHandler(kept)
    yield kept.told
    log.removeHandler(kept)


@pytest.fixture(autouse=True)
def no_contained_faults(request: pytest.FixtureRequest) -> Iterator[None]:
    """A fault of PCG itself fails the test, whatever the test looks at."""
    is_expected = "contained_faults" in request.fixturenames
    faults: list[str] = request.getfixturevalue("contained_faults")
    yield
    assert is_expected or not faults, faults


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse names that no detector knows: a misspelt tool must not pass as a present one."""
    for item in items:
        for mark in item.iter_markers("needs"):
            unknown = [name for name in mark.args if name not in DETECTORS]
            if unknown or not mark.args:
                message = (
                    f"{item.nodeid}: needs({', '.join(map(repr, unknown))}) names no known tool"
                )
                raise pytest.UsageError(f"{message}; known: {', '.join(DETECTORS)}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing, or fail it where tools are required."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            if is_available(tool):
                continue
            if REQUIRE_TOOLS:
                pytest.fail(f"PCG_REQUIRE_TOOLS is set and {tool} does not work", pytrace=False)
            pytest.skip(f"needs {tool}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count aloud what was skipped, and say what stays untested by it."""
    missing: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        match = _SKIPPED.search(str(report.longrepr))
        if match:
            missing[match[1]] += 1
    if not missing:
        return
    terminalreporter.section(f"SKIPPED FOR MISSING TOOLS: {missing.total()} tests", red=True)
    for tool, count in sorted(missing.items()):
        terminalreporter.line(f"{tool}: {count} tests; {COSTS[tool]}", red=True)
    terminalreporter.line("`make system-tools` installs them, or says why they do not work here")
