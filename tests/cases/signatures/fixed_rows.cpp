// Rows of fixed length, behind global pointers: what counts along them is as large as they are.
#include <cstdlib>

static double (*rhs)[6][5] = (double (*)[6][5])std::malloc(sizeof(double) * 30 * 40);
static double (*u)[6][5] = (double (*)[6][5])std::malloc(sizeof(double) * 30 * 40);
static int planes, rows;

static void kernel()
{
    double line[6];
    for (int k = 1; k <= planes; k++)
        for (int j = 1; j <= rows; j++) {
            for (int m = 0; m < 5; m++)
                u[k][j][m] = u[k][j][m] + rhs[k][j][m];  // wrong: u[k][j][m] = u[k][j][m] + rhs[1][j][m];
            line[j] = u[k][j][0];
            if (j > 1) u[k][j][0] += line[j - 1];  // wrong: if (j > 2) u[k][j][0] += line[j - 1];
        }
}

int main() { kernel(); }
