#include <vector>

std::vector<float> box_blur(const std::vector<float>& in, int width, int height) {
  std::vector<float> out(in.size());
#pragma omp parallel for schedule(static)
  for (int y = 1; y < height - 1; ++y) {
    const float* above = in.data() + (y - 1) * width;
    const float* row = above + width;
    const float* below = row + width;
    float* to = out.data() + y * width;
    for (int x = 1; x < width - 1; ++x) {
      float sum = 0;
      sum += above[x - 1];
      sum += above[x];
      sum += above[x + 1];
      sum += row[x - 1];
      sum += row[x];
      sum += row[x + 1];
      sum += below[x - 1];
      sum += below[x];
      sum += below[x + 1];
      to[x] = sum / 9;
    }
  }
  return out;
}
