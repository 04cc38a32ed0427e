#include <algorithm>
#include <cstdint>

void quantise(const float* image, std::uint8_t* pixels, int count) {
#pragma omp parallel for if ((const void*)(image + count) <= (const void*)pixels || \
                             (const void*)(pixels + count - 1) <= (const void*)image)
  for (int i = 0; i < count; ++i) {
    const float level = std::min(std::max(image[i], 0.0f), 1.0f);
    pixels[i] = static_cast<std::uint8_t>(255.0f * level + 0.5f);
  }
}
