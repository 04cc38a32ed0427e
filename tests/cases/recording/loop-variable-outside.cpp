// expect: clean
void f(double*a,int n){ int i,j; double s;
#pragma omp parallel for private(j,s)
for(i=0;i<n;++i) { s=0; for(j=0;j<n;++j) s+=a[i*n+j]; a[i*n]=s; }
}
void run(){std::vector<double>a(100);f(a.data(),10);}
