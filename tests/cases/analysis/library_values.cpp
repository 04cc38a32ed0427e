// Complex numbers and pairs: values of the library that are nothing but numbers.
#include <bitset>
#include <cmath>
#include <complex>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

using Complex = std::complex<double>;

void scaled(std::vector<Complex>& c, Complex f) {
    for (std::size_t i = 0; i < c.size(); ++i)  // expect: parallel
        c[i] = c[i] * f + 1.0;
}

void scaled_in_place(Complex* c, Complex f, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        c[i] *= f;
}

void conjugated(std::vector<Complex>& c) {
    for (auto& z : c)  // expect: parallel
        z = Complex(z.real(), -z.imag());
}

void rotated(const std::vector<Complex>& c, std::vector<double>& out) {
    for (std::size_t i = 0; i < c.size(); ++i) {  // expect: parallel
        const Complex t = std::exp(Complex(0, 0.5)) * c[i];
        out[i] = std::abs(t) + std::imag(t);
    }
}

void temporary_outside(std::vector<Complex>& c) {
    Complex t;
    for (std::size_t i = 0; i < c.size(); ++i) {  // expect: parallel-with private(t)
        t = c[i] * c[i];
        c[i] = t + 1.0;
    }
}

double energy(const std::vector<Complex>& c) {
    double s = 0;
    for (const auto& z : c)  // expect: parallel-with reduction(+:s)
        s += std::norm(z);
    return s;
}

Complex sum(const std::vector<Complex>& c) {
    Complex s = 0;
    for (std::size_t i = 0; i < c.size(); ++i)  // expect: sequential carried-scalar distance 1
        s += c[i];
    return s;
}

void butterfly(Complex* c, int half, Complex w) {
    for (int k = 0; k < half; ++k) {  // expect: parallel
        const Complex t = w * c[k + half];
        c[k + half] = c[k] - t;
        c[k] += t;
    }
}

void recurrence(std::vector<Complex>& c) {
    for (std::size_t i = 1; i < c.size(); ++i)  // expect: sequential flow distance 1
        c[i] = c[i] + c[i - 1];
}

void real_parts_alone(std::vector<Complex>& c) {
    for (std::size_t i = 0; i + 1 < c.size(); ++i)  // expect: parallel-with canonical-header
        c[i].real(c[i + 1].imag());
}

void real_parts_moved(std::vector<Complex>& c) {
    for (std::size_t i = 1; i < c.size(); ++i)  // expect: sequential flow distance 1
        c[i].real(c[i - 1].real());
}

void as_doubles(Complex* c, double* d, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((const void *)(c + n) <= (const void *)(d) || (const void *)(d + 1LL * 2 * n - 1) <= (const void *)(c))
        c[i] = d[2 * i];
}

void pairs(std::vector<std::pair<double, int>>& p) {
    for (std::size_t i = 0; i < p.size(); ++i)  // expect: parallel
        p[i] = std::make_pair(p[i].first * 2, p[i].second + 1);
    for (std::size_t i = 0; i < p.size(); ++i)  // expect: parallel
        p[i] = {1.0, 2};
    for (std::size_t i = 1; i < p.size(); ++i)  // expect: sequential flow distance 1
        p[i] = p[i - 1];
}

void bits(std::bitset<1024>& b) {
    for (std::size_t i = 0; i < b.size(); ++i)  // expect: unknown bit-packed-container
        b[i] = i % 3 == 0;
    for (std::size_t i = 0; i < b.size(); ++i)  // expect: unknown bit-packed-container
        b.set(i);
}

void through_a_function_object(std::vector<double>& v, const std::function<double(double)>& f) {
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: unknown unknown-call
        v[i] = f(v[i]);
}

void part_of_the_first(std::vector<Complex>& c) {
    for (std::size_t i = 0; i < c.size(); ++i)  // expect: refused
        c.front().real(c[i].imag());
}

void part_of_a_product(const std::vector<Complex>& c, std::vector<double>& out) {
    for (std::size_t i = 0; i < c.size(); ++i)  // expect: parallel
        out[i] = (c[i] * c[i]).real();
}
