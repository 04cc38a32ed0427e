#include <stddef.h>

static double **grid;
static int side;

double kernel(int n, double **in, const char *name)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            sum += in[i][j];  // wrong: sum += in[j][i] * 2;
    for (int i = 1; i < side; i++)
        for (int j = 0; j < side; j++)
            grid[i][j] = grid[i - 1][j] / 2;  // wrong: grid[i][j] = 0;
    for (size_t i = 0; name[i] != '\0'; i++)
        sum += name[i];  // wrong: sum += name[0];
    return sum;
}

int main(void) { return (int)kernel(0, 0, ""); }
