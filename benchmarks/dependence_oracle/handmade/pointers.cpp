// Pointers that walk, are redirected, or may be the same.
#include <cstddef>
#include <utility>
#include <vector>

void walks(double* a, int n) {
    double* p = a;
    for (int i = 0; i < n; ++i) {
        *p++ = i;
    }
}

void pointer_counter(double* a, int n) {
    for (double* p = a; p != a + n; ++p) {
        *p *= 2;
    }
}

void row_of_a_matrix(double* a, int n, int m) {
    for (int i = 0; i < n; ++i) {
        double* row = a + i * m;
        for (int j = 0; j < m; ++j) {
            row[j] = i + j;
        }
    }
}

void row_declared_outside(double* a, int n, int m) {
    double* row;
    for (int i = 0; i < n; ++i) {
        row = a + i * m;
        for (int j = 0; j < m; ++j) {
            row[j] = i + j;
        }
    }
}

void row_kept_from_before(double* a, int n, int m) {
    double* row = a;
    for (int i = 0; i < n; ++i) {
        if (i % 2 == 0) row = a + i * m;
        for (int j = 0; j < m; ++j) {
            row[j] += i + j;
        }
    }
}

void redirected_inside(double* a, double* b, int n, int k) {
    for (int i = 0; i < n; ++i) {
        double* p = i > k ? a : b;
        p[i] = i;
    }
}

void chosen_before(double* a, double* b, int n, int k) {
    double* p = k > 1 ? a : b;
    for (int i = 0; i < n; ++i) {
        p[i + 1] = a[i];
    }
}

void alias_of_a_neighbour(double* a, int n) {
    double* b = &a[2];
    for (int i = 0; i < n; ++i) {
        b[i] = a[i] + 1;
    }
}

void reference_to_the_first(double* a, int n) {
    double& first = a[0];
    for (int i = 0; i < n; ++i) {
        a[i] += first;
    }
}

void reference_of_this_iteration(double* a, int n) {
    for (int i = 0; i < n; ++i) {
        double& x = a[2 * i];
        x = x + a[2 * i + 1];
    }
}

void shared_rows(double** rows, int n, int m) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < m; ++j) {
            rows[i][j] += 1;
        }
    }
}

void swapped_buffers(double* a, double* b, int n, int m) {
    for (int t = 0; t < m; ++t) {
        for (int i = 1; i < n - 1; ++i) {
            b[i] = a[i - 1] + a[i + 1];
        }
        std::swap(a, b);
    }
}

void scalar_in_the_array(double* a, const double& scale, int n) {
    for (int i = 0; i < n; ++i) {
        a[i] *= scale;
    }
}

void bound_in_the_array(int* a, const int& n) {
    for (int i = 0; i < n; ++i) {
        a[i] = 3;
    }
}

void bytes_over_everything(unsigned char* bytes, double* a, int n) {
    for (int i = 0; i < n; ++i) {
        bytes[i] = static_cast<unsigned char>(a[i]);
    }
}

void unsigned_over_signed(unsigned* a, const int* b, int n) {
    for (int i = 0; i < n; ++i) {
        a[i] = static_cast<unsigned>(b[i] + 1);
    }
}

void vector_data(std::vector<double>& v, int n) {
    double* p = v.data();
    for (int i = 0; i + 1 < n; ++i) {
        p[i] = v[i + 1];
    }
}

void two_vectors_one_object(std::vector<double>& a, std::vector<double>& b) {
    for (std::size_t i = 1; i < a.size(); ++i) {
        a[i] = b[i - 1];
    }
}

void pointer_differences(double* a, double* b, int n) {
    for (int i = 0; i < n; ++i) {
        *(a + i) = *(b + (n - 1 - i));
    }
}

void address_of_a_local(double* a, int n) {
    double t = 0;
    double* p = &t;
    for (int i = 0; i < n; ++i) {
        a[i] = t;
        *p = i;
    }
}

void counter_through_a_pointer(double* a, int n) {
    int count = 0;
    int* p = &count;
    for (int i = 0; i < n; ++i) {
        a[count] = i;
        ++*p;
    }
}

void rows_as_one_array(double a[][8], int n) {
    double* p = &a[0][0];
    for (int i = 0; i + 1 < n && i < 7; ++i) {
        for (int j = 0; j < 8; ++j) p[i * 8 + j] = a[i + 1][j];
    }
}

void rows_as_one_array_in_place(double a[][8]) {
    double* p = a[0];
    for (int i = 0; i < 7; ++i) {
        for (int j = 0; j < 8; ++j) p[i * 8 + j] = 2.0 * a[i][j];
    }
}
