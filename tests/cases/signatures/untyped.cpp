struct number {
    double real, imag;
};

static void inner(void *pointer_w, int n)
{
    float *w = (float *)pointer_w;
    for (int i = 0; i < n; i++) w[i] += 1.0f;  // wrong: for (int i = 1; i < n; i++) w[i] += 1.0f;
}

static void kernel(int n, const void *pointer_u, void *pointer_v, void *pointer_w)
{
    const number(*u)[4] = (const number(*)[4])pointer_u;
    double *v = static_cast<double *>(pointer_v);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < 4; j++)
            v[4 * i + j] = u[i][j].real + u[i][3 - j].imag;  // wrong: v[4 * i + j] = u[i][j].real;
    inner(pointer_w, n);
}

int main() { kernel(0, nullptr, nullptr, nullptr); }
