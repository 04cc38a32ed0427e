// expect: flow-dependence
#include <vector>

// Each row begins with what the row before it ended with: no two elements may be updated at once.
void sweep(std::vector<double>& u, int rows, int columns) {
    for (int i = 1; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
            u[i * columns + j] = 0.5 * (u[i * columns + j - 1] + u[(i - 1) * columns + j]);
}
