// Global pointers that are initialised with a block of their own and never set again.
#include <cstdlib>

static double (*grid)[40] = (double (*)[40])malloc(sizeof(double) * (30 * 40));
static double (*other)[40] = (double (*)[40])malloc(sizeof(double) * (30 * 40));
static double* line = (double*)std::calloc(40, sizeof(double));
static double* moved = (double*)malloc(sizeof(double) * 40);
static double* shown = (double*)malloc(sizeof(double) * 40);
double* open = (double*)malloc(sizeof(double) * 40);
static double* same = line;
static double fixed[40];

namespace {
double* hidden = (double*)malloc(sizeof(double) * 40);
}

void grids(int n, int m) {
    for (int i = 0; i < n; i++)  // expect: parallel collapse 2
        for (int j = 0; j < m; j++)  // expect: parallel
            grid[i][j] = 2 * other[i][j] + line[j] + hidden[j] + fixed[j];
}

void through_a_name(int n) {
    double* own = line;
    for (int i = 0; i < n; i++)  // expect: parallel
        own[i] = hidden[i] + (line)[i] + *(line + i);
}

void neighbour(int n) {
    for (int i = 1; i < n; i++)  // expect: sequential flow distance 1
        line[i] = line[i - 1] + hidden[i];
}

void neighbour_by_another_name(int n) {
    double* own = line;
    for (int i = 1; i < n; i++)  // expect: sequential flow distance 1
        own[i] = line[i - 1];
}

void set_again(int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming (line + n <= moved || moved + n <= line)
        moved[i] = line[i];
}

void set() { moved = line + 1; }

void shown_to_others(int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming (line + n <= shown || shown + n <= line)
        shown[i] = line[i];
}

void set_by(double** pointer);
void show() { set_by(&shown); }

void set_elsewhere(int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming (line + n <= open || open + n <= line)
        open[i] = line[i];
}

void no_block_of_its_own(int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming (line + n <= same || same + n <= line)
        same[i] = line[i];
}

void given(double* given, int n) {
    for (int i = 0; i < n; i++)  // expect: parallel assuming (line + n <= given || given + n <= line)
        given[i] = line[i];
}
