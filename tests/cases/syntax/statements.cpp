// Each form of a loop statement, nests, header parts and induction variables.
#include <cstddef>
#include <map>
#include <vector>

void forms(int n, double* a, std::vector<double>& v, const std::map<int, int>& m) {
    for (int i = 0; i < n; ++i) {  // expect-loop: for function=forms variable=i depth=0
        for (int j = i; j < n; j += 2) {  // expect-loop: for variable=j depth=1 parent=0
            while (a[i] > 1.0) {  // expect-loop: while depth=2 parent=1 variable=-
                a[i] *= 0.5;
            }
        }
        do {  // expect-loop: do-while depth=1 parent=0
            a[i] += 1.0;
        } while (a[i] < 0.0);
    }
    for (auto& x : v) x = 0.0;  // expect-loop: range-for variable=x depth=0 parent=-
    for (const auto& [key, value] : m) a[key] = value;  // expect-loop: range-for variable=-
    for (std::size_t k = 0; double x : v) a[k++] = x;  // expect-loop: range-for variable=x
    for (;;) {  // expect-loop: for variable=-
        break;
    }
    int i;
    for (i = n - 1; i >= 0; i--) a[i] = i;  // expect-loop: for variable=i
    for (; i != n; i = i + 1) a[i] = i;  // expect-loop: for variable=i
    for (int lo = 0, hi = n - 1; lo < n; --hi, ++lo) a[lo] = a[hi];  // expect-loop: for variable=lo
    for (double* p = a; p != a + n; ++p) *p = 0.0;  // expect-loop: for variable=p
    for (auto it = v.begin(); it != v.end(); ++it) *it = 1.0;  // expect-loop: for variable=it
    for (int k(3); k < n; k++) a[k] = 2;  // expect-loop: for variable=k
    for (int k = 0; k < n;) a[k++] = 2;  // expect-loop: for variable=-
    while (double* q = n-- ? a : nullptr) *q = 1;  // expect-loop: while
    for (int b = 0; b < n; ++b) for (int c = 0; c < b; ++c) a[c] = b;  // expect-loop: for variable=b depth=0 ; for variable=c depth=1
    if (n) {
        switch (n) {
        case 1:
            for (int s = 0; s < n; ++s) a[s] = s;  // expect-loop: for variable=s depth=0
        }
    }
}

static auto sum = [](const double* a, int n) {
    double s = 0;
    for (int i = 0; i < n; ++i) {  // expect-loop: for function=- variable=i
        s += a[i];
    }
    return s;
};

static auto product = [](const double* a, int n) {
    double s = 1;
    for (int i = 0; i < n; ++i)  // expect-loop: for function=- ordinal=1
        while (s < a[i]) s *= a[i];  // expect-loop: while function=- ordinal=2 parent=1
    return s;
};
