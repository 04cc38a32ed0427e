// Roles of scalars in loops. A loop's line ends in `// expect: …`: clauses and reasons, as
// tests/unit/analysis/test_scalars.py renders them; `-` where there is none.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

double total;
static int calls;

struct Sums {
    double first, second;
};

void fill(double& out);
void set(double& out) { out = 1.0; }
double* kept;
void keep(double& x) { kept = &x; }
double read_total() { return total; }

// --- reductions ---

double sum(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i) s += a[i];  // expect: reduction(+:s) reassociates
    return s;
}

double spelled_out(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i) s = a[i] + s - 1.0;  // expect: reduction(+:s) reassociates
    return s;
}

double two_updates(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: reduction(+:s) reassociates
        s += a[i];
        if (a[i] > 1.0) s -= 1.0;
    }
    return s;
}

double subtracted_from(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i) s = a[i] - s;  // expect: carried-scalar(s)
    return s;
}

double scaled(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i) s = 0.5 * s + a[i];  // expect: carried-scalar(s)
    return s;
}

double also_stored(double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(s)
        s += a[i];
        a[i] = s;
    }
    return s;
}

double mixed_operators(const double* a, int n) {
    double s = 1.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(s)
        s += a[i];
        s *= 2.0;
    }
    return s;
}

double in_condition(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n && s < 10.0; ++i) s += a[i];  // expect: carried-scalar(s)
    return s;
}

float double_into_float(const double* a, int n) {
    float s = 0.0f;
    for (int i = 0; i < n; ++i) s += a[i];  // expect: reduction(+:s) reassociates
    return s;
}

int truncated(const double* a, int n) {
    int s = 0;
    for (int i = 0; i < n; ++i) s += a[i];  // expect: carried-scalar(s)
    return s;
}

unsigned short wraps(const int* a, int n) {
    unsigned short s = 0;
    for (int i = 0; i < n; ++i) s += a[i];  // expect: reduction(+:s)
    return s;
}

int narrowed_each_time(const int* a, int n) {
    int s = 0;
    for (int i = 0; i < n; ++i) s = static_cast<unsigned char>(s + a[i]);  // expect: carried-scalar(s)
    return s;
}

double product(const double* a, int n) {
    double p = 1.0;
    for (int i = 0; i < n; ++i) p *= a[i];  // expect: reduction(*:p) reassociates
    return p;
}

unsigned bits(const unsigned* a, int n, unsigned& both) {
    unsigned any = 0, odd = 0;
    for (int i = 0; i < n; ++i) {  // expect: reduction(&:both) visible reduction(|:any) reduction(^:odd)
        any |= a[i];
        both &= a[i];
        odd = odd ^ a[i];
    }
    return any + odd;
}

bool boolean_xor_of_integers(const int* a, int n) {
    bool b = false;
    for (int i = 0; i < n; ++i) b ^= a[i];  // expect: carried-scalar(b)
    return b;
}

bool boolean_sum(const int* a, int n) {
    bool b = false;
    for (int i = 0; i < n; ++i) b += a[i];  // expect: carried-scalar(b)
    return b;
}

bool all_positive(const double* a, int n) {
    bool ok = true;
    for (int i = 0; i < n; ++i)  // expect: reduction(&&:ok)
        if (a[i] <= 0.0) ok = false;
    return ok;
}

bool any_of_call(const double* a, int n) {
    bool found = false;
    for (int i = 0; i < n; ++i) found = std::isnan(a[i]) || found;  // expect: reduction(||:found)
    return found;
}

bool skips_evaluation(const double* a, int n) {
    bool ok = true;
    for (int i = 0; i < n; ++i) ok = ok && a[i] > 0.0;  // expect: reduction(&&:ok) assuming evaluated-more-often
    return ok;
}

int integer_and(const int* a, int n) {
    int ok = 1;
    for (int i = 0; i < n; ++i) ok = ok && a[i];  // expect: carried-scalar(ok)
    return ok;
}

bool both_flags(const double* a, int n) {
    bool flag = false;
    for (int i = 0; i < n; ++i) {  // expect: conditional-last-value(flag)
        if (a[i] > 0.0) flag = true;
        if (a[i] < 0.0) flag = false;
    }
    return flag;
}

int lowest(const int* a, int n) {
    int m = a[0];
    for (int i = 1; i < n; ++i)  // expect: reduction(min:m)
        if (a[i] < m) m = a[i];
    return m;
}

double highest(const std::vector<double>& a) {
    double m = a[0];
    for (std::size_t i = 1; i < a.size(); ++i) m = std::max(m, a[i]);  // expect: reduction(max:m) assuming finite-start
    return m;
}

double highest_other_order(const std::vector<double>& a) {
    double m = a[0];
    for (double x : a) m = std::max(std::abs(x), m);  // expect: reduction(max:m) assuming finite-start assuming no-nan
    return m;
}

double chosen(const double* a, int n) {
    double m = a[0];
    for (int i = 1; i < n; ++i) m = m > a[i] ? a[i] : m;  // expect: reduction(min:m) assuming finite-start
    return m;
}

