// A guard may name public members of classes that have constructors, but no private ones: it compares the objects then.
#include <vector>

struct Vector {
    Vector(int start, int size) : first(start), coefs(size) {}
    int first;
    std::vector<double> coefs;
};

struct Matrix {
    Matrix() {}
    std::vector<int> row_offsets, packed_cols;
    std::vector<double> packed_coefs;
};

void product(Matrix& A, Vector& x, Vector& y, int rows) {
    const int* const offsets = &A.row_offsets[0];
    const int* const cols = &A.packed_cols[0];
    const double* const coefs = &A.packed_coefs[0];
    const double* const xs = &x.coefs[0];
    double* ys = &y.coefs[0];
    for (int row = 0; row < rows; ++row) {  // expect: parallel assuming &A.packed_coefs != &y.coefs && &x != &y
        double sum = 0;
        for (int i = offsets[row]; i < offsets[row + 1]; ++i)  // expect: parallel-with reduction(+:sum)
            sum += coefs[i] * xs[cols[i]];
        ys[row] = sum;
    }
}

class Column {
  public:
    Column(int size) : values(size) {}
    std::vector<double>& all() { return values; }
    int length;

  private:
    std::vector<double> values;
};

void scaled(Column& x, Matrix& y, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((const void *)(&x + 1) <= (const void *)(&y) || (const void *)(&y + 1) <= (const void *)(&x))
        y.packed_coefs[i] = 2 * x.all()[i];
}
