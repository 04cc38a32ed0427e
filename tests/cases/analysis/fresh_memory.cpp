// A local pointer leads to a block of its own where the library allocated it: not where a class has
// an allocator of its own, and not where the memory was given.
#include <cstddef>
#include <cstdlib>
#include <new>

extern double pool[1000];
extern int given_out;

struct Pooled {
    double value;
    static void* operator new[](std::size_t) { return pool; }
    static void operator delete[](void*) { ++given_out; }
};

struct Plain {
    double value;
};

void of_the_library(int n) {
    double* x = new double[1000];
    double* y = new double[1000];
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = y[i];
}

void of_a_plain_class(int n) {
    Plain* x = new Plain[1000];
    Plain* y = new Plain[1000];
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i].value = y[i].value;
}

void that_may_fail(int n) {
    double* x = new (std::nothrow) double[1000];
    double* y = new (std::nothrow) double[1000];
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = y[i];
}

void of_a_pool(int n) {
    Pooled* x = new Pooled[1000];
    Pooled* y = new Pooled[1000];
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i].value = y[i].value;
}

void placed(double* given, int n) {
    double* x = new (given) double[1000];
    double* y = new (given) double[1000];
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

void beside_what_was_given(double* given, int n) {
    double* x = new (given) double[1000];
    for (int i = 0; i < n; ++i)  // expect: unknown address-taken
        x[i] = given[i];
}

void gives_back_to_the_pool(Pooled** all, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown unknown-call
        delete[] all[i];
}

void takes_from_the_pool(Pooled** all, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown unknown-call
        all[i] = new Pooled[3];
}
