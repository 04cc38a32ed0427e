// Variables that iterations step in more ways than by a number each, and rows that sizes tell apart.

void drained(float* tank, const float* level, int first, int apart, int n, int by) {
    int drops = 0;
    for (int i = first; i < n; i += apart) {
        drops += by;
        tank[i] = level[i] - drops;
    }
}

void copied_either_way(float* __restrict kept, const float* __restrict in, int n) {
    int k = -1;
    for (int i = 0; i < n; ++i) {
        if (in[i] > 0.f) {
            k++;
            kept[k] = in[i];
        } else {
            k++;
            kept[k] = -in[i];
        }
    }
}

int packed_rows(float* out, const float (*tiles)[64], int n) {
    int k = 0;
    for (int t = 0; t < n; ++t) {
        for (int j = 0; j < 64; ++j) {
            out[k] = 2 * tiles[t][j];
            k++;
        }
    }
    return k;
}

void handed_on(float* __restrict a, float* __restrict b, int n) {
    int j = -1;
    int k;
    for (int i = 0; i < n / 2; ++i) {
        k = j + 1;
        a[i] = b[k];
        j = k + 1;
        b[k] = a[i] + b[j];
    }
}

void smoothed_rows(const float* __restrict in, float* __restrict out, int w, int h, int r) {
    for (int i = 0; i < h; ++i) {
        const int begin = i * w, end = begin + w;
        int at = begin, left = begin - r - 1, right = begin + r;
        float sum = 0.f;
        for (int j = begin; j < right; ++j) sum += in[j];
        for (; left < begin; ++at, ++left, ++right) {
            sum += in[right];
            out[at] = sum;
        }
        for (; right < end; ++at, ++left, ++right) {
            sum += in[right] - in[left];
            out[at] = sum;
        }
        for (; at < end; ++at, ++left) {
            sum -= in[left];
            out[at] = sum;
        }
    }
}

void padded(double* a, int n, int m, int pitch) {
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j) a[i * pitch + j] = i + j;
}
