// expect: conflict
struct V{double x,y,z;}; double f(double*a,int n){ V v{1,2,3}; double tmp[3];
#pragma omp parallel for
for(int i=0;i<n;++i) {for(int j=0;j<3;++j)tmp[j]=j+a[i]; a[i]=tmp[2]; } return v.y;
}
void run(){std::vector<double>a(101);f(a.data(),10);}
