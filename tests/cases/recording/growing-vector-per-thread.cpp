// expect: per-thread-carried uncertain
void f(int*bins,const int*keys,int n){
#pragma omp parallel
{ std::vector<int> own;
#pragma omp for schedule(static) nowait
for(int i=0;i<n;++i) { if(keys[i]>=(int)own.size()) own.resize(2*keys[i]+1); own[keys[i]]+=1; }
#pragma omp critical
for(std::size_t k=0;k<own.size();++k) if(own[k]!=0) bins[k]+=own[k]; }
}
void run(){std::vector<int>b(9),k{1,2,3,4,3,2};f(b.data(),k.data(),6);}
