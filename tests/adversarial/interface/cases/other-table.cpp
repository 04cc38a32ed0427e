// interface global-changed
//@ edit {0.25, 0.5, 0.25} => {0.25, 0.25, 0.25}
