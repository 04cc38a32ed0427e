// interface forbidden-construct
//@ loop
    asm volatile("nop");