double ignores_nan(const double* a, int n) {
    double m = a[0];
    for (int i = 1; i < n; ++i) m = std::fmin(a[i], m);  // expect: reduction(min:m) assuming finite-start
    return m;
}

void maxima(const double* a, const int* keys, int n, double* best) {
    for (int i = 0; i < n; ++i) best[keys[i]] = std::max(best[keys[i]], a[i]);  // expect: -
}

void integer_maxima(const int* a, const int* keys, int n, int* best) {
    for (int i = 0; i < n; ++i) best[keys[i]] = std::max(best[keys[i]], a[i]);  // expect: array(max:best[?])
}

double compares_one_stores_other(const double* a, const double* b, int n) {
    double m = a[0];
    for (int i = 1; i < n; ++i)  // expect: carried-scalar(m)
        if (a[i] < m) m = b[i];
    return m;
}

int compares_unsigned(const int* a, int n) {
    int m = a[0];
    for (int i = 1; i < n; ++i)  // expect: carried-scalar(m)
        if (static_cast<unsigned>(a[i]) < static_cast<unsigned>(m)) m = a[i];
    return m;
}

int compares_narrowed(const int* a, int n) {
    int m = a[0];
    for (int i = 1; i < n; ++i)  // expect: carried-scalar(m)
        if (static_cast<unsigned char>(a[i]) < m) m = a[i];
    return m;
}

int position_of_lowest(const int* a, int n) {
    int m = a[0], at = 0;
    for (int i = 1; i < n; ++i)  // expect: carried-scalar(m) conditional-last-value(at)
        if (a[i] < m) {
            m = a[i];
            at = i;
        }
    return at + m;
}

void by_reference(const double* a, int n, double& s) {
    for (int i = 0; i < n; ++i) s += a[i];  // expect: reduction(+:s) reassociates visible
}

void through_pointer(const double* a, int n, double* s) {
    for (int i = 0; i < n; ++i) *s += a[i];  // expect: reduction-through-memory
}

void through_member(const double* a, int n, Sums& sums) {
    for (int i = 0; i < n; ++i) sums.first += a[i];  // expect: carried-scalar(sums) reduction-through-memory
}

void global(const double* a, int n) {
    for (int i = 0; i < n; ++i) total += a[i];  // expect: reduction(+:total) reassociates visible
}

void global_read_by_callee(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(total)
        total += 1.0;
        a[i] = read_total();
    }
}

double in_inner_loop(const double* a, int n) {
    double s = 0.0;
    for (int i = 0; i < n; ++i)  // expect: reduction(+:s) reassociates
        for (int j = 0; j < n; ++j) s += a[i * n + j];  // expect: reduction(+:s) reassociates
    return s;
}

double as_inner_bound(const double* a, int n) {
    int s = 0;
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: reduction(+:t) reassociates carried-scalar(s)
        for (int j = 0; j < s; ++j) t += a[j];  // expect: reduction(+:t) reassociates
        s += 1;
    }
    return t;
}

// --- arrays ---

void histogram(const std::vector<int>& keys, std::vector<int>& counts) {
    for (std::size_t i = 0; i < keys.size(); ++i) ++counts[keys[i]];  // expect: array(+:counts[counts.size()])
}

void local_histogram(const int* keys, int n, double* out) {
    double bins[16] = {};
    for (int i = 0; i < n; ++i) bins[keys[i]] += 0.5;  // expect: array(+:bins[16]) reassociates
    for (int j = 0; j < 16; ++j) out[j] = bins[j];  // expect: -
}

void pointer_histogram(const int* keys, int n, int* counts) {
    for (int i = 0; i < n; ++i) counts[keys[i]] = counts[keys[i]] + 1;  // expect: array(+:counts[?])
}

void read_elsewhere(const int* keys, int n, int* counts) {
    for (int i = 0; i < n; ++i) {  // expect: -
        counts[keys[i]] += 1;
        counts[0] = i;
    }
}

// --- privatization ---

void temporary(double* a, int n) {
    double t;
    int i, j;
    for (i = 0; i < n; ++i) {  // expect: private(t) private(j)
        t = a[i];
        for (j = 0; j < 3; ++j) t *= 0.5;  // expect: reduction(*:t) reassociates
        a[i] = t;
    }
}

double last_value(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: lastprivate(t)
        t = a[i];
        a[i] = t * 2.0;
    }
    return t;
}

double conditional_last_value(const double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i)  // expect: conditional-last-value(t)
        if (a[i] > 0.0) t = a[i];
    return t;
}

void one_branch(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(t)
        if (a[i] > 0.0) t = a[i];
        a[i] = t;
    }
}

void both_branches(double* a, int n) {
    double t;
    for (int i = 0; i < n; ++i) {  // expect: private(t)
        if (a[i] > 0.0)
            t = a[i];
        else
            t = -a[i];
        a[i] = t;
    }
}

void after_continue(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: private(t)
        if (a[i] > 0.0) continue;
        t = a[i];
        a[i] = t;
    }
}

double last_value_skipped(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: conditional-last-value(t)
        if (a[i] > 0.0) continue;
        t = a[i];
        a[i] = t;
    }
    return t;
}

