// Loops that count without saying so in a header.
#include <cstddef>
#include <vector>

void elements(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: parallel-with canonical-header
        a[i] = a[i] * 2 + 1;
        ++i;
    }
}

int position_after(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: parallel-with canonical-header lastprivate(i)
        a[i] += 1;
        i += 1;
    }
    return i;
}

void rows(double* a, int n, int m) {
    int i = 0;
    while (i < n) {  // expect: parallel-with canonical-header
        int j = 0;
        while (j < m) {  // expect: parallel-with canonical-header
            a[i * m + j] = j;
            ++j;
        }
        i++;
    }
}

double sum(const std::vector<double>& a) {
    double s = 0;
    std::size_t i = 0;
    while (i < a.size()) {  // expect: parallel-with canonical-header reduction(+:s)
        s += a[i];
        ++i;
    }
    return s;
}

void downwards(double* a, int n) {
    int i = n - 1;
    while (i >= 0) {  // expect: parallel-with canonical-header
        a[i] += 1;
        --i;
    }
}

void header_without_start(double* a, int n) {
    int i = 1;
    for (; i < n; ++i)  // expect: parallel-with canonical-header
        a[i] = i;
}

void header_without_step(double* a, int n) {
    for (int i = 0; i < n;) {  // expect: parallel-with canonical-header
        a[i] += i;
        i += 2;
    }
}

void continues_inside(double* a, int n, int m) {
    int i = 0;
    while (i < n) {  // expect: parallel-with canonical-header
        for (int j = 0; j < m; ++j) {  // expect: parallel
            if (a[i * m + j] > 2) continue;
            a[i * m + j] += 1;
        }
        ++i;
    }
}

void neighbours(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: sequential anti distance 1
        a[i] = a[i + 1] + 1;
        ++i;
    }
}

void skips_the_step(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: sequential carried-condition
        if (a[i] > 2) {
            i += 2;
            continue;
        }
        a[i] = 3;
        ++i;
    }
}

void start_unknown(double* a, int i, int n) {
    while (i < n) {  // expect: unknown not-counted
        a[i] = 3;
        ++i;
    }
}

void start_changes(double* a, int n, int k) {
    int i = k;
    k = 0;
    while (i < n) {  // expect: unknown not-counted
        a[i] = k;
        ++i;
    }
}

void start_changed(double* a, int n) {
    int i = 0;
    if (n > 7) i = 1;
    while (i < n) {  // expect: unknown not-counted
        a[i] = 1;
        ++i;
    }
}

void stepped_twice(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: sequential carried-condition
        a[i] += 1;
        if (a[i] > 2) ++i;
        ++i;
    }
}

void stepped_first(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: unknown not-counted
        ++i;
        a[i] += 1;
    }
}

void jumped_into(double* a, int n, int k) {
    int i = 0;
    if (k > 3) goto middle;
    i = 1;
middle:
    while (i < n) {  // expect: unknown not-counted
        a[i] += 1;
        ++i;
    }
}

int leaves(double* a, int n) {
    int i = 0;
    while (i < n) {  // expect: sequential early-exit
        if (a[i] > 3) break;
        a[i] += 1;
        ++i;
    }
    return i;
}

void at_least_once(double* a, int n) {
    int i = 0;
    do {  // expect: unknown not-counted
        a[i] += 1;
        ++i;
    } while (i < n);
}

void by_reference(double* a, int n) {
    int i = 0;
    int& r = i;
    while (i < n) {  // expect: unknown counter-exposed
        a[i] += 1;
        if (a[i] > 2) r += 1;
        ++i;
    }
}

void counted_down(std::vector<double>& v) {
    for (std::size_t i = v.size(); i-- > 0;)  // expect: parallel-with canonical-header
        v[i] *= i;
    for (int i = 7; i-- > 0;)  // expect: parallel-with canonical-header
        v[i] += 1;
    for (std::size_t i = v.size(); i-- != 0;)  // expect: parallel-with canonical-header
        v[i] *= 2;
}

void counted_down_on_neighbours(double* a, int n) {
    for (int i = n - 1; i-- > 0;)  // expect: sequential flow distance 1
        a[i] += a[i + 1];
}

void counted_down_and_changed(double* a, int n) {
    for (int i = n; i-- > 0;) {  // expect: unknown not-counted
        a[i] = 1;
        if (a[i] > 2) --i;
    }
}

void counted_down_from_below_zero(double* a, int n) {
    for (int i = n; i-- != 0;)  // expect: unknown not-counted
        a[i] = 1;
}
