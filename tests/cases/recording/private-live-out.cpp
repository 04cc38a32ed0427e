// expect: read-after-loop
double f(double*a,int n){ double t=3;
#pragma omp parallel for private(t)
for(int i=0;i<n;++i) { t=a[i]; a[i]=t*2; }
return t;
}
void run(){std::vector<double>a(100);f(a.data(),100);}
