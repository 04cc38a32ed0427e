// out = transpose of in, which has `rows` rows.
template <class T>
void transpose(const T* __restrict in, T* __restrict out, int rows, int columns) {
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            out[c * rows + r] = in[r * columns + c];
        }
    }
}

template void transpose(const float* __restrict, float* __restrict, int, int);
