// expect: proved
// assumes: step
// The clause is evaluated after the iterations are counted, which the loop itself might change.
struct Header {
    int count;
};

void kernel(int* flags, const Header* header) {
#pragma omp parallel for if((const void *)(header + 1) <= (const void *)(flags) || (const void *)(flags + header->count) <= (const void *)(header))
    for (int r = 0; r < header->count; ++r) flags[r] = 1;
}
