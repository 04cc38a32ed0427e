// expect: clean
void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) { double s=0; 
#pragma omp simd reduction(+:s)
for(int j=0;j<n;++j) s+=a[i*n+j]; a[i*n]=s; }
}
void run(){std::vector<double>a(100);f(a.data(),10);}
