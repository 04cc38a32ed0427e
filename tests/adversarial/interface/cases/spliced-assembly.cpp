// interface forbidden-construct
//@ loop
    as\
m volatile("nop");
