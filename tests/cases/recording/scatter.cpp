// expect: conflict
void f(std::vector<int>&a,const std::vector<int>&ix,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) a[ix[i]]+=1;
}
void run(){std::vector<int>a(100),b(100);for(int i=0;i<100;++i)b[i]=i;b[77]=3;f(a,b,100);}
