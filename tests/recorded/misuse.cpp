// Directives that are wrong and directives that are right. `// expect: CODE [PWD…]` before a wrong
// one names its fault; `// repaired: …` is the construct without it, `(none)` if none can be right.
#include <cmath>
#include <cstddef>
#include <vector>

// --- wrong ---------------------------------------------------------------------------------------

double sum_unprotected(const double* a, int n) {
    double sum = 0.0;
    // expect: missing-reduction PWD002
    // repaired: parallel for reduction(+: sum)
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        sum += a[i];
    }
    return sum;
}

double largest_added_up(const double* a, int n) {
    double most = 0.0;
    // expect: wrong-reduction
    // repaired: parallel for schedule(static) reduction(max: most)
    #pragma omp parallel for schedule(static) reduction(+ : most)
    for (int i = 0; i < n; ++i) {
        if (a[i] > most) most = a[i];
    }
    return most;
}

void squares_through_shared(const double* __restrict a, double* __restrict out, int n) {
    double t;
    // expect: shared-temporary PWD010
    // repaired: parallel for schedule(static) private(t)
    #pragma omp parallel for schedule(static)  // each element on its own
    for (int i = 0; i < n; ++i) {
        t = a[i] * 0.5;
        out[i] = t * t;
    }
}

void scale_rows(double* m, int rows, int columns) {
    int i, j;
    // expect: shared-temporary PWD010
    // repaired: parallel for private(j)
    #pragma omp parallel for
    for (i = 0; i < rows; ++i) {
        for (j = 0; j < columns; ++j) {
            m[static_cast<std::size_t>(i) * columns + j] *= 0.5;
        }
    }
}

void overlap_ruled_out_by_its_author(const double* a, double* out, int n) {
    double t;
    // expect: shared-temporary PWD010
    // repaired: parallel for private(t)
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        t = a[i] - 1.0;
        out[i] = t * t;
    }
}

bool any_above(const double* a, int n) {
    bool any = false;
    // expect: missing-reduction PWD002
    // repaired: parallel for reduction(||: any)
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        any = any || a[i] > 3.0;
    }
    return any;
}

double last_value_lost(const double* __restrict a, double* __restrict out, int n) {
    double t = 0.0;
    // expect: lost-last-value PWD011
    // repaired: parallel for lastprivate(t)
    #pragma omp parallel for private(t)
    for (int i = 0; i < n; ++i) {
        t = a[i] * 0.5;
        out[i] = t * t;
    }
    return t;
}

void factor_without_value(const double* __restrict a, double* __restrict out, int n) {
    double factor = std::sqrt(2.0);
    // expect: private-read-before-write PWD009
    // repaired: parallel for firstprivate(factor)
    #pragma omp parallel for private(factor)
    for (int i = 0; i < n; ++i) {
        out[i] = a[i] * factor;
    }
}

void running_sum(double* a, int n) {
    // expect: flow-dependence PWD007
    // repaired: (none)
    #pragma omp parallel for
    for (int i = 1; i < n; ++i) {
        a[i] += a[i - 1];
    }
}

void smooth_in_place(double* a, int n) {
    // expect: anti-dependence PWD007
    // repaired: (none)
    #pragma omp parallel for
    for (int i = 0; i < n - 1; ++i) {
        a[i] = 0.5 * (a[i] + a[i + 1]);
    }
}

std::vector<double> copied(const double* a, int n) {
    std::vector<double> kept;
    // expect: container-modified
    // repaired: (none)
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        kept.push_back(a[i]);
    }
    return kept;
}

double region_with_two_faults(const double* __restrict a, double* __restrict out, int n) {
    double sum = 0.0;
    double t;
    #pragma omp parallel shared(sum)
    {
        // expect: missing-reduction PWD002
        // repaired: for reduction(+: sum)
        #pragma omp for
        for (int i = 0; i < n; ++i) {
            sum += a[i];
        }
        // expect: shared-temporary PWD010
        // repaired: for nowait private(t)
        #pragma omp for nowait
        for (int i = 0; i < n; ++i) {
            t = a[i] - 1.0;
            out[i] = t * t;
        }
    }
    return sum;
}

void running_sum_in_region(double* a, int n) {
    #pragma omp parallel
    {
        // expect: flow-dependence PWD007
        // repaired: single
        #pragma omp for schedule(static)
        for (int i = 1; i < n; ++i) {
            a[i] += a[i - 1];
        }
    }
}

