#include <vector>

// A x for a matrix in compressed rows.
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x, int rows) {
    std::vector<double> y(rows > 0 ? rows : 0);
    for (int r = 0; r < rows; ++r) {
        for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
            y[r] += value[k] * x[column[k]];
        }
    }
    return y;
}
