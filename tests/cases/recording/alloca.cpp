// expect: open not-recordable
double f(int n){ double*a=(double*)alloca(8*n); 
#pragma omp parallel for
for(int i=0;i<n;++i) {a[i%5]=i;} return a[1];
}
void run(){f(10);}
