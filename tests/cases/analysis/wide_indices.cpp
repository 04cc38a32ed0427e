// Sums and products in 64 bits wrap around, too, and so do shifts of any width.

#include <cstddef>
#include <cstdint>
#include <vector>

struct Matrix {
    std::vector<double> values;
    std::size_t pitch;
    double& at(std::size_t i, std::size_t j) { return values[i * pitch + j]; }
};

void behind_the_end(char* a, std::size_t n, std::size_t k) {
    for (std::size_t i = 0; i < n; ++i) a[i] = a[i + n + k];  // expect: parallel assuming k <= 2147483647
}

void by_a_pointer(char* a, std::size_t n, std::size_t k) {
    char* b = a + n + k;
    for (std::size_t i = 0; i < n; ++i) a[i] = b[i];  // expect: parallel assuming k <= 2147483647
}

void second_half(char* a, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) a[i] = a[i + n];  // expect: parallel
}

void less_than_the_offset(char* a, std::size_t n, std::size_t k) {
    for (std::size_t i = 0; i < n - k; ++i) a[i] = a[i + n];  // expect: parallel assuming n <= 2147483647
}

void converted_offset(char* a, long n, std::size_t k) {
    for (long i = 0; i < n; ++i) a[i] = a[i + n + (long)k];  // expect: parallel assuming k <= 2147483647
}

void same_offset(char* a, std::size_t n, std::size_t k) {
    for (std::size_t i = 0; i < n; ++i) a[i + k] += 1;  // expect: parallel
}

void starts_behind_its_end(char* a, std::size_t n, std::size_t k) {
    for (std::size_t i = n + k; i < n; ++i) a[i] = a[i + 1];  // expect: refused
}

void starts_behind_its_end_as_a_variable(char* a, std::size_t n, std::size_t k) {
    const std::size_t start = n + k;
    for (std::size_t i = start; i < n; ++i) a[i] = a[i + 1];  // expect: refused
}

void starts_at_a_converted_number(char* a, std::size_t k) {
    for (long i = (long)k; i < 0; ++i) a[-i] = a[-i - 1];  // expect: refused
}

void starts_below(char* a, std::size_t n, std::size_t k) {
    for (std::size_t i = 0; i < n; ++i)                      // expect: refused
        for (std::size_t j = i + k; j < i; ++j) a[j] = i;  // expect: parallel
}

void upper_triangle(std::vector<double>& a, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)                               // expect: parallel
        for (std::size_t j = i + 1; j < n; ++j) a[i * n + j] *= 2.0;  // expect: parallel
}

void rows(double* a, std::size_t n, std::size_t m) {
    for (std::size_t i = 0; i < n; ++i)                           // expect: parallel collapse 2
        for (std::size_t j = 0; j < m; ++j) a[i * m + j] *= 2.0;  // expect: parallel
}

void rows_of_a_pitch(double* a, std::size_t n, std::size_t m, std::size_t pitch) {
    for (std::size_t i = 0; i < n; ++i)                               // expect: parallel collapse 2 assuming pitch >= m && pitch <= 2147483647
        for (std::size_t j = 0; j < m; ++j) a[i * pitch + j] *= 2.0;  // expect: parallel
}

void rows_of_an_object(Matrix& a, std::size_t n, std::size_t m) {
    for (std::size_t i = 0; i < n; ++i)                      // expect: parallel collapse 2 assuming a.pitch >= m && a.pitch <= 2147483647
        for (std::size_t j = 0; j < m; ++j) a.at(i, j) = 1;  // expect: parallel
}

void strided(double* a, std::size_t n, std::size_t k) {
    for (std::size_t i = 0; i < n; ++i) a[i * k] *= 2.0;  // expect: parallel assuming k >= 1
}

void strided_pairs(double* a, std::size_t n, std::size_t k) {
    for (std::size_t i = 0; i < n; ++i) a[i * k] = a[i * k + 1];  // expect: parallel assuming k >= 2 && k <= 2147483647
}

void hashed(char* a, std::size_t n) {
    for (std::size_t i = 0; i < n; i += 4) a[i * 0x4000000000000000ul] = 1;  // expect: refused
}

void shifted_away(int* a, int n) {
    for (int i = 0; i < n; i += 4) a[i << 30] = i;  // expect: refused
}

void shifted(int* a) {
    for (int i = 0; i < 1000; ++i) a[i << 2] = i;  // expect: parallel
}

void shifted_size(int* a, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) a[i << 2] = 1;  // expect: parallel
}

void shifted_long(int* a, long n) {
    for (long i = 0; i < n; ++i) a[i << 2] = 1;  // expect: parallel
}
