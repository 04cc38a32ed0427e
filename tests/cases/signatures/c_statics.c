#include <math.h>
#include <stdbool.h>

struct point {
    double x, y;
    int kind;
};
enum mode { FAST, EXACT };

static double weights[4] = {1, 2, 3, 4};
static int calls;

static double length(const struct point *p) { return sqrt(p->x * p->x + p->y * p->y); }

static bool kernel(int n, const struct point *p, enum mode mode, _Bool *restrict odd, double *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = mode == EXACT ? length(&p[i]) * weights[i & 3] : p[i].x;
        odd[i] = p[i].kind & 1;  // wrong: odd[i] = 0;
    }
    calls++;  // wrong: calls += 2;
    return n > 2;
}

int main(void) { return kernel(0, 0, FAST, 0, 0); }
