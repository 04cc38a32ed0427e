#include <vector>

// One step of a wavelet transform along each row: means first, then differences.
void haar_rows(std::vector<std::vector<float>>& rows) {
#pragma omp parallel for schedule(dynamic, 8)
  for (std::size_t r = 0; r < rows.size(); r++) {
    std::vector<float>& row = rows[r];
    const std::size_t half = row.size() / 2;
    // Means go where nothing is read any more; only differences need room.
    std::vector<float> difference(half);
    for (std::size_t i = 0; i < half; i++) {
      const float a = row[2 * i], b = row[2 * i + 1];
      difference[i] = (a - b) * 0.5f;
      row[i] = (a + b) * 0.5f;
    }
    for (std::size_t i = 0; i < half; i++) row[half + i] = difference[i];
  }
}
