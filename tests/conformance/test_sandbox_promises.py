"""Every adapter holds every promise it makes, for root and for an ordinary user."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pcg_engine.adapters.bubblewrap import BubblewrapSandbox
from pcg_engine.adapters.launcher import Launcher
from pcg_engine.adapters.limited_sandbox import LimitedSandbox
from pcg_engine.domain.toolchain import Tool
from pcg_engine.ports import FOR_STRANGERS, Guarantee, Sandbox
from tests.conformance.sandbox.subjects import control_as, examine_as, users_here

pytestmark = pytest.mark.needs("gxx")

_PAGE = Path(__file__).parents[2] / "docs" / "sandbox.md"
_ADAPTERS = [pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")), "limited"]

_SHARED_PLACES = ("/tmp/pcg", "/var/tmp/pcg", "/dev/shm/pcg")  # noqa: S108 -- names of attempts

# What works for anybody where nothing confines it: an attempt that always fails shows nothing.
_WITHOUT_SANDBOX = {
    Guarantee.ENVIRONMENT: ("variable", "own environment"),
    Guarantee.DESCRIPTORS: ("descriptor", "terminal", "session"),
    Guarantee.NETWORK: ("tcp", "abstract socket", "socket /tmp/", "netlink", "a datagram arrived"),
    Guarantee.FILES: ("read /tmp/", "read /proc/self/root/tmp/", "read /etc/passwd", "list /var"),
    Guarantee.WRITES: _SHARED_PLACES,
    Guarantee.PROCESSES: (
        *("command lines", "environments", "list /fd", "read /maps", "open mem", "kill"),
        *("prlimit", "priority", "process_vm_readv", "ptrace"),
    ),
    Guarantee.DEVICES: (),
    Guarantee.PRIVILEGES: ("new privileges",),
    Guarantee.SYSTEM_CALLS: (
        *("socket", "shmget", "add_key", "signal to all", "signal to the launcher"),
        *("hiding from its user", "clone3", "unshare", "TIOCSTI"),
    ),
}


@pytest.mark.parametrize("user", users_here())
@pytest.mark.parametrize("adapter", _ADAPTERS)
def test_every_promise_holds(adapter: str, user: str) -> None:
    examination = examine_as(adapter, user)
    assert examination is not None
    assert examination.failures == []
    assert examination.claimed == _promises()[adapter]


def test_the_attempts_succeed_without_a_sandbox() -> None:
    got = control_as("ordinary")
    missing = {
        family: [name for name in names if not any(one.startswith(name) for one in got[family])]
        for family, names in _WITHOUT_SANDBOX.items()
    }
    assert missing == {family: [] for family in _WITHOUT_SANDBOX}


def test_only_a_full_sandbox_is_for_strangers() -> None:
    promises = _promises()
    assert promises["bubblewrap"] == FOR_STRANGERS
    assert FOR_STRANGERS - promises["limited"] == {
        Guarantee.FILES,
        Guarantee.WRITES,
        Guarantee.PROCESSES,
        Guarantee.DEVICES,
        Guarantee.MEMORY,
        Guarantee.DISK,
    }


@pytest.mark.parametrize("adapter", ["bubblewrap", "limited"])
def test_without_the_filter_less_is_promised(adapter: str) -> None:
    lost = _promises()[adapter] - _sandboxes(filters=False)[adapter].guarantees
    assert {Guarantee.NETWORK, Guarantee.SYSTEM_CALLS, Guarantee.PRIVILEGES} <= lost


def test_the_page_tells_what_the_adapters_promise() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (yes|no) \| (yes|no) \|$", _PAGE.read_text(), re.M)
    promises = _promises()
    assert rows == [
        (
            guarantee.value,
            *("yes" if guarantee in promises[name] else "no" for name in ("bubblewrap", "limited")),
        )
        for guarantee in Guarantee
    ]


def _promises() -> dict[str, frozenset[Guarantee]]:
    return {name: sandbox.guarantees for name, sandbox in _sandboxes(filters=True).items()}


def _sandboxes(*, filters: bool) -> dict[str, Sandbox]:
    launcher = Launcher(Path("launcher"), filters)
    return {
        "bubblewrap": BubblewrapSandbox(Tool("bwrap", ""), launcher),
        "limited": LimitedSandbox(launcher),
    }
