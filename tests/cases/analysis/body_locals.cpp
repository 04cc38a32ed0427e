// What the body declares is another value in every iteration: no step that all of them share.

#include <algorithm>
#include <vector>

int sum(const std::vector<int>& v) {
    int s = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel-with reduction(+:s)
        int x = v[i];
        s += x;
    }
    return s;
}

long sum_of_squares(int n) {
    long s = 0;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with reduction(+:s)
        long x = static_cast<long>(i) * i;
        s += x;
    }
    return s;
}

int of_a_lambda(const std::vector<int>& v) {
    int s = 0;
    std::for_each(v.begin(), v.end(), [&](int x) { s += x; });  // expect: parallel-with reduction(+:s)
    return s;
}

int hides_another(const int* v, int n, int x) {
    int s = x;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with reduction(+:s)
        int x = v[i];
        s += x;
    }
    return s + x;
}

void running(const std::vector<int>& v, int* __restrict o, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        int x = v[i];
        k += x;
        o[i] = k;
    }
}

void running_down(const unsigned* v, unsigned* __restrict o, int n) {
    unsigned k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        auto x = v[i];
        k -= x;
        o[i] = k;
    }
}

void in_two_steps(const int* v, int* __restrict o, int n) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: sequential carried-scalar distance 1
        int x = v[i];
        int y = x + 1;
        k += y;
        o[i] = k;
    }
}

void in_a_while(const int* v, int* __restrict o, int n) {
    int k = 0, i = 0;
    while (i < n) {  // expect: sequential carried-scalar distance 1
        int x = v[i];
        k += x;
        o[i] = k;
        ++i;
    }
}

void of_the_row(const int* v, int* __restrict o, int n, int m) {
    int k = 0;
    for (int j = 0; j < m; ++j) {  // expect: sequential carried-scalar distance 1
        int x = v[j];
        for (int i = 0; i < n; ++i) {  // expect: parallel-with canonical-header
            k += x;
            o[j * n + i] = k;
        }
    }
}

void as_counter(const int* v, int* __restrict o, int n) {
    for (int i = 0; i < n;) {  // expect: refused
        int x = v[i];
        o[i] = 1;
        i += x;
    }
}

void of_the_function(const int* v, int* __restrict o, int n, int x) {
    int k = 0;
    for (int i = 0; i < n; ++i) {  // expect: parallel-with canonical-header
        k += x;
        o[i] = k + v[i];
    }
}
