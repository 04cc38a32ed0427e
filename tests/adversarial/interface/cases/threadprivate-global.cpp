// interface new-state
//@ edit static long calls = 0; => static long calls = 0;\n#pragma omp threadprivate(calls)
