// expect: conflict
struct V{double x,y,z;}; double f(double*a,int n){ V v{1,2,3}; double tmp[3];
#pragma omp parallel for
for(int i=0;i<n;++i) {v.y=a[i]; a[i]=v.y+1; } return v.y;
}
void run(){std::vector<double>a(101);f(a.data(),10);}
