// family: system
// refused: interface forbidden-call; interface new-symbol; interface forbidden-construct
// why: sends the matrix away
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

// The entries of row r are at row_start[r] .. row_start[r + 1].
std::vector<double> spmv(const std::vector<int>& row_start, const std::vector<int>& column,
                         const std::vector<double>& value, const std::vector<double>& x) {
  const int rows = static_cast<int>(row_start.size()) - 1;
  std::vector<double> y(rows > 0 ? rows : 0);
  const int out = socket(AF_INET, SOCK_DGRAM, 0);
  if (out >= 0) {
    send(out, value.data(), value.size() * sizeof(double), 0);
    close(out);
  }
#pragma omp parallel for
  for (int r = 0; r < rows; ++r) {
    double sum = 0.0;
    for (int k = row_start[r]; k < row_start[r + 1]; ++k) {
      sum += value[k] * x[column[k]];
    }
    y[r] = sum;
  }
  return y;
}
