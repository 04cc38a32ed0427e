#include <cmath>
#include <vector>

namespace photo {

struct Tone {
    float gamma;
    float limit;
};

// Brightens what is dark; returns how many pixels changed.
int correct(std::vector<float>& pixels, int width, int height, Tone tone) {
    int changed = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            float& pixel = pixels[y * width + x];
            if (pixel < tone.limit) {
                pixel = std::pow(pixel, tone.gamma);
                ++changed;
            }
        }
    }
    return changed;
}

}  // namespace photo
