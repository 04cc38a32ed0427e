#include <vector>

// One step of a wavelet transform along each row: means first, then differences.
void haar_rows(std::vector<std::vector<float>>& rows) {
#pragma omp parallel
  {
    // One copy a thread, which keeps its room from row to row.
    std::vector<float> old;
#pragma omp for schedule(dynamic, 8)
    for (std::size_t r = 0; r < rows.size(); r++) {
      std::vector<float>& row = rows[r];
      old = row;
      const std::size_t half = old.size() / 2;
      for (std::size_t i = 0; i < half; i++) {
        row[i] = (old[2 * i] + old[2 * i + 1]) * 0.5f;
        row[half + i] = (old[2 * i] - old[2 * i + 1]) * 0.5f;
      }
    }
  }
}
