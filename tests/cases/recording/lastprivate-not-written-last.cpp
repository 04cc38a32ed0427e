// expect: read-after-loop
double f(double*a,int n){ double t=3;
#pragma omp parallel for lastprivate(t)
for(int i=0;i<n;++i) { if(i%2==0) t=a[i]; }
return t;
}
void run(){std::vector<double>a(100);f(a.data(),100);}
