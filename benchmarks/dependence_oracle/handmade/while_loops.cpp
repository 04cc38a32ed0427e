// Loops that count without saying so in a header.
#include <cstddef>
#include <vector>

void elements(double* a, int n) {
    int i = 0;
    while (i < n) {
        a[i] = a[i] * 2 + 1;
        ++i;
    }
}

void neighbours(double* a, int n) {
    int i = 0;
    while (i < n) {
        a[i] = a[i + 1] + 1;
        ++i;
    }
}

int position_after(double* a, int n) {
    int i = 0;
    double t = 2;
    while (i < n) {
        t = a[i] + 1;
        a[i] = t;
        i += 1;
    }
    return i;
}

void rows(double* a, int n, int m) {
    int i = 0;
    while (i < n) {
        int j = 0;
        while (j < m) {
            a[i * m + j] = j;
            ++j;
        }
        i++;
    }
}

void rows_of_one_counter(double* a, const double* b, int n, int m) {
    int i = 0, j;
    while (i < n) {
        j = 0;
        while (j <= m) {
            a[i * m + j] = b[j];
            j = j + 1;
        }
        i++;
    }
}

void skips_the_step_at_times(double* a, int n) {
    int i = 0;
    while (i < n) {
        if (a[i] > 2) {
            i += 2;
            continue;
        }
        a[i] = 3;
        ++i;
    }
}

void continues_inside(double* a, int n, int m) {
    int i = 0;
    while (i < n) {
        for (int j = 0; j < m; ++j) {
            if (a[i * m + j] > 2) continue;
            a[i * m + j] += 1;
        }
        ++i;
    }
}

double sum(const std::vector<double>& a) {
    std::size_t i = 0;
    double s = 0;
    while (i < a.size()) {
        s += a[i];
        ++i;
    }
    return s;
}

void starts_where_the_other_stopped(double* a, int n, int m) {
    int i = 0;
    while (i < n) {
        a[i] = 1;
        ++i;
    }
    while (i < m) {
        a[i - n] += 1;
        i++;
    }
}

void start_changes_in_between(double* a, int n, int k) {
    int i = k;
    k = 0;
    if (i < 0) i = 0;
    while (i < n) {
        a[i] = k;
        ++i;
    }
}

void begins_later(double* a, int n, int k) {
    if (k < 0) k = 0;
    int i = k + 1;
    double t = 0;
    while (i < n) {
        t = i;
        a[i] = t;
        i += 2;
    }
}

void header_without_start(double* a, int n) {
    int i = 1;
    for (; i < n; ++i) a[i] = a[i] + i;
}

void header_without_step(double* a, int n) {
    for (int i = 0; i < n;) {
        a[i] += i;
        i += 2;
    }
}

void stepped_twice(double* a, int n) {
    int i = 0;
    while (i < n) {
        a[i] += 1;
        i += a[i] > 2;
        ++i;
    }
}

void stepped_before_the_end(double* a, int n) {
    int i = 0;
    while (i < n) {
        ++i;
        a[i / 2] += 1;
    }
}

void downwards(double* a, int n) {
    int i = n - 1;
    while (i >= 0) {
        a[i] += 1;
        --i;
    }
}

int leaves(double* a, int n) {
    int i = 0;
    while (i < n) {
        if (a[i] > 3) break;
        a[i] += 1;
        ++i;
    }
    return i;
}

void bound_moves(double* a, int n) {
    int i = 0;
    while (i < n) {
        a[i] += 1;
        if (a[i] > 3) --n;
        ++i;
    }
}

void again_and_again(double* a, int n, int m) {
    int i = 0;
    for (int k = 0; k < m; ++k) {
        while (i < n) {
            a[i] += k;
            ++i;
        }
        i = k;
    }
}

void two_counters(double* a, int n) {
    int i = 0, j = n - 1;
    while (i < j) {
        a[i] = a[j];
        ++i;
        --j;
    }
}

void at_least_once(double* a, int n) {
    int i = 0;
    do {
        a[i] += 1;
        ++i;
    } while (i < n);
}

void by_reference(double* a, int n) {
    int i = 0;
    int& r = i;
    while (i < n) {
        a[i] += 1;
        if (a[i] > 2) r += 1;
        ++i;
    }
}

void counted_down(std::vector<double>& v) {
    for (std::size_t i = v.size(); i-- > 0;) v[i] *= i;
}

void counted_down_on_neighbours(double* a, int n) {
    for (int i = n - 1; i-- > 0;) a[i] += a[i + 1];
}

double counted_down_to_the_first(double* a, int n) {
    double t = 0;
    for (int i = n; i-- > 0;) t = a[i];
    return t;
}

void counted_down_in_rows(double* a, int n, int m) {
    for (int i = n; i-- > 0;) {
        for (int j = m; j-- > 0;) a[i * m + j] += j;
        for (int j = m + 1; j-- > 0;) a[i * m + j] += j;
    }
}

void counted_down_and_changed(double* a, int n) {
    for (int i = n; i-- > 0;) {
        a[i] += 1;
        if (a[i] > 2) --i;
    }
}
