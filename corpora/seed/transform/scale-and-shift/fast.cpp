#include <vector>

void calibrate(std::vector<double>& reading, double gain, double offset) {
  double* r = reading.data();
  const long n = static_cast<long>(reading.size());
#pragma omp parallel for simd
  for (long i = 0; i < n; ++i) {
    r[i] = r[i] * gain + offset;
  }
}
