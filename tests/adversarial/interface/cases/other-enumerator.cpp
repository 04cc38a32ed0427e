// extract edit-outside-function
//@ edit exact = 2 => exact = 3
