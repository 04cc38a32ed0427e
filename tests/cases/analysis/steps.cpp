// Variables that iterations step in other ways than by a number each, what inner loops make of
// them, and rows that are apart where sizes allow it.
#include <cstddef>

void on_both_sides(double* __restrict a, const double* __restrict b, int n) {
    int k = -1;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with canonical-header
        if (b[i] > 0) {
            k++;
            a[k] = b[i];
        } else {
            ++k;
            a[k] = -b[i];
        }
    }
}

void on_one_side(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        if (b[i] > 0) {
            a[k++] = 1;
        } else {
            k += 2;
        }
    }
}

void by_a_variable(double* __restrict a, const double* __restrict b, int n, int s) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with canonical-header
        a[i] = b[k];
        k += s;
    }
}

void by_a_variable_that_changes(double* __restrict a, const double* __restrict b, int n) {
    int k = 0, s = 1;
    for (int i = 0; i < n; ++i, ++s) {  // expect: refused
        a[i] = b[k];
        k += s;
    }
}

void by_the_counter(double* __restrict a, const double* __restrict b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        a[i] = b[k];
        k += i;
    }
}

void in_steps_of_two(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; i += 2) {  // expect: parallel-with canonical-header
        a[k] = i;
        k += 2;
    }
}

void handed_on(double* __restrict a, double* __restrict b, int n) {
    int j = -1;
    int k;
    for (int i = 0; i < n / 2; ++i) {  // expect: parallel-with canonical-header private(k)
        k = j + 1;
        a[i] = b[k];
        j = k + 1;
        b[k] = a[i] + j;
    }
}

int rows_of_five(double* a, int n) {
    int k = -1;
    for (int i = 0; i < n; ++i) {      // expect: parallel-with canonical-header
        for (int j = 0; j < 5; ++j) {  // expect: parallel-with canonical-header
            ++k;
            a[k] = j;
        }
        k += 1;
    }
    return k;
}

void left_early(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i)        // expect: sequential carried-scalar distance 1
        for (int j = 0; j < 5; ++j) {  // expect: sequential early-exit
            if (b[j] > 2) break;
            a[k++] = j;
        }
}

static void bump(int& k) { ++k; }

void by_a_call(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        ++k;
        if (i & 1) bump(k);
        a[k] = i;
    }
}

void one_after_the_other(double* a, int n, int w, int r) {
    for (int i = 0; i < n; ++i) {  // expect: parallel assuming w >= r
        const int begin = i * w, end = begin + w;
        int k = begin, l = begin - r;
        for (; l < begin; ++k, ++l) a[k] = 1;  // expect: unknown not-counted
        for (; k < end; ++k) a[k] = 2;         // expect: unknown not-counted
    }
}

void past_the_end(double* a, int n, int w, int r) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * w;
        for (int j = 0; j < r; ++j) a[k++] = i;  // expect: parallel-with canonical-header
        a[k] = 7;
    }
}

void one_too_many(double* a, int n, int w) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * w;
        for (; k <= i * w + w; ++k) a[k] = i;  // expect: parallel-with canonical-header
    }
}

void some_steps_left_out(double* a, const double* b, int n, int w) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * w;
        for (int j = 0; j < w; ++j) {  // expect: sequential carried-scalar distance 1
            if (b[j] > 0) ++k;
            a[k] = j;
        }
    }
}

void stopped_on_the_way(double* a, const double* b, int n, int w) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * w;
        for (int j = 0; j < w; ++j) {  // expect: sequential early-exit
            if (b[j] > 2) break;
            ++k;
        }
        a[k] = i;
    }
}

void backwards(double* a, int n, int w) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        int k = i * w + w;
        for (int j = 0; j < w; ++j) a[--k] = j;  // expect: parallel-with canonical-header
    }
}

void rows_of_sizes(double* a, std::size_t n, std::size_t w) {
    for (std::size_t i = 0; i < n; ++i) {  // expect: parallel assuming rows: i * w <= (i * w) + w && (i == 0 || ((i - 1) * w) + w <= i * w)
        std::size_t k = i * w;
        for (; k < i * w + w; ++k) a[k] = 1;  // expect: parallel-with canonical-header
    }
}

void rows_of_a_pitch(double* a, int n, int m, int pitch) {
    for (int i = 0; i < n; ++i)      // expect: parallel collapse 2 assuming pitch >= m
        for (int j = 0; j < m; ++j)  // expect: parallel
            a[i * pitch + j] = i + j;
}

void columns_of_a_pitch(double* a, int n, int m, int pitch) {
    for (int j = 0; j < m; ++j)      // expect: parallel assuming pitch >= m
        for (int i = 0; i < n; ++i)  // expect: parallel assuming pitch >= 1
            a[i * pitch + j] = i + j;
}

double halved(const double* a, long n, double x) {
    long low = 0, high = n;
    while (high - low > 1) {  // expect: sequential carried-condition
        const long middle = low + (high - low) / 2;
        if (a[middle] > x)
            high = middle;
        else
            low = middle;
    }
    return a[low];
}

void below_a_moving_end(double* a, const int* next, int n) {
    for (int i = 0; i < n; i = next[i])  // expect: refused
        a[i] = 1;
}

static void add_to(double* sums, double x) {
    for (int d = 0; d < 3; ++d)  // expect: parallel
        sums[d] += x;
}

void through_a_callee(double* sums, const double* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown written-by-callee
        add_to(sums, x[i]);
}

struct Tree {
    Tree(double* places, unsigned count) : places(places), count(count) {}
    double* places;
    unsigned count;
};

double of_a_bound_that_was_passed_on(double* a, int n) {
    Tree tree(a, n);
    for (int i = 0; i < n; ++i)  // expect: parallel
        a[i] = 0;
    return tree.places[0];
}

void as_far_as_numbers_say(double* a, const int* b, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * 4;
        for (int j = 0; j < b[i]; ++j) ++k;  // expect: parallel-with canonical-header
        a[k] = i;
    }
}

void as_far_as_the_first(double* __restrict a, const double* __restrict b, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * 4;
        for (int j = 0; j < 9; ++j) {  // expect: sequential early-exit
            if (b[i * 9 + j] > 2) break;
            ++k;
        }
        a[k] = i;
    }
}

void row_as_far_as_numbers_say(double* a, const int* b, int n, int w) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        int k = i * w;
        for (int j = 0; j < b[i]; ++j) ++k;  // expect: parallel-with canonical-header
        a[k] = i;
    }
}
