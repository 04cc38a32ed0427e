// Bounds that were copied from members, and indices that are computed from the members. Where the two
// may differ, a test before the loop compares them.
#include <cstddef>
#include <vector>

struct Matrix {
    int rows_, cols_;
    std::vector<double> data;
    double& operator()(int i, int j) { return data[i * cols_ + j]; }
    int rows() const { return rows_; }
    int cols() const { return cols_; }
    void widen() { cols_ = cols_ + 1; }
};

void copied(Matrix& m) {
    const int n = m.rows();
    int k = m.cols();
    for (int i = 0; i < n; ++i)  // expect: parallel collapse 2
        for (int j = 0; j < k; ++j)  // expect: parallel
            m(i, j) = 0;
}

void changed_in_between(Matrix& m) {
    int k = m.cols();
    m.cols_ = 3;
    for (int i = 0; i < m.rows(); ++i)  // expect: parallel collapse 2 assuming m.cols_ >= k
        for (int j = 0; j < k; ++j)  // expect: parallel
            m(i, j) = 0;
}

void changed_by_a_call(Matrix& m) {
    int k = m.cols();
    m.widen();
    for (int i = 0; i < m.rows(); ++i)  // expect: parallel collapse 2 assuming m.cols_ >= k
        for (int j = 0; j < k; ++j)  // expect: parallel
            m(i, j) = 0;
}

void changed_through_a_reference(Matrix& m, int& n) {
    int k = m.cols();
    n = 7;
    for (int i = 0; i < m.rows(); ++i)  // expect: parallel collapse 2 assuming m.cols_ >= k
        for (int j = 0; j < k; ++j)  // expect: parallel
            m(i, j) = 0;
}

void changed_as_a_whole(Matrix& m, const Matrix& other) {
    int k = m.cols();
    m = other;
    for (int i = 0; i < m.rows(); ++i)  // expect: parallel collapse 2 assuming m.cols_ >= k
        for (int j = 0; j < k; ++j)  // expect: parallel
            m(i, j) = 0;
}

void of_another(Matrix& m, const Matrix& other) {
    int k = other.cols();
    for (int i = 0; i < m.rows(); ++i)  // expect: parallel collapse 2 assuming m.cols_ >= other.cols()
        for (int j = 0; j < k; ++j)  // expect: parallel
            m(i, j) = 0;
}

class Grid {
  public:
    void clear() {
        const std::size_t w = width_;
        for (std::size_t y = 0; y < height_; ++y)  // expect: parallel collapse 2
            for (std::size_t x = 0; x < w; ++x)  // expect: parallel
                cells_[y * width_ + x] = 0;
    }

  private:
    std::size_t width_, height_;
    std::vector<double> cells_;
};
