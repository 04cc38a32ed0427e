// expect: per-thread-carried uncertain
double f(double*a,int n){ double total=0;
#pragma omp parallel
{ double s=0; std::vector<double> loc(5);
#pragma omp for
for(int j=0;j<n;++j) { s+=a[j]; loc[j%5]+=1; }
#pragma omp critical
total+=s; }
return total;}
void run(){std::vector<double>a(100);f(a.data(),10);}
