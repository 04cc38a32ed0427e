// Existing pragmas, wherever the grammar may put them.
void pragmas(int n, float* a, float* b) {
#pragma omp parallel for
    for (int i = 0; i < n; ++i) {  // expect-loop: for pragmas=omp\sparallel\sfor
#pragma omp simd
        for (int j = 0; j < n; ++j) a[j] = 0;  // expect-loop: for pragmas=omp\ssimd depth=1
    }

#pragma omp parallel for \
    schedule(static) \
    if (n > 100)  // only when it pays

    /* a comment
       of two lines */
    // and another
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sparallel\sfor\sschedule(static)\sif\s(n\s>\s100)

    #pragma GCC ivdep
    # pragma  omp   simd
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=GCC\sivdep|omp\ssimd

    if (n > 0)
#pragma omp parallel for
        for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sparallel\sfor depth=0

    for (int i = 0; i < n; ++i)  // expect-loop: for variable=i depth=0 pragmas=-
#pragma omp simd
        // the body of the loop above
        for (int j = 0; j < n; ++j) a[j] = 0;  // expect-loop: for variable=j depth=1 pragmas=omp\ssimd

    while (n > 3)  // expect-loop: while depth=0 pragmas=-
        if (a[0] > 0)
#pragma omp parallel for
            for (int j = 0; j < n; ++j)  // expect-loop: for variable=j depth=1 pragmas=omp\sparallel\sfor
#pragma omp simd
                for (int k = 0; k < n; ++k) a[k] = 0;  // expect-loop: for variable=k depth=2 pragmas=omp\ssimd

    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for depth=0 pragmas=-

again:
#pragma omp parallel for
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sparallel\sfor

#ifdef _OPENMP
#pragma omp parallel for
#endif
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sparallel\sfor

    for (int i = 0; i < n; ++i)  // expect-loop: for variable=i depth=0 pragmas=-
#ifdef _OPENMP
#pragma omp simd
#endif
        for (int j = 0; j < n; ++j) a[j] = 0;  // expect-loop: for variable=j depth=1 pragmas=omp\ssimd

    _Pragma("omp parallel for")
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sparallel\sfor

    // Those that stand alone apply to no loop, nor does what belongs to another statement.
#pragma omp barrier
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=-
#pragma omp parallel
    a[0] = 1;
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=-
    // #pragma omp parallel for
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=-
    const char* text = "\
#pragma omp parallel for";
    for (int i = 0; i < n; ++i) a[i] = text[0];  // expect-loop: for pragmas=-
    const char* raw = R"x(
#pragma omp parallel for
)x"; for (int i = 0; i < n; ++i) a[i] = raw[0];  // expect-loop: for pragmas=-
#pragma omp parallel
    {
#pragma omp for
        for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sfor
    }
#pragma omp parallel
#pragma omp for
    for (int i = 0; i < n; ++i) a[i] = 0;  // expect-loop: for pragmas=omp\sparallel|omp\sfor
#pragma region sorting
    std::sort(a, a + n);  // expect-loop: algorithm pragmas=region\ssorting
}
