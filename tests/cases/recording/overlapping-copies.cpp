// expect: conflict
void f(double*v,int n){
#pragma omp parallel for
for(int i=0;i<n;i++) memcpy(v+i*4,v+(i+1)*4,32);
}
void run(){std::vector<double>a(101);f(a.data(),10);}
