// `// scratch: NAMES` behind the head of a loop names the arrays that it needs for itself.
#include <cmath>

struct Pair {
    double re, im;
};
const int M = 34;

void stencil(double (*u)[M][M], double (*r)[M][M], int n1, int n2, int n3) {
    double u1[M], u2[M];
    for (int i3 = 1; i3 < n3 - 1; i3++) {  // scratch: u1 u2
        for (int i2 = 1; i2 < n2 - 1; i2++) {  // scratch:
            for (int i1 = 0; i1 < n1; i1++) {  // scratch:
                u1[i1] = u[i3][i2 - 1][i1] + u[i3][i2 + 1][i1];
                u2[i1] = u[i3 - 1][i2 - 1][i1] + u[i3 - 1][i2 + 1][i1];
            }
            for (int i1 = 1; i1 < n1 - 1; i1++) {  // scratch:
                r[i3][i2][i1] = u2[i1] + u1[i1 - 1] + u1[i1 + 1] + u2[i1 - 1] + u2[i1 + 1];
            }
        }
    }
}

void rows_and_records(double* out, const double* in, int n, int m) {
    double t[8][64];
    Pair w[64];
    for (int i = 0; i < n; i++) {  // scratch: t w
        for (int k = 0; k < 8; k++) {  // scratch:
            t[k][0] = 0;
            for (int j = 0; j < m; j++) t[k][j + 1] = in[i * 64 + j] * k;  // scratch:
        }
        for (int j = 0; j <= m; j++) {  // scratch:
            w[j].re = t[3][j];
            w[j].im = t[4][j];
        }
        double s = 0;
        for (int k = 0; k < 8; k++)  // scratch:
            for (int j = 0; j < m; j++) s += t[k][j] * w[j + 1].im;  // scratch:
        out[i] = s;
    }
}

void odd_places(const double* r, double* s, int n) {
    double x[64];
    for (int j = 1; j < n; j++) {  // scratch: x
        int i;
        for (int k = 1; k < 32; k++) {  // scratch:
            i = 2 * k - 1;
            x[i] = r[j * 100 + i];
        }
        for (int k = 1; k < 31; k++) {  // scratch:
            i = 2 * k - 1;
            s[j * 100 + k] = x[i] + x[i + 2];
        }
    }
}

void even_places_too(const double* r, double* s, int n) {
    double x[64];
    for (int j = 1; j < n; j++) {  // scratch:
        int i;
        for (int k = 1; k < 32; k++) {  // scratch:
            i = 2 * k - 1;
            x[i] = r[j * 100 + i];
        }
        for (int k = 1; k < 31; k++) {  // scratch:
            i = 2 * k - 1;
            s[j * 100 + k] = x[i] + x[i + 1];
        }
    }
}

void first_left_out(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 1; j < m; j++) t[j] = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 1; j < m; j++) s += t[j - 1];  // scratch:
        out[i] = s;
    }
}

void every_second(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 0; j < m; j += 2) t[j] = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 0; j < m; j++) s += t[j];  // scratch:
        out[i] = s;
    }
}

void on_condition(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        if (in[i] > 0)
            for (int j = 0; j < m; j++) t[j] = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 0; j < m; j++) s += t[j];  // scratch:
        out[i] = s;
    }
}

void with_gaps(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 0; j < m; j++) {  // scratch:
            if (in[j] > 0) continue;
            t[j] = in[i * 64 + j];
        }
        double s = 0;
        for (int j = 0; j < m; j++) s += t[j];  // scratch:
        out[i] = s;
    }
}

void stopped(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 0; j < m; j++) {  // scratch:
            t[j] = in[i * 64 + j];
            if (in[j] > 0) break;
        }
        double s = 0;
        for (int j = 0; j < m; j++) s += t[j];  // scratch:
        out[i] = s;
    }
}

void read_first(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        double s = 0;
        for (int j = 0; j < m; j++) {  // scratch:
            s += t[j];
            t[j] = in[i * 64 + j];
        }
        out[i] = s;
    }
}

void other_bound(double* out, const double* in, const int* length, int n) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        int m = length[i];
        for (int j = 0; j < m; j++) t[j] = in[i * 64 + j];  // scratch:
        m = length[i + 1];
        double s = 0;
        for (int j = 1; j < m; j++) s += t[j - 1];  // scratch:
        out[i] = s;
    }
}

void last_row_of_inner_loop(double* out, const double* in, int n, int m) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        double s = 0;
        for (int k = 0; k < m; k++) {  // scratch:
            t[k] = in[k];
            s += t[k + 1];
        }
        out[i] = s;
    }
}

void other_member(double* out, const double* in, int n) {
    Pair w[64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 0; j < 64; j++) w[j].re = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 0; j < 64; j++) s += w[j].im + w[j].re;  // scratch:
        out[i] = s;
    }
}

void other_row(double* out, const double* in, int n) {
    double t[2][64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 0; j < 64; j++) t[0][j] = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 0; j < 64; j++) s += t[1][j];  // scratch:
        out[i] = s;
    }
}

static double total(const double* t) { return t[0] + t[1]; }

void handed_on(double* out, const double* in, int n) {
    double t[2][64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 0; j < 64; j++) t[0][j] = in[i * 64 + j];  // scratch:
        out[i] = total(t[1]) + t[0][3];
    }
}

double read_afterwards(double* out, const double* in, int n) {
    double t[64];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 1; j < 63; j++) t[j] = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 2; j < 62; j++) s += t[j - 1];  // scratch:
        out[i] = s;
    }
    return t[5];
}

void too_large(double* out, const double* in, int n) {
    double t[1 << 20];
    for (int i = 0; i < n; i++) {  // scratch:
        for (int j = 1; j < 63; j++) t[j] = in[i * 64 + j];  // scratch:
        double s = 0;
        for (int j = 2; j < 62; j++) s += t[j - 1];  // scratch:
        out[i] = s;
    }
}
