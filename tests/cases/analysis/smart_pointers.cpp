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

// No two of them have the same object: elements of a container lead to different memory.
void moved_on(std::vector<std::unique_ptr<Shape>>& shapes, double by) {
    for (auto& shape : shapes)  // expect: parallel
        shape->size += by;
}

void by_index(std::vector<std::unique_ptr<Shape>>& shapes) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {  // expect: parallel
        Shape& own = *shapes[i];
        own.size = own.scaled(2);
    }
}

void grow(Shape& shape) { shape.size *= 2; }

void by_callee(std::vector<std::unique_ptr<Shape>>& shapes) {
    for (auto& shape : shapes)  // expect: parallel
        grow(*shape);
}

void into_next(std::vector<std::unique_ptr<Shape>>& shapes) {
    for (std::size_t i = 1; i < shapes.size(); ++i)  // expect: sequential flow distance 1
        shapes[i]->size += shapes[i - 1]->size;
}

void into_one(std::vector<std::unique_ptr<Shape>>& shapes) {
    for (std::size_t i = 1; i < shapes.size(); ++i)  // expect: refused
        shapes[0]->size += shapes[i]->size;
}

// What a plain pointer leads to may be what one of them has.
void beside(std::vector<std::unique_ptr<Shape>>& shapes, const Shape* other) {
    for (auto& shape : shapes)  // expect: parallel assuming (`shapes` and `other` do not overlap)
        shape->size = other->size;
}

void filled(std::unique_ptr<double[]>& a, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel
        a[i] = a[i] * 2 + i;
}

void from_another(std::unique_ptr<double[]>& a, const std::unique_ptr<double[]>& b, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming (`a` and `b` do not overlap)
        a[i] = b[i] * 2;
}

double made_here(std::size_t n, const double* in) {
    auto a = std::make_unique<double[]>(n);
    for (std::size_t i = 0; i < n; ++i) a[i] = in[n - 1 - i];  // expect: parallel
    double s = 0;
    for (std::size_t i = 0; i < n; ++i) s += a[i];  // expect: parallel-with reduction(+:s)
    return s;
}

void rows(std::vector<std::unique_ptr<double[]>>& m, int w) {
    for (std::size_t i = 0; i < m.size(); ++i)  // expect: parallel collapse 2
        for (int j = 0; j < w; ++j) m[i][j] *= 2;  // expect: parallel
}

void handed_on(std::vector<std::unique_ptr<Shape>>& shapes) {
    for (std::size_t i = 1; i < shapes.size(); ++i)  // expect: refused
        shapes[i - 1] = std::move(shapes[i]);
}

// Its deleter may leave the object to others.
struct Kept {
    void operator()(Shape*) const {}
};

void shared(std::vector<std::unique_ptr<Shape, Kept>>& shapes) {
    for (auto& shape : shapes)  // expect: refused
        shape->size += 1;
}

// It was given an object that something else leads to.
void adopted(double* raw, const double* same, int n) {
    std::unique_ptr<double[]> a(raw);
    for (int i = 0; i < n; ++i)  // expect: refused
        a[i] = same[n - 1 - i];
    a.release();
}

struct Image {
    std::unique_ptr<double[]> cells;
    int width, height;
    void scale(double f) {
        for (int y = 0; y < height; ++y)  // expect: parallel collapse 2
            for (int x = 0; x < width; ++x)  // expect: parallel
                cells[x + y * width] *= f;
    }
};
