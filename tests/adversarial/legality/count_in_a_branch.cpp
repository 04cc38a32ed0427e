// expect: proved
// --- original
struct Header {
    int count;
};

void kernel(int* flags, const Header* header) {
    for (int r = 0; r < header->count; ++r) flags[r] = 1;
}
// --- candidate
struct Header {
    int count;
};

void kernel(int* flags, const Header* header) {
    if ((const void *)(header + 1) <= (const void *)(flags) || (const void *)(flags + header->count) <= (const void *)(header)) {
#pragma omp parallel for
        for (int r = 0; r < header->count; ++r) flags[r] = 1;
    } else {
        for (int r = 0; r < header->count; ++r) flags[r] = 1;
    }
}
