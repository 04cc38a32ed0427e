// out = transpose of in, which has `rows` rows.
template <class T>
static void transpose(const T* __restrict in, T* __restrict out, int rows, int columns) {
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            out[c * rows + r] = in[r * columns + c];
        }
    }
}

void transpose_floats(const float* in, float* out, int rows, int columns) {
    transpose(in, out, rows, columns);
}
