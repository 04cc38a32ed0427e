#include <vector>

// One step of a wavelet transform along each row: means first, then differences.
void haar_rows(std::vector<std::vector<float>>& rows) {
  for (auto& row : rows) {
    std::vector<float> old = row;
    std::size_t half = old.size() / 2;
    for (std::size_t i = 0; i < half; i++) {
      row[i] = (old[2 * i] + old[2 * i + 1]) * 0.5f;
      row[half + i] = (old[2 * i] - old[2 * i + 1]) * 0.5f;
    }
  }
}
