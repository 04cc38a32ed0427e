// expect: conflict
void f(int*h,int*a,int n){ int m=-1;
#pragma omp parallel for
for(int i=0;i<n;++i) { if(a[i]>m) 
#pragma omp critical
{ if(a[i]>m) m=a[i]; } }
h[0]=m;
}
void run(){std::vector<int>a(100),h(10);f(h.data(),a.data(),100);}
