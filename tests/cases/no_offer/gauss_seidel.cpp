// expect: flow-dependence
#include <vector>

void sweep(std::vector<double>& u, int rows, int columns) {
    for (int i = 1; i < rows - 1; ++i)
        for (int j = 1; j < columns - 1; ++j)
            u[i * columns + j] = 0.25 * (u[(i - 1) * columns + j] + u[(i + 1) * columns + j] +
                                         u[i * columns + j - 1] + u[i * columns + j + 1]);
}
