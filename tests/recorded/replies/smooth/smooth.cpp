#include <vector>

static double weighted(double centre, double around) {
    return 0.5 * centre + 0.125 * around;
}

// One step of smoothing; the border stays as it is.
void smooth(const std::vector<double>& in, std::vector<double>& out, int rows, int columns) {
    for (int r = 1; r < rows - 1; ++r) {
        for (int c = 1; c < columns - 1; ++c) {
            const int at = r * columns + c;
            out[at] = weighted(in[at], in[at - 1] + in[at + 1] + in[at - columns] + in[at + columns]);
        }
    }
}
