"""Orders as the run-time reads them, and the functions that clang outlines."""

from __future__ import annotations

from pcg_engine.tools.simulation.orders import LARGE, SERIAL, USUAL, Order, Policy, TaskPolicy
from pcg_engine.tools.simulation.outlined import parse_listing


def test_encoding() -> None:
    order = Order(5, Policy.RANDOM, TaskPolicy.MIXED, 3, 2, greedy=True, preempt=16, seed=7)
    assert order.encode() == "5 3 2 3 2 1 0 16 7"
    assert order.words == "5 simulated threads (no more than 3), in random order 7"


def test_one_thread_is_one_thread_whatever_is_asked_for() -> None:
    assert (SERIAL.threads, SERIAL.limit, SERIAL.words) == (1, 1, "1 simulated thread")


def test_every_order_differs() -> None:
    orders = (SERIAL, *USUAL, *LARGE)
    assert len({order.encode() for order in orders}) == len(orders)


def test_listing() -> None:
    listing = (
        "_Z6kernelPdi T 0000000000001200 00000000000000a0\n"
        "_Z6kernelPdi.omp_outlined t 0000000000001300 00000000000000a0\n"
        "_Z6kernelPdi.omp_outlined.1 t 0000000000001400 00000000000000a0\n"
        "_Z6kernelPdi.omp_outlined.omp.reduction.reduction_func t 0000000000001500 10\n"
        ".omp_task_entry. t 0000000000001600 20\n"
        ".omp_task_entry..5 t 0000000000001700 20\n"
        ".omp_task_privates_map. t 0000000000001800 20\n"
        "__kmpc_new_thing U \n"
    )
    assert list(parse_listing(listing)) == [
        (0x1300, False),
        (0x1400, False),
        (0x1600, True),
        (0x1700, True),
    ]
