// flags: -std=c++20 -O2 -fno-strict-aliasing
// Without strict aliasing, unlike types keep nothing apart.

void scale(float* out, const int* in, int n) {
    for (int i = 0; i < n; ++i) out[i] = 0.5f * static_cast<float>(in[i]);  // expect: parallel assuming ((const void *)(out + n) <= (const void *)(in) || (const void *)(in + n) <= (const void *)(out))
}
