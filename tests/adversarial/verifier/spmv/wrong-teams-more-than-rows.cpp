// family: teams
// refused: equivalence different-result; coverage different-result; dependence-recording different-result; dependence-recording order-dependent
// why: with more threads than rows nobody does anything
#include <omp.h>

#include <vector>

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
#pragma omp parallel
  {
    const int threads = omp_get_num_threads();
    const int me = omp_get_thread_num();
    const int chunk = rows / threads;
    const int begin = me * chunk;
    const int end = chunk > 0 && me == threads - 1 ? rows : begin + chunk;
    for (int r = begin; r < end; ++r) {
      double sum = 0.0;
      for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
        sum += value[k] * x[column[k]];
      }
      y[r] = sum;
    }
  }
  return y;
}
