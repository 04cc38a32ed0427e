// Functions that call themselves, for the rule `recursive-tasks`.
#include <algorithm>
#include <cstddef>

struct Node {
    const Node* left;
    const Node* right;
    long long weight;
};

/// The sum of two calls.
long long fib(int n) {
    if (n < 2) return n;
    return ::fib(n - 1) + fib(n - 2);
}

// A conditional expression, all on one line.
unsigned long ways(unsigned steps) { return steps < 3 ? steps : ways(steps - 1) + ways(steps - 2); }

// Calls as arguments of another call.
int height(const Node* node) {
    if (node == nullptr) {
        return 0;
    }
    return 1 + std::max(height(node->left), height(node->right));
}

// Calls that need not happen.
long long weight(const Node* node) {
    long long sum = node->weight;
    if (node->left) sum += weight(node->left);
    if (node->right) {
        sum += weight(node->right);
    }
    return sum;
}

// Declarations, something computed between them.
static double area(double (&curve)[16], double from, double to, int depth) {
    const double middle = 0.5 * (from + to);
    if (depth == 0) return (to - from) * curve[static_cast<int>(middle) & 15];
    const double left = area(curve, from, middle, depth - 1);
    const int rest = depth - 1;
    const double right = area(curve, middle, to, rest);
    return left + right;
}

double whole_area(double (&curve)[16], int depth) { return area(curve, 0.0, 16.0, depth); }

// A sum of ranges.
long long range_sum(const int* data, std::size_t begin, std::size_t end) {
    if (end - begin <= 8) {
        long long sum = 0;
        for (std::size_t i = begin; i < end; ++i) {
            sum += data[i];
        }
        return sum;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const long long left = range_sum(data, begin, middle);
    const long long right = range_sum(data, middle, end);
    return left + right;
}

// Calls in a loop.
int queens(int n, unsigned columns, unsigned down, unsigned up) {
    const unsigned all = (1u << n) - 1u;
    if (columns == all) {
        return 1;
    }
    int count = 0;
    unsigned open = all & ~(columns | down | up);
    while (open != 0) {
        const unsigned bit = open & (0u - open);
        open ^= bit;
        count += queens(n, columns | bit, (down | bit) << 1, (up | bit) >> 1);
    }
    return count;
}

// Two calls in each iteration.
long long shapes(int nodes) {
    if (nodes < 2) return 1;
    long long count = 0;
    for (int left = 0; left < nodes; ++left) count += shapes(left) * shapes(nodes - 1 - left);
    return count;
}

// Ranges of two arrays, which change places from call to call.
static void merge(const int* from, int* to, int low, int middle, int high) {
    int i = low, j = middle, k = low;
    while (i < middle && j < high) {
        if (from[j] < from[i]) {
            to[k++] = from[j++];
        } else {
            to[k++] = from[i++];
        }
    }
    while (i < middle) to[k++] = from[i++];
    while (j < high) to[k++] = from[j++];
}

void merge_sort(int* from, int* to, int low, int high) {
    if (high - low < 2) return;
    const int middle = low + (high - low) / 2;
    merge_sort(to, from, low, middle);
    merge_sort(to, from, middle, high);
    merge(from, to, low, middle, high);
}

// A pointer and a length, and what was found there.
double doubled(double* data, int n) {
    if (n < 1) return 0;
    if (n == 1) return data[0] *= 2;
    const int half = n / 2;
    const double left = doubled(data, half);
    const double right = doubled(data + half, n - half);
    return left + right;
}
