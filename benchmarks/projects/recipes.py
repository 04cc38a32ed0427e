"""The programs that are measured."""

from __future__ import annotations

import random
import struct
from pathlib import Path

from benchmarks.projects.checks import Check
from benchmarks.projects.recipe import Edit, Preparation, Recipe

_NUMBER = r"([-+]?\d[\d.]*(?:[eE][-+]?\d+)?)"

_DKM_MAIN = """\
#include "dkm.hpp"
#include "dkm_parallel.hpp"
#include "dkm_utils.hpp"
#include <cstdio>

int main() {
    auto data = dkm::load_csv<float, 2>("src/bench/birch3.data.csv");
    dkm::clustering_parameters<float> parameters(100);
    parameters.set_random_seed(7);
    parameters.set_max_iteration(30);
    auto found = dkm::kmeans_lloyd_parallel(data, parameters);
    for (const auto& mean : std::get<0>(found)) std::printf("mean %.9g %.9g\\n", mean[0], mean[1]);
    unsigned long long sum = 0;
    for (auto cluster : std::get<1>(found)) sum = sum * 31 + cluster;
    std::printf("clusters %llu\\n", sum);
}
"""


def _points(folder: Path) -> None:
    """``data.dat`` of bhtsne: 1,000 points in ten clusters, 20 dimensions, 60 iterations."""
    count, dimensions, clusters = 1000, 20, 10
    drawn = random.Random(3)
    middles = [[drawn.gauss(0.0, 5.0) for _ in range(dimensions)] for _ in range(clusters)]
    values = [
        middle + drawn.gauss(0.0, 1.0) for i in range(count) for middle in middles[i % clusters]
    ]
    data = struct.pack("<iiddii", count, dimensions, 0.5, 30.0, 2, 60)
    data += struct.pack(f"<{len(values)}d", *values) + struct.pack("<i", 7)
    (folder / "data.dat").write_bytes(data)


