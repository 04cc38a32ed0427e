// Containers that may be elements of other containers.
#include <array>
#include <cstddef>
#include <vector>

using Row = std::vector<double>;
using Matrix = std::vector<Row>;

void product(const Matrix& m, const Row& x, Row& y) {
    for (std::size_t i = 0; i < y.size(); ++i) {  // expect: parallel assuming (m.data() + m.size() <= &y || &y + 1 <= m.data()) && &x != &y
        double sum = 0;
        for (std::size_t j = 0; j < x.size(); ++j)  // expect: parallel-with reduction(+:sum)
            sum += m[i][j] * x[j];
        y[i] = sum;
    }
}

// Two levels up nothing tells where the elements lie.
void deeper(const std::vector<Matrix>& blocks, Row& y) {
    for (std::size_t i = 0; i < y.size(); ++i)  // expect: parallel assuming (`y` is no part of `blocks`)
        y[i] = blocks[i][0][0];
}

struct Particle {
    double mass;
    Row history;
};

void member_of_elements(const std::vector<Particle>& all, Row& out) {
    for (std::size_t i = 0; i < out.size(); ++i)  // expect: parallel assuming ((const void *)(all.data() + all.size()) <= (const void *)(&out) || (const void *)(&out + 1) <= (const void *)(all.data()))
        out[i] = all[i].history[0];
}

struct Named : Particle {
    int id;
};

void member_of_a_base(const std::vector<Named>& all, Row& out) {
    for (std::size_t i = 0; i < out.size(); ++i)  // expect: parallel assuming ((const void *)(all.data() + all.size()) <= (const void *)(&out) || (const void *)(&out + 1) <= (const void *)(all.data()))
        out[i] = all[i].mass;
}

struct Owner {
    std::vector<Particle> particles;
};

// The particles' histories lie behind another container.
void owned_elsewhere(const std::vector<Owner>& owners, Row& out) {
    for (std::size_t i = 0; i < out.size(); ++i)  // expect: parallel assuming (`out` is no part of `owners`)
        out[i] = owners[i].particles[0].history[0];
}

void array_of_rows(std::array<Row, 8>& rows, const Row& x) {
    for (std::size_t i = 0; i < 8; ++i)  // expect: parallel assuming (rows.data() + rows.size() <= &x || &x + 1 <= rows.data())
        rows[i][0] = x[i];
}

// Numbers hold no containers.
void unrelated(const std::vector<std::vector<float>>& m, Row& y) {
    for (std::size_t i = 0; i < y.size(); ++i)  // expect: parallel
        y[i] = m[i][0];
}

void by_itself(Matrix& m) {
    for (std::size_t i = 0; i < m.size(); ++i)  // expect: refused
        m[i][0] = m[0][0] + 1;
}

// Elements that have containers of their own kind: one may be inside of the other either way.
struct Tree {
    std::vector<Tree> children;
    double value;
    Row history;
};

void of_the_same_kind(std::vector<Tree>& one, std::vector<Tree>& other) {
    for (std::size_t i = 0; i < one.size(); ++i)  // expect: parallel assuming (`other` and `one` share no elements, nor do parts of them)
        one[i].value = other[i].children[0].value;
}

void of_a_tree(Tree& tree, Row& out) {
    for (std::size_t i = 0; i < out.size(); ++i)  // expect: parallel assuming (`out` is no part of `tree.children`)
        out[i] = tree.children[i].value;
    for (std::size_t i = 0; i < tree.children.size(); ++i)  // expect: parallel
        tree.children[i].value = tree.history[i];
}
