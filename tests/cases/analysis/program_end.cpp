// Branches that end the program: what an iteration does there no later one sees.
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <vector>

void with_exit(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel assuming (program-goes-on)
        if (v[i] <= 0) exit(-1);
        v[i] *= 2;
    }
}

// Nothing but the end of the program comes of it, from whichever thread.
void with_abort(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        if (v[i] <= 0) std::abort();
        v[i] *= 2;
    }
}

void with_last_words(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel assuming (program-goes-on)
        if (v[i] <= 0) {
            std::fprintf(stderr, "negative at %d\n", i);
            exit(-1);
        }
        v[i] = std::sqrt(v[i]);
    }
}

void with_a_stream(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel assuming (program-goes-on)
        if (v[i] > 0) {
            v[i] = std::sqrt(v[i]);
        } else {
            std::cerr << "negative at " << i << '\n';
            std::abort();
        }
    }
}

double checked(double x) {
    if (x < 0) {
        std::printf("negative: %g\n", x);
        std::exit(1);
    }
    return std::sqrt(x);
}

void in_a_callee(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (program-goes-on)
        v[i] = checked(v[i]);
}

// It goes on after what it prints.
void with_a_warning(std::vector<double>& v, int n) {
    for (int i = 0; i < n; ++i) {  // expect: sequential ordered-io
        if (v[i] <= 0) {
            std::fprintf(stderr, "negative at %d\n", i);
            if (i > 3) exit(-1);
        }
        v[i] = std::sqrt(v[i]);
    }
}

void after_others(std::vector<double>& v, int n) {
    for (int i = 1; i < n; ++i) {  // expect: sequential flow distance 1
        if (v[i] <= 0) exit(-1);
        v[i] += v[i - 1];
    }
}

struct Log {
    void exit(int) { ++count; }
    int count = 0;
};

// Another function of that name.
void of_its_own(std::vector<double>& v, Log& log, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        if (v[i] <= 0) log.exit(-1);
        v[i] *= 2;
    }
}
