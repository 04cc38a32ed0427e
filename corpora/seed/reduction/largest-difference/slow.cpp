#include <cmath>

float max_error(const float* expected, const float* actual, long count) {
  float worst = 0.0f;
  for (long i = 0; i < count; ++i) {
    float error = std::fabs(expected[i] - actual[i]);
    if (error > worst) worst = error;
  }
  return worst;
}
