// expect: per-thread-carried uncertain
thread_local double scratch[4]; void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) {a[i]=scratch[i%4];scratch[i%4]=i; }
}
void run(){std::vector<double>a(100);f(a.data(),100);}
