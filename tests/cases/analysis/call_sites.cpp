// Parameters of internal functions lead to what their calls pass, if all calls are in sight.
#include <cstdlib>
#include <vector>

double left[1000];
double right[1000];
static double* block = static_cast<double*>(std::malloc(sizeof(double) * 1000));

static void all_different(double* x, const double* y, const int* at, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = y[at[i]];
}

// One call passes parts of one array.
static void parts_of_one(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

// Others may call it, too.
void visible_elsewhere(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

// Its address is taken: whoever has it may call it.
static void called_by_address(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

// What it is given was given to its caller.
static void handed_on(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = y[i];
}

static void hands_on(double* p, double* q, int n) { handed_on(p + 1, &q[2], n); }

// The caller's own pointer was redirected before.
static void handed_on_changed(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

static void changes_and_hands_on(double* p, double* q, int n) {
    if (n > 500) p = q + 1;
    handed_on_changed(p, q, n);
}

// A parameter and a global array that is passed, and one that is not.
static void beside_a_global(double* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = right[i];
}

static void beside_the_same_global(double* x, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (left + 1000 <= x || x + n <= left)
        x[i] = left[i];
}

// It redirects the parameter itself.
static void redirects(double* x, double* y, int n) {
    if (n == 7) y = x + 1;
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

// Rows behind pointers may be the same though the arrays of pointers are not.
static void rows(double** x, double** y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2 assuming (what `x[]` leads to and what `y[]` leads to do not overlap) && (no two pointers of `x[]` lead to memory that overlaps)
        for (int j = 0; j < 10; ++j)  // expect: parallel assuming (`x[i]` and what `y[]` leads to do not overlap)
            x[i][j] = y[j][i];
}

static void of_references(std::vector<double>& x, const std::vector<double>& y) {
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: parallel
        x[i] = 2 * y[i];
}

// Called by itself, with its own parameters changing places: they stay apart.
static void changes_places(double* x, double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = y[i];
    if (n > 1) changes_places(y, x, n / 2);
}

// Called by itself, with parts of one of them.
static void splits(double* x, double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
    if (n > 1) splits(x, x + n / 2, n / 2);
}

namespace {
void in_unnamed_namespace(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        x[i] = y[i];
}
}  // namespace

// Never called: nothing is known.
static void never_called(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

// Two pointers that are apart may lead to one array: references to them say nothing of that.
static void behind_references(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

static void by_references(double*& p, double*& q, int n) { behind_references(p, q, n); }

// One is the function's own, one that of a lambda in it.
static void in_a_lambda(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

static void calls_a_lambda(double* p, double*, int n) {
    auto call = [p](int m, double* q) { in_a_lambda(p, q, m); };
    call(n, p + 1);
}

// An allocator of the program's own may give one block twice.
namespace pool {
double* malloc(int) { return left; }
}
struct Pooled {
    double value;
    static void* operator new[](std::size_t) { return left; }
};

static void from_a_pool(double* x, const double* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i] = y[i];
}

static void of_pooled(Pooled* x, const Pooled* y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (x + n <= y || y + n <= x)
        x[i].value = y[i].value;
}

using Kernel = void (*)(double*, const double*, int);

Kernel run(int n, double* given) {
    double here[100] = {};
    int at[100] = {};
    double* fresh = new double[1000];
    double* changed = new double[1000];
    all_different(left, right, at, n);
    all_different(block, left + 3, at, n);
    all_different(&here[2], fresh, at, n);
    parts_of_one(left, right, n);
    parts_of_one(left, left + 10, n);
    hands_on(left, right, n);
    hands_on(block, here, n);
    changes_and_hands_on(left, right, n);
    beside_a_global(left, n);
    beside_a_global(fresh, n);
    beside_the_same_global(left + 1, n);
    redirects(left, right, n);
    double* some[20] = {left, right};
    double* others[20] = {right, left};
    rows(some, others, n);
    std::vector<double> one(100), other(100);
    of_references(one, other);
    changes_places(left, right, n);
    splits(left, right, n);
    in_unnamed_namespace((left), static_cast<double*>(right), n);
    double* one_pointer = left;
    double* other_pointer = left + 1;
    by_references(one_pointer, other_pointer, n);
    calls_a_lambda(left, right, n);
    double* pooled = pool::malloc(n);
    double* again = pool::malloc(n);
    from_a_pool(pooled, again, n);
    Pooled* some_pooled = new Pooled[10];
    Pooled* more_pooled = new Pooled[10];
    of_pooled(some_pooled, more_pooled, n);
    changed = given;
    in_unnamed_namespace(fresh, block, n);
    delete[] changed;
    delete[] fresh;
    return n > 3 ? called_by_address : nullptr;
}
