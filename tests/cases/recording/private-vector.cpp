// expect: conflict uncertain
void f(double*a,int n){ std::vector<double> t(3);
#pragma omp parallel for private(t)
for(int i=0;i<n;++i) {t.assign(3,a[i]); a[i]=t[1];}
}
void run(){std::vector<double>a(100);f(a.data(),10);}
