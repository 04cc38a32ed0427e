// Functions that call themselves: the marker stands at the first of the calls.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <vector>

struct Node {
    Node* left;
    Node* right;
    int value;
};

int fib(int n) {
    if (n < 2) return n;
    return fib(n - 1) + fib(n - 2);  // expect: parallel-with tasks
}

int height(const Node* n) {
    if (n == nullptr) return 0;
    const int left = height(n->left);  // expect: parallel-with tasks assuming (stack-suffices)
    const int right = height(n->right);
    return 1 + std::max(left, right);
}

int on_one_line(int n) { return n < 2 ? 1 : on_one_line(n - 1) + on_one_line(n - 2); }  // expect: parallel-with tasks

int partitions(int n, int most) {
    if (n == 0) return 1;
    int count = 0;
    for (int part = 1; part <= std::min(n, most); ++part)  // expect: parallel-with reduction(+:count)
        count += partitions(n - part, part);  // expect: parallel-with tasks assuming (stack-suffices)
    return count;
}

// The second call is given the result of the first.
int chained(int n) {
    if (n < 3) return 1;
    const int a = chained(n - 1);  // expect: unknown recursion-in-order
    const int b = chained(n - a);
    return a + b;
}

int takeuchi(int x, int y, int z) {
    if (y >= x) return z;
    return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y));  // expect: unknown recursion-in-order
}

// The second call need not happen.
bool reaches(const Node* n, int value) {
    return n != nullptr && (n->value == value || reaches(n->left, value) || reaches(n->right, value));  // expect: unknown recursion-in-order
}

bool early(const Node* n, int value) {
    if (n == nullptr) return false;
    if (early(n->left, value)) return true;  // expect: unknown recursion-in-order
    return early(n->right, value);
}

// Only one of the calls happens.
int search(const int* data, int low, int high, int key) {
    if (low >= high) return low;
    const int middle = low + (high - low) / 2;
    if (data[middle] < key) return search(data, middle + 1, high, key);  // expect: unknown recursion-in-order
    return search(data, low, middle, key);
}

int numbered(int n) {
    static int calls = 0;
    const int own = ++calls;
    return n < 2 ? own : numbered(n - 1) + numbered(n - 2);  // expect: sequential static-state
}

int total = 0;
int counted(int n) {
    ++total;
    return n < 2 ? 1 : counted(n - 1) + counted(n - 2);  // expect: sequential recursion-writes-globals
}

long long table[100];
long long remembered(int n) {
    if (n < 2) return n;
    if (table[n] != 0) return table[n];
    return table[n] = remembered(n - 1) + remembered(n - 2);  // expect: sequential recursion-writes-globals
}

void numbers(const Node* n, int& next, int* order) {
    if (n == nullptr) return;
    numbers(n->left, next, order);  // expect: unknown recursion-in-order
    order[next++] = n->value;
    numbers(n->right, next, order);
}

void appended(const Node* n, std::vector<int>& out) {
    if (n == nullptr) return;
    appended(n->left, out);  // expect: refused
    out.push_back(n->value);
    appended(n->right, out);
}

void marked(Node* n) {
    if (n == nullptr) return;
    n->value = 1;
    marked(n->left);  // expect: unknown recursion-writes-memory
    marked(n->right);
}

void hanoi(int n, char from, char to, char by) {
    if (n == 0) return;
    hanoi(n - 1, from, by, to);  // expect: sequential ordered-io
    std::printf("%c%c\n", from, to);
    hanoi(n - 1, by, to, from);
}

int thrown(int n) {
    if (n < 0) throw std::invalid_argument("negative");
    return n < 2 ? 1 : thrown(n - 1) + thrown(n - 2);  // expect: unknown unknown-call
}

int is_odd(int n);
int is_even(int n) { return n == 0 ? 1 : is_odd(n - 1) + is_even(n - 1) * is_even(n - 2); }  // expect: unknown recursion-mutual
int is_odd(int n) { return n == 0 ? 0 : is_even(n - 1); }

struct Solver {
    int limit;
    int count(int n) const { return n > limit ? 1 : count(n + 1) + count(n + 2); }  // expect: unknown recursion-member
};

template <class T>
T powers(T x, int n) {
    return n == 0 ? T(1) : powers(x, n - 1) + powers(x, n - 1);  // expect: unknown recursion-kind
}
double used(double x) { return powers(x, 3); }

constexpr int constant(int n) { return n < 2 ? n : constant(n - 1) + constant(n - 2); }  // expect: unknown recursion-kind

int folded(int n, const std::function<int(int)>& leaf) {
    if (n < 2) return leaf(n);
    return folded(n - 1, leaf) + folded(n - 2, leaf);  // expect: unknown unknown-call
}

thread_local int seed = 1;
int seeded(int n) { return n < 2 ? seed : seeded(n - 1) + seeded(n - 2); }  // expect: unknown thread-local

// The order of floating-point additions would be another.
double weights(int n) {
    double sum = 1.0;
    for (int i = 0; i < n; ++i)  // expect: parallel-with reduction(+:sum)
        sum += weights(i) / n;  // expect: unknown recursion-in-order
    return sum;
}

// The sum decides how the loop goes on.
int limited(int n) {
    int count = 0;
    for (int i = 0; i < n && count < 10; ++i)  // expect: refused
        count += limited(i);  // expect: unknown recursion-in-order
    return count + 1;
}

int thrown_first(int n) {
    if (n < 0) throw 1;
    const int a = thrown_first(n - 1);  // expect: unknown may-throw
    const int b = thrown_first(n - 2);
    return a + b;
}

// What the calls read changes while the loop runs.
int permuted(const int* given, int n) {
    int rest[8] = {};
    int count = 1;
    for (int i = 0; i < n; ++i) {  // expect: refused
        rest[i & 7] = given[i & 7];
        count += permuted(rest, n - 1);  // expect: unknown recursion-in-order
    }
    return count;
}

// The second call sees through a pointer what the first returned.
int seen(const int* value, int n) {
    if (n < 2) return *value;
    int own = 0;
    const int* view = &own;
    own = seen(value, n - 1);  // expect: unknown recursion-in-order
    const int other = seen(view, n - 2);
    return own + other;
}

// An overload is another function.
int overload(int n, int m) { return n < m ? n : m; }
int overload(int n) { return overload(n, 1) + overload(n, 2); }
