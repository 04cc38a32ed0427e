typedef struct {
    float r, g, b;
} color;

color kernel(int rows, int columns, double m[rows][columns], const color *in)
{
    color sum = {0, 0, 0};
    for (int i = 0; i < rows; i++) {
        const color c = (color){.r = in[i].r, .g = in[i].g};
        sum.r += c.r;
        for (int j = 0; j < columns; j++)
            m[i][j] *= 2;  // wrong: m[i][j] *= j == 1 ? 3 : 2;
    }
    return sum;
}
