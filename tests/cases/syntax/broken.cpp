// Macros, conditional code and code that is being typed: what is certain is still found.
#ifdef WITH_LONG
void conditional(int a) {
#else
void conditional(long a) {
#endif
    for (;;) ;  // expect-loop: for function=conditional
}

#if 0
void disabled() { for (;;) ; }  // expect-loop: for function=disabled
#elif OTHER
void other() { for (;;) ; }  // expect-loop: for function=other
#else
void enabled() { for (;;) ; }  // expect-loop: for function=enabled
#endif

void macros(int n) {
    FOR_EACH(i, n) { use(i); }
    FOR_EACH(i, n) {
        for (int j = 0; j < n; ++j) ;  // expect-loop: for function=macros depth=0
    }
    BOOST_FOREACH(int q, list) use(q);
    for (int j = 0; j < n; ++j) ;  // expect-loop: for function=macros
}
