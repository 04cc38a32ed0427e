#include <vector>

// A x for a matrix in compressed rows.
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x, int rows) {
    std::vector<double> y(rows > 0 ? rows : 0);
    int k = 0;
    for (int r = 0; r < rows; ++r) {
        double sum = 0.0;
        const int end = row_start[r + 1];
        for (; k < end; ++k) {
            sum += value[k] * x[column[k]];
        }
        y[r] = sum;
    }
    return y;
}
