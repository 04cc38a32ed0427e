namespace numbers {

// How many primes are below `limit`.
int count_primes(int limit) {
    int count = 0;
    for (int n = 2; n < limit; ++n) {
        bool is_prime = true;
        for (int d = 2; d < n; ++d) {
            if (n % d == 0) {
                is_prime = false;
                break;
            }
        }
        if (is_prime) {
            count = count + 1;
        }
    }
    return count;
}

}  // namespace numbers
