// expect: conflict
double f(int n){ double a[8]; 
#pragma omp parallel for
for(int i=0;i<n;++i) {a[i%5]=i;} return a[1];
}
void run(){f(10);}
