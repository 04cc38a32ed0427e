// interface forbidden-construct
//@ loop
    __asm__ __volatile__("" ::: "memory");