void in_zero_trip_inner_loop(double* a, int n, int m) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(t)
        for (int j = 0; j < m; ++j) t = a[j];  // expect: lastprivate(t)
        a[i] = t;
    }
}

void in_switch(double* a, const int* kind, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(t)
        switch (kind[i]) {
            case 0: t = 1.0; break;
            default: break;
        }
        a[i] = t;
    }
}

void short_circuit(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(t)
        if (a[i] > 0.0 && (t = a[i]) > 1.0) a[i] = 0.0;
        a[i] += t;
    }
}

void recurrence(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(t)
        a[i] += t;
        t = a[i];
    }
}

void read_in_next_round(double* a, int n) {
    double t = 0.0;
    for (int k = 0; k < 3; ++k) {  // expect: carried-scalar(t) reduction-through-memory
        a[0] += t;
        for (int i = 0; i < n; ++i) {  // expect: lastprivate(t)
            t = a[i];
            a[i] = t * 2.0;
        }
    }
}

void dead_in_next_round(double* a, int n) {
    double t;
    for (int k = 0; k < 3; ++k) {  // expect: private(t) reduction-through-memory
        t = 0.0;
        a[0] += t;
        for (int i = 0; i < n; ++i) {  // expect: private(t)
            t = a[i];
            a[i] = t * 2.0;
        }
    }
}

void continue_keeps_it_live(double* a, int n) {
    double t = 0.0;
    for (int k = 0; k < 3; ++k) {  // expect: carried-scalar(t) reduction-through-memory
        a[0] += t;
        for (int i = 0; i < n; ++i) {  // expect: lastprivate(t)
            t = a[i];
            a[i] = t * 2.0;
        }
        if (a[1] > 0.0) continue;
        t = 0.0;
    }
}

void address_taken(double* a, int n) {
    double t = 0.0;
    double* p = &t;
    for (int i = 0; i < n; ++i) {  // expect: address-taken(t)
        t = a[i];
        a[i] = *p;
    }
}

void written_through_pointer(double* a, int n) {
    double t = 0.0;
    double* p = &t;
    for (int i = 0; i < n; ++i) {  // expect: address-taken(t)
        *p = a[i];
        a[i] = t;
    }
}

void bound_reference(double* a, int n) {
    double t = 0.0;
    double& r = t;
    for (int i = 0; i < n; ++i) {  // expect: address-taken(t) visible(r)
        t = a[i];
        a[i] = r;
    }
}

void captured(double* a, int n) {
    double t = 0.0;
    auto f = [&t] { return t; };
    for (int i = 0; i < n; ++i) {  // expect: address-taken(f) address-taken(t)
        t = a[i];
        a[i] = f();
    }
}

void passed_to_unknown(double* a, int n) {
    double t;
    for (int i = 0; i < n; ++i) {  // expect: address-taken(t)
        fill(t);
        a[i] = t;
    }
}

void kept_elsewhere(double* a, int n) {
    double t;
    for (int i = 0; i < n; ++i) {  // expect: address-taken(t) carried-scalar(kept)
        t = a[i];
        keep(t);
        a[i] = t;
    }
}

void global_temporary(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: shared-variable-write(total)
        total = a[i];
        a[i] = total * 2.0;
    }
}

void static_counter(double* a, int n) {
    for (int i = 0; i < n; ++i) a[i] = ++calls;  // expect: carried-scalar(calls)
}

void plain_struct(Sums* a, int n) {
    Sums s;
    for (int i = 0; i < n; ++i) {  // expect: private(s)
        s = a[i];
        s.first += 1.0;
        a[i] = s;
    }
}

void half_a_struct(Sums* a, int n) {
    Sums s{};
    for (int i = 0; i < n; ++i) {  // expect: carried-scalar(s)
        s.first = a[i].first;
        a[i] = s;
    }
}

void pointer_walk(const double* a, double* b, int n) {
    for (int i = 0; i < n; ++i) *b++ = a[i];  // expect: carried-scalar(b)
}

void row_pointer(double* a, int n, int m) {
    double* row;
    for (int i = 0; i < n; ++i) {  // expect: private(row)
        row = a + i * m;
        for (int j = 0; j < m; ++j) row[j] = 0.0;  // expect: -
    }
}

void with_goto(double* a, int n) {
    double t = 0.0;
    for (int i = 0; i < n; ++i) {  // expect: irregular-control-flow(t)
        if (a[i] > 0.0) goto next;
        t = a[i];
    next:
        a[i] = t;
    }
}

void grows(std::vector<int>& v, int n) {
    for (int i = 0; i < n; ++i) v.push_back(i);  // expect: container-modified(v)
}

void scale_by_reference(double* a, int n, const double& f) {
    for (int i = 0; i < n; ++i) a[i] *= f;  // expect: array(*:a[?]) reassociates visible(f)
}

double volatile_sum(const double* a, int n) {
    volatile double s = 0.0;
    for (int i = 0; i < n; ++i) s = s + a[i];  // expect: volatile(s)
    return s;
}
