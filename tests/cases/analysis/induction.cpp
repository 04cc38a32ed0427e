// Variables that every iteration steps by the same amount, and those that only look like it.
#include <cstddef>

void walking(double* p, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel-with canonical-header
        *p++ = i;
}

void walking_both(double* __restrict p, const double* __restrict q, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel-with canonical-header assuming (p + n <= q || q + n <= p)
        *p++ = *q++ * 2;
    }
}

int two_at_a_time(double* a, int n) {
    int k = 3;
    for (int i = 1; i < n; ++i) {  // expect: parallel-with canonical-header
        a[k] = i;
        k += 2;
        a[k - 1] = 2;
    }
    return k;
}

void in_the_header(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i, k += 2) {  // expect: parallel-with canonical-header
        if (a[k] > 1) continue;
        a[k] = i;
    }
}

void downwards(double* __restrict a, const double* __restrict b, std::size_t n) {
    std::size_t k = n;
    for (std::size_t i = 0; i < n; ++i) {  // expect: parallel-with canonical-header
        --k;
        a[k] = b[i];
    }
}

void one_further(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential output distance 1
        a[k] = i;
        k += 1;
        a[k] = 2;
    }
}

void rows(double* a, int n, int m) {
    double* p = a;
    for (int i = 0; i < n; ++i) {    // expect: sequential carried-scalar distance 1
        for (int j = 0; j < m; ++j)  // expect: parallel-with canonical-header
            *p++ = i + j;
    }
}

void set_again(double* a, int n, int m) {
    int k = 0;
    for (int i = 0; i < n; ++i) {      // expect: refused
        for (int j = 0; j < m; ++j) {  // expect: parallel-with canonical-header
            a[k] = j;
            ++k;
        }
        k = i;
    }
}

void in_a_branch(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i)  // expect: sequential carried-scalar distance 1
        if (b[i] > 0) a[k++] = b[i];
}

void skipped(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        if (b[i] > 0) continue;
        a[k++] = b[i];
    }
}

void in_a_condition(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        const bool more = b[i] > 0 && a[k++] > 0;
        a[k] = more;
    }
}

void started_anew(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        a[k] = i;
        ++k;
        if (k > 7) k = 0;
    }
}

void of_the_bound(double* a, int n) {
    int k = n;
    for (int i = 0; i < k; ++i) {  // expect: refused
        a[i] = 1;
        --k;
    }
}

void by_reference(double* a, int n) {
    int k = 0;
    int& r = k;
    for (int i = 0; i < n; ++i) {  // expect: refused
        a[r] = i;
        ++k;
    }
}

void by_another_amount(double* a, int n, int s) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: refused
        a[k] = i;
        k += s;
        s = 1;
    }
}

void stepped_by_an_inner_loop(double* b, int n, int m) {
    double* p = b;
    for (int j = 0; j < n; ++j) {    // expect: sequential carried-scalar distance 1
        for (int l = 0; l < m; ++l)  // expect: parallel-with canonical-header
            ++p;
    }
}

void started_by_every_row(double* b, int n, int m) {
    int k;
    for (int j = 0; j < n; ++j) {      // expect: parallel-with private(k)
        k = j * m;
        for (int l = 0; l < m; ++l) {  // expect: parallel-with canonical-header
            b[k] = l;
            ++k;
        }
    }
}

void copy_stepped_in_a_condition(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        a[k] = i;
        int j = k + 1;
        if (--j > 3) a[k] += 1;
        k = j;
        ++k;
        k -= 1;
    }
}
