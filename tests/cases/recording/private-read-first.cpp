// expect: private-read-first
void f(double*a,int n){ double t=0;
#pragma omp parallel for private(t)
for(int i=0;i<n;++i) { a[i]=t*2; t=a[i]; }
}
void run(){std::vector<double>a(100);f(a.data(),100);}
