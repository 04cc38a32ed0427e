// expect: flow-dependence
void delay(float* signal, int n, float gain) {
    for (int i = 64; i < n; ++i) signal[i] += gain * signal[i - 64];
}
