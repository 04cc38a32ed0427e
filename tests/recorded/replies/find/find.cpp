// The first position of `key`, or -1.
int find_first(const int* values, int n, int key) {
    for (int i = 0; i < n; ++i) {
        if (values[i] == key) {
            return i;
        }
    }
    return -1;
}
