from __future__ import annotations

import pytest

from benchmarks.peers.polybench import Kernel, exact_dump, kernels, size

_HEADER = """\
# ifdef MEDIUM_DATASET
#   define TMAX 100
#   define NX 200
# endif
# ifdef LARGE_DATASET
#   define TMAX 500
#   define NX 1000
# endif
# ifdef EXTRALARGE_DATASET
#   define TMAX 1000
#   define NX 2000
# endif
#ifdef DATA_TYPE_IS_FLOAT
#  define DATA_PRINTF_MODIFIER "%0.2f "
#endif
#ifdef DATA_TYPE_IS_DOUBLE
#  define DATA_PRINTF_MODIFIER "%0.2lf "
#endif
"""
_KERNEL = Kernel("stencils/fdtd-2d/fdtd-2d.c")


def test_the_list_of_the_suite_gives_the_kernels() -> None:
    listed = "./stencils/fdtd-2d/fdtd-2d.c\n./datamining/covariance/covariance.c\n\n"
    assert kernels(listed) == (_KERNEL, Kernel("datamining/covariance/covariance.c"))


def test_a_kernel_has_its_own_folder_and_function() -> None:
    assert _KERNEL.name == "fdtd-2d"
    assert _KERNEL.folder == "stencils/fdtd-2d"
    assert _KERNEL.function == "kernel_fdtd_2d"


@pytest.mark.parametrize(
    ("wanted", "flags"),
    [
        ("MEDIUM", ("-DTMAX=100", "-DNX=200")),
        ("EXTRALARGE", ("-DTMAX=1000", "-DNX=2000")),
        ("LARGE/3", ("-DTMAX=166", "-DNX=333")),
        ("auto", ("-DTMAX=250", "-DNX=500")),
    ],
)
def test_a_size_sets_every_extent(wanted: str, flags: tuple[str, ...]) -> None:
    assert size(_KERNEL, _HEADER, wanted).flags == flags


def test_a_kernel_that_is_in_no_table_is_measured_at_large() -> None:
    assert size(Kernel("a/cholesky-2d/none.c"), _HEADER).name == "LARGE"


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="fdtd-2d has no size HUGE: choose of MINI"):
        size(_KERNEL, _HEADER, "HUGE")


def test_floating_point_results_are_dumped_exactly() -> None:
    changed = exact_dump(_HEADER)
    assert changed.replace(" %a", "%0.2lf ") == _HEADER
    assert changed.count('" %a"') == 1
