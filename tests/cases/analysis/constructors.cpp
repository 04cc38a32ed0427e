// What making an object does besides with its own memory.
#include <limits>
#include <vector>

int made = 0;
int table[1000];

struct Counted {
    int number;
    Counted() { number = made++; }
};

void counts(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        Counted one;
        a[i] = one.number;
    }
}

struct CountedByDefault {
    int number = made++;
};

void counts_by_default(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call
        CountedByDefault one;
        a[i] = one.number;
    }
}

struct Numbered {
    CountedByDefault part;
    int row;
    Numbered() : row(1) {}
};

void counts_in_a_part(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call
        Numbered one;
        a[i] = one.part.number;
    }
}

struct Derived : CountedByDefault {
    int row;
};

void counts_in_a_base(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call
        Derived one;
        a[i] = one.number;
    }
}

void counts_in_an_array(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown unknown-call
        CountedByDefault several[3];
        a[i] = several[0].number;
    }
}

struct Taker {
    int taken;
    explicit Taker(int& from) : taken(from) { from += 1; }
};

void takes(double* a, int* from, int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        a[i] = Taker(from[0]).taken;
}

struct Marker {
    explicit Marker(int place) { table[place % 7] += place; }
};

void marks(int n) {
    for (int i = 0; i < n; ++i)  // expect: refused
        Marker mark(i);
}

struct Reader {
    int seen;
    explicit Reader(int place) : seen(table[place]) {}
};

void reads_what_was_written() {
    for (int i = 1; i < 1000; ++i) {  // expect: refused
        Reader one(i - 1);
        table[i] = one.seen + 1;
    }
}

void reads_alone(double* __restrict a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        Reader one(i % 7);
        a[i] = one.seen;
    }
}

struct Hit {
    double distance = std::numeric_limits<double>::infinity();
    int object = -1;
};

void starts_with_constants(double* a, int n) {
    for (int i = 0; i < n; ++i) {  // expect: parallel
        Hit hit;
        a[i] = hit.distance;
    }
}

struct Tree {
    std::vector<Tree> children;
    int value = 0;
};

void tree_nodes(std::vector<Tree>& nodes, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown may-throw
        Tree node;
        node.value = i;
        nodes[i] = node;
    }
}
