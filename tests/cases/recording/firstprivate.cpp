// expect: clean
void f(double*a,int n){ double t=3;
#pragma omp parallel for firstprivate(t)
for(int i=0;i<n;++i) { a[i]=t*2; }
}
void run(){std::vector<double>a(100);f(a.data(),100);}
