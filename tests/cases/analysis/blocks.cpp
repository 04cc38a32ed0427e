// Loops cut into blocks by hand.
#include <algorithm>

void blocks(double* x, int n) {
    for (int begin = 0; begin < n; begin += 128) {  // expect: parallel
        const int end = n - begin < 128 ? n : begin + 128;
        for (int i = begin; i < end; ++i)  // expect: parallel
            x[i] += 1;
    }
}

void blocks_that_overlap(double* x, int n) {
    for (int begin = 0; begin < n; begin += 64) {  // expect: refused
        const int end = n - begin < 128 ? n : begin + 128;
        for (int i = begin; i < end; ++i)  // expect: parallel
            x[i] += 1;
    }
}

void blocks_of_another_length(double* x, int n) {
    for (int begin = 0; begin < n; begin += 64) {  // expect: refused
        const int end = n - begin < 64 ? n : begin + 65;
        for (int i = begin; i < end; ++i)  // expect: parallel
            x[i] += 1;
    }
}

void blocks_whose_end_changes(double* x, int n) {
    for (int begin = 0; begin < n; begin += 64) {  // expect: refused
        int end = n - begin < 64 ? n : begin + 64;
        if (x[begin] > 0) end = n;
        for (int i = begin; i < end; ++i)  // expect: parallel
            x[i] += 1;
    }
}

void blocks_to_the_end(double* x, int n, int m) {
    for (int begin = 0; begin < n; begin += 64) {  // expect: refused
        const int end = n - begin < 64 ? m : begin + 64;
        for (int i = begin; i < end; ++i)  // expect: parallel
            x[i] += 1;
    }
}
