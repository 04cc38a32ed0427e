// expect: conflict
void f(double*a,int n){ 
#pragma omp parallel for
for(int i=0;i<n;++i) {a[i%5]=i;}
}
void run(){double a[10]; f(a,10);}
