// Smart pointers: looking through one reads it, copying a shared one counts in shared memory.
#include <cstddef>
#include <memory>
#include <vector>

struct Shape {
    double size;
    double scaled(double f) const { return size * f; }
};

double looked_through(const std::vector<std::shared_ptr<Shape>>& shapes) {
    double s = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i)  // expect: parallel-with reduction(+:s)
        s += shapes[i]->scaled(2);
    return s;
}

double owned(const std::vector<std::unique_ptr<Shape>>& shapes) {
    double s = 0;
    for (const auto& shape : shapes)  // expect: parallel-with reduction(+:s)
        s += shape->size * (*shape).size;
    return s;
}

double copied(const std::vector<std::shared_ptr<Shape>>& shapes) {
    double s = 0;
    for (std::size_t i = 0; i < shapes.size(); ++i) {  // expect: unknown shared-count
        const std::shared_ptr<Shape> mine = shapes[i];
        s += mine->size;
    }
    return s;
}

void all_to_one(const std::vector<std::shared_ptr<Shape>>& shapes) {
    for (std::size_t i = 0; i < shapes.size(); ++i)  // expect: refused
        shapes[i]->size = static_cast<double>(i);
}

// What an array behind a `unique_ptr` holds is no part of the pointer.
void elements(std::unique_ptr<double[]>& a, const std::unique_ptr<double[]>& b, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown unknown-write
        a[i] = b[i] * 2;
}