double sum_and_temporary(const double* __restrict a, double* __restrict out, int n) {
    double t, sum = 0.0;
    // expect: shared-temporary PWD010
    // expect: missing-reduction PWD002
    // repaired: parallel for default(shared) private(t) reduction(+: sum)
    #pragma omp parallel for default(shared)
    for (int i = 0; i < n; ++i) {
        t = a[i] * 0.5;
        out[i] = t;
        sum += t * t;
    }
    return sum;
}

double carried(const double* __restrict a, double* __restrict out, int n) {
    double before = 0.0;
    // expect: carried-scalar PWD007
    // repaired: (none)
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        out[i] = a[i] - before;
        before = a[i];
    }
    return before;
}

void all_to_one(const double* __restrict a, double* __restrict out, int n) {
    // expect: output-dependence PWD007
    // repaired: (none)
    #pragma omp parallel for
    for (int i = 0; i < n - 1; ++i) {
        out[i] = a[i];
        out[i + 1] = 2.0 * a[i];
    }
}

double numbered(const double* __restrict a, double* __restrict out, int n) {
    double sum = 0.0;
    // expect: reduction-read
    // repaired: (none)
    #pragma omp parallel for reduction(+ : sum)
    for (int i = 0; i < n; ++i) {
        sum += a[i];
        out[i] = sum;
    }
    return sum;
}

void columns_depend(double* m, int rows) {
    // expect: collapse-not-independent PWD007
    // repaired: parallel for
    #pragma omp parallel for collapse(2)
    for (int i = 0; i < rows; ++i) {
        for (int j = 1; j < 64; ++j) {
            m[i * 64 + j] += m[i * 64 + j - 1];
        }
    }
}

// --- right ---------------------------------------------------------------------------------------

double sum_reduced(const double* a, int n) {
    double sum = 0.0;
    #pragma omp parallel for reduction(+ : sum) schedule(guided)
    for (int i = 0; i < n; ++i) {
        sum += a[i];
    }
    return sum;
}

double sum_with_atomic(const double* a, int n) {
    double sum = 0.0;
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        #pragma omp atomic
        sum += a[i];
    }
    return sum;
}

double sum_in_critical(const double* a, int n) {
    double sum = 0.0;
    #pragma omp parallel
    {
        double mine = 0.0;
        #pragma omp for nowait
        for (int i = 0; i < n; ++i) {
            mine += a[i];
        }
        #pragma omp critical
        sum += mine;
    }
    return sum;
}

void may_be_the_same(const double* a, double* b, int n) {
    #pragma omp parallel for
    for (int i = 1; i < n; ++i) {
        b[i] = a[i - 1];
    }
}

void scattered(const int* where, const double* a, double* b, int n) {
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        b[where[i]] = a[i];
    }
}

int one_that_matches(const int* a, int n, int wanted) {
    int at = -1;
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        if (a[i] == wanted) at = i;
    }
    return at;
}

double privates_all_there(const double* a, double* out, int n) {
    double t = 0.0, factor = 2.0;
    int i, j;
    #pragma omp parallel for private(j) firstprivate(factor) lastprivate(t)
    for (i = 0; i < n; ++i) {
        t = 0.0;
        for (j = 0; j < 4; ++j) t += a[i] * factor;
        out[i] = t;
    }
    return t;
}

void one_thread_only(double* a, int n) {
    #pragma omp parallel for num_threads(1)
    for (int i = 1; i < n; ++i) {
        a[i] += a[i - 1];
    }
}

void in_order(double* a, int n) {
    #pragma omp parallel for ordered
    for (int i = 1; i < n; ++i) {
        #pragma omp ordered
        a[i] += a[i - 1];
    }
}

void lanes_keep_apart(float* a, int n) {
    #pragma omp simd safelen(4)
    for (int i = 4; i < n; ++i) {
        a[i] += a[i - 4];
    }
}

void shared_out_in_a_callee(double* a, int n) {
    double t;
    int i;
    #pragma omp for
    for (i = 0; i < n; ++i) {
        t = a[i];
        a[i] = t * t;
    }
}

bool lower_to(double* a, int n, double bound) {
    bool changed = false;
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        if (a[i] > bound) {
            a[i] = bound;
            changed = true;
        }
    }
    return changed;
}

int cleared(double* a, int n) {
    int touched = 0;
    #pragma omp parallel for
    for (int i = 0; i < n; ++i) {
        a[i] = 0.0;
        touched = 1;
    }
    return touched;
}
