// expect: clean
double f(double*a,int n){ double t=3;
#pragma omp parallel for reduction(+:t)
for(int i=0;i<n;++i) { t+=a[i]; }
return t;
}
void run(){std::vector<double>a(100);f(a.data(),100);}
