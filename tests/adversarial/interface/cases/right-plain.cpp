// passed
//@ body

