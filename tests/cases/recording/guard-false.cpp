// expect: open never-parallel
void f(double*a,double*b,int n){
#pragma omp parallel for if(a+n<=b||b+n<=a)
for(int i=0;i<n-1;++i) a[i]=b[i];
}
void run(){std::vector<double>a(100);f(a.data(),a.data()+1,90);}
