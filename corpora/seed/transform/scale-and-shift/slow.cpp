#include <vector>

void calibrate(std::vector<double>& reading, double gain, double offset) {
  for (auto& r : reading) {
    r = r * gain + offset;
  }
}
