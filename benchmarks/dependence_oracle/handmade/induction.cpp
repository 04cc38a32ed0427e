// Variables that every iteration steps, and those that some do.
#include <cstddef>
#include <vector>
void push(double* p, const double* q, int n) {
    for (int i = 0; i < n; ++i) *p++ = q[i];
}
void both(double* __restrict p, const double* q, int n) {
    for (int i = 0; i < n; ++i) {
        *p++ = *q++ * 2;
    }
}
int kcount(double* a, int n) {
    int k = 3;
    for (int i = 1; i < n; ++i) {
        a[k] = i;
        k += 2;
        a[k - 1] = 2;
    }
    return k;
}
void kstride(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i, k += 2) {
        if (a[k] > 1) continue;
        a[k] = i;
    }
}
void down(double* a, const double* b, std::size_t n) {
    std::size_t k = n;
    for (std::size_t i = 0; i < n; ++i) {
        --k;
        a[k] = b[i];
    }
}
void overlap(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        a[k] = i;
        k += 1;
        a[k] = 2;
    }
}
void rows(double* a, int n, int m) {
    double* p = a;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) *p++ = i + j;
    }
}
void rows2(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {
        double* p = a + i * m;
        for (int j = 0; j < m; ++j) *p++ = i + j;
    }
}
void conditional(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        if (b[i] > 0) a[k++] = b[i];
    }
}
void skipped(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        if (b[i] > 0) continue;
        a[k++] = b[i];
    }
}
void again(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        a[k] = i;
        ++k;
        if (k > 7) k = 0;
    }
}
int after(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) a[k++] = 1;
    while (k < 2 * n) { a[k] = 2; ++k; }
    return k;
}
void twice(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) { a[k++] = 1; a[k++] = 2; }
}
void bound(double* a, int n) {
    int k = n;
    for (int i = 0; i < k; ++i) { a[i] = 1; --k; }
}
void wh(double* a, int n) {
    int i = 0, k = 0;
    while (i < n) { a[k] = 1; k += 3; ++i; }
}
void either_way(double* a, const double* b, int n) {
    int k = -1;
    for (int i = 0; i < n; ++i) {
        if (b[i] > 0) {
            k++;
            a[k] = b[i];
        } else {
            ++k;
            a[k] = -b[i];
        }
    }
}
void either_way_of_three(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        if (b[i] > 0) {
            a[k++] = 1;
        } else {
            k += 2;
        }
        a[k] = 3;
    }
}
void by_a_variable(double* a, const double* b, int n, int s) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        a[i] = k;
        k += s;
    }
}
void written_by_a_variable(double* a, int n, int s) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        if (k >= 0 && k < 8) a[k] = i;
        k += s;
    }
}
void in_strides(double* a, const double* b, int n, int s) {
    int k = 0;
    if (s < 1) return;
    for (int i = 0; i < n; i += s) {
        a[i] += b[k];
        k++;
    }
}
void in_twos(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; i += 2) {
        a[k] = i;
        k += 2;
    }
}
void in_twos_by_one(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; i += 2) a[k++] = i;
}
void handed_on(double* a, double* b, int n) {
    int j = -1;
    int k;
    for (int i = 0; i < n / 2; ++i) {
        k = j + 1;
        a[i] = b[k];
        j = k + 1;
        b[k] = a[i] + j;
    }
}
int fixed_rows(double* a, int n) {
    int k = -1;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < 5; ++j) {
            ++k;
            a[k] = j;
        }
        k += 1;
    }
    return k;
}
void fixed_rows_of_pointers(double* p, int n) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < 4; ++j) *p++ = i + j;
}
void fixed_rows_left_early(double* a, const double* b, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < 5; ++j) {
            if (b[j] > 2) break;
            a[k++] = j;
        }
}
void one_after_the_other(double* a, int n, int w, int r) {
    for (int i = 0; i < n; ++i) {
        const int begin = i * w, end = begin + w;
        int k = begin, l = begin - r;
        for (; l < begin; ++k, ++l) a[k] = 1;
        for (; k < end; ++k) a[k] = 2;
    }
}
void sliding(double* __restrict a, const double* __restrict b, int n, int w, int r) {
    for (int i = 0; i < n; ++i) {
        const int begin = i * w, end = begin + w;
        int t = begin, left = begin - r - 1, right = begin + r;
        double s = 0;
        for (int j = begin; j < right && j < end; ++j) s += b[j];
        for (; left < begin; ++t, ++left, ++right) {
            if (right < end) s += b[right];
            a[t] = s;
        }
        for (; right < end; ++t, ++left, ++right) {
            s += b[right] - b[left];
            a[t] = s;
        }
        for (; t < end; ++t, ++left) {
            s -= b[left];
            a[t] = s;
        }
    }
}
void past_the_row(double* a, int n, int w, int r) {
    for (int i = 0; i < n; ++i) {
        int k = i * w;
        for (int j = 0; j < r; ++j) a[k++] = i;
        a[k] = 7;
    }
}
void while_below(double* a, int n, int w) {
    for (int i = 0; i < n; ++i) {
        int k = i * w;
        for (; k <= i * w + w; ++k) a[k] = i;
    }
}
void stepped_in_a_branch(double* a, const double* b, int n, int w) {
    for (int i = 0; i < n; ++i) {
        int k = i * w;
        for (int j = 0; j < w; ++j) {
            if (b[j] > 0) ++k;
            a[k] = j;
        }
    }
}
void left_before_its_end(double* a, const double* b, int n, int w) {
    for (int i = 0; i < n; ++i) {
        int k = i * w;
        for (int j = 0; j < w; ++j) {
            if (b[j] > 2) break;
            ++k;
        }
        a[k] = i;
    }
}
void backwards_within_rows(double* a, int n, int w) {
    for (int i = 0; i < n; ++i) {
        int k = i * w + w;
        for (int j = 0; j < w; ++j) a[--k] = j;
    }
}
void rows_of_a_width(double* a, int n, int m, int ld) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j) a[i * ld + j] = i + j;
}
void rows_by_columns(double* a, int n, int m, int ld) {
    for (int j = 0; j < m; ++j)
        for (int i = 0; i < n; ++i) a[i * ld + j] += a[i * ld + j] + j;
}
void rows_and_borders(double* a, int n, int m, int ld) {
    for (int i = 1; i < n; ++i)
        for (int j = 1; j < m; ++j) a[i * ld + j] = a[i * ld + j - 1] + 1;
}
void far_apart(double* a, int n, int s) {
    for (int i = 0; i < n; ++i) a[i * s] = i;
}
void far_apart_unsigned(double* a, unsigned n, unsigned s) {
    for (unsigned i = 0; i < n; ++i) a[i * s] = i;
}
void bump(int& k) { ++k; }
void stepped_by_a_call(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        a[k] = i;
        ++k;
        if (i & 1) bump(k);
        a[k] = i;
    }
}
void stepped_by_a_call_in_rows(double* a, int n, int w) {
    for (int i = 0; i < n; ++i) {
        int k = i * w;
        for (int j = 0; j < w; ++j) {
            a[k] = i;
            bump(k);
            ++k;
        }
    }
}
void unsigned_rows(double* a, std::size_t n, std::size_t w) {
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t k = i * w;
        for (; k < i * w + w; ++k) a[k] = 1;
    }
}
void unsigned_down(double* a, std::size_t n, std::size_t w) {
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t k = i * w + w;
        for (std::size_t j = 0; j < w; ++j) a[--k] = 1;
    }
}
void stepped_by_what_the_body_loads(double* a, const int* v, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        int x = v[i];
        k += x;
        a[i] = k;
    }
}
void stepped_by_what_the_body_computes(double* a, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {
        auto x = i * i;
        k -= x;
        a[i] = k;
    }
}
void stepped_by_what_the_row_gives(double* a, const int* v, int n, int m) {
    int k = 0;
    for (int j = 0; j < m; ++j) {
        int x = v[j];
        for (int i = 0; i < n; ++i) {
            k += x;
            a[j * n + i] = k;
        }
    }
}
void hidden_step(double* a, const int* v, int n, int x) {
    int k = x;
    for (int i = 0; i < n; ++i) {
        int x = v[i] & 1;
        k += x;
        a[k] = i;
    }
}
int sum_of_what_the_body_loads(const int* v, int n) {
    int s = 0;
    for (int i = 0; i < n; ++i) {
        int x = v[i];
        s += x;
    }
    return s;
}

void as_far_as_numbers_say(double* a, const int* b, int n) {
    for (int i = 0; i < n; ++i) {
        int k = i * 2;
        for (int j = 0; j < (b[i] & 7); ++j) ++k;
        a[k] = i;
    }
}

void as_far_as_the_first(double* a, const double* b, int n) {
    for (int i = 0; i < n; ++i) {
        int k = i * 2;
        for (int j = 0; j < 7; ++j) {
            if (b[i * 7 + j] > 2) break;
            ++k;
        }
        a[k] = i;
    }
}

void rows_from_the_last(int n, int m, const double* a, double* b) {
    for (int i = n; i-- > 0;) {
        for (int j = 0; j < n; ++j) b[i * 7 + j] = a[j + i];
    }
}

void stepped_around(int n, int m, int k, const double* a, double* b) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < 3; ++j) b[k + j] = a[j];
        k += 4;
    }
}
