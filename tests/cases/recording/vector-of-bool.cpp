// expect: conflict
void f(std::vector<bool>&a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[i]=i%3==0;
}
void run(){std::vector<bool>a(100);f(a,100);}
