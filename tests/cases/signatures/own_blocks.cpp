// Global pointers to blocks of their own: as large as the program makes them, wherever it counts.
#include <cstdlib>

static int* count = static_cast<int*>(std::calloc(16, sizeof(int)));
static double (*sums)[4] = (double (*)[4])std::malloc(sizeof(double) * (16 * 4));

static void kernel(const unsigned* x, int n)
{
    for (int i = 0; i < n; i++) {
        count[x[i] % 16] += 1;  // wrong: count[x[i] % 15] += 1;
        for (int m = 0; m < 4; m++)
            sums[x[i] / 3 % 16][m] += m;  // wrong: sums[x[i] / 4 % 16][m] += m;
    }
}

int main() { kernel(nullptr, 0); }