RECIPES = (
    Recipe(
        name="XSBench",
        repository="ANL-CESAR/XSBench",
        about="`openmp-threading`, event-based, small, 1,000 grid points a nuclide; the checksum",
        root="openmp-threading",
        units=("*.c",),
        flags=("-std=gnu99",),
        expert_flags=("-DOPENMP",),
        link=("-lm",),
        arguments=("-m", "event", "-s", "small", "-g", "1000", "-l", "2000000"),
        # 1: the checksum is not that of the standard sizes.
        statuses=frozenset({0, 1}),
        check=Check(values=(r"Verification checksum: (\d+)",)),
    ),
    Recipe(
        name="miniFE",
        repository="Mantevo/miniFE",
        about="`openmp`, without MPI, 40 × 40 × 40 elements; its own verification and the first "
        "residual (`main.cpp` includes `omp.h` in every version)",
        root="openmp",
        units=(
            "src/main.cpp",
            "src/YAML_*.cpp",
            "utils/BoxPartition.cpp",
            "utils/param_utils.cpp",
            "utils/utils.cpp",
            "utils/mytimer.cpp",
        ),
        flags=(
            *("-std=c++14", "-Isrc", "-Iutils", "-Ifem"),
            *("-DMINIFE_SCALAR=double", "-DMINIFE_LOCAL_ORDINAL=int"),
            *("-DMINIFE_GLOBAL_ORDINAL=int", "-DMINIFE_CSR_MATRIX"),
            *("-DMINIFE_INFO=0", "-DMINIFE_KERNELS=0"),
        ),
        # Its sources ask the OpenMP library for the number of threads, with or without OpenMP.
        edits=(
            Edit(
                "src/main.cpp", "#ifdef _OPENMP\n#include <omp.h>\n#endif", "#include <omp.h>\n\n"
            ),
        ),
        link=("-lgomp",),
        arguments=("nx=40", "ny=40", "nz=40", "verify_solution=1"),
        check=Check(
            values=(rf"Initial Residual = {_NUMBER}",),
            required=(r"solution matches analytic solution to within",),
            tolerance=1e-6,
        ),
        left_out=("basic",),
    ),
    Recipe(
        name="hpcg",
        repository="hpcg-benchmark/hpcg",
        about="without MPI, 32 × 32 × 32, its quick path (`--rt=0`); its own tests (convergence, "
        "symmetry, reproducibility) and numbers of iterations",
        units=("src/*.cpp",),
        flags=("-std=c++14", "-Isrc", "-DHPCG_NO_MPI"),
        serial_flags=("-DHPCG_NO_OPENMP",),
        arguments=("--nx=32", "--ny=32", "--nz=32", "--rt=0"),
        check=Check(
            files=("HPCG-Benchmark*.txt",),
            values=(r"::Result=(\w+)", r"CG iterations per set=(\d+)"),
            required=(r"HPCG result is VALID",),
        ),
        left_out=("web", "unittesting"),
    ),
    Recipe(
        name="CoMD",
        repository="ECP-copa/CoMD",
        about="`src-openmp`, without MPI, Lennard-Jones, 12 × 12 × 12 cells, 30 steps; its own "
        "validation and the final energy",
        units=("src-openmp/*.c",),
        flags=("-std=gnu99", "-DDOUBLE", "-Isrc-openmp"),
        # As miniFE.
        link=("-lgomp", "-lm"),
        arguments=("-x", "12", "-y", "12", "-z", "12", "-N", "30", "-d", "pots"),
        check=Check(
            values=(rf"Final energy\s*:\s*{_NUMBER}", r"Final atom count : (\d+)"),
            required=(r"no atoms lost",),
            tolerance=1e-9,
        ),
        preparations=(
            Preparation("src-openmp", ("./generate_info_header", "CoMD-openmp", "gcc", "", "")),
        ),
        left_out=("examples", "src-mpi", "src-serial"),
    ),
    Recipe(
        name="FastGaussianBlur",
        repository="bfraboni/FastGaussianBlur",
        about="its image of 1024 × 1024 pixels, sigma 20, ten passes; the image, byte by byte",
        units=("main.cpp",),
        flags=("-std=c++17",),
        arguments=("data/demo.png", "blurred.bmp", "20", "10"),
        check=Check(files=("blurred.bmp",), compared_whole=True),
    ),
    Recipe(
        name="tinyraytracer",
        repository="ssloy/tinyraytracer",
        about="as it is; the image, byte by byte",
        units=("tinyraytracer.cpp",),
        flags=("-std=c++17",),
        check=Check(files=("out.ppm",), compared_whole=True),
    ),
    Recipe(
        name="bhtsne",
        repository="lvdmaaten/bhtsne",
        about="1,000 drawn points of 20 dimensions, 60 iterations; the error that it prints",
        units=("sptree.cpp", "tsne.cpp", "tsne_main.cpp"),
        flags=("-std=c++14",),
        check=Check(
            values=(rf"error is {_NUMBER}",),
            required=(r"Wrote the 1000 x 2 data matrix successfully",),
            # What rounding makes of one iteration grows in the next ones.
            tolerance=1e-3,
        ),
        make_input=_points,
        has_expert=False,
    ),
    Recipe(
        name="dkm",
        repository="genbattle/dkm",
        about="its `birch3` data, 100 clusters, 30 iterations, called by a main function of ours, "
        "since its own benchmark needs OpenCV; means and clusters",
        units=("pcg_main.cpp",),
        flags=("-std=c++14", "-Iinclude"),
        written={"pcg_main.cpp": _DKM_MAIN},
        check=Check(
            values=(rf"mean {_NUMBER} {_NUMBER}", r"clusters (\d+)"),
        ),
    ),
    Recipe(
        name="raytracing.github.io",
        repository="RayTracing/raytracing.github.io",
        about="`InOneWeekend`, 160 pixels wide instead of 1200; the image, byte by byte",
        root="src",
        units=("InOneWeekend/main.cc",),
        flags=("-std=c++11", "-I."),
        edits=(
            Edit(
                "InOneWeekend/main.cc",
                "cam.image_width       = 1200;",
                "cam.image_width       = 160;",
            ),
        ),
        check=Check(values=(r"(?s)(P3.*)",)),
        has_expert=False,
    ),
    Recipe(
        name="msdfgen",
        repository="Chlumsky/msdfgen",
        about="the core without extensions, 512 × 512 texels of two contours; the image",
        units=("core/*.cpp", "main.cpp"),
        flags=(
            *("-std=c++11", "-I.", "-DMSDFGEN_USE_CPP11", "-DMSDFGEN_PUBLIC="),
            *("-DMSDFGEN_STANDALONE", "-DMSDFGEN_VERSION=1.13", "-DMSDFGEN_COPYRIGHT_YEAR=2025"),
        ),
        expert_flags=("-DMSDFGEN_USE_OPENMP",),
        arguments=(
            *("msdf", "-defineshape"),
            "{ 0, 1; (+1.6, -0.8; -1.6, -0.8); # } { 3, 0; (5, 1); 3, 2; (2.2, 1); # }",
            *("-size", "512", "512", "-autoframe", "-pxrange", "8"),
            *("-format", "binfloat", "-o", "field.bin"),
        ),
        check=Check(files=("field.bin",), compared_whole=True),
    ),
)
