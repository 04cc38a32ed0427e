// expect: clean
void f(double*a,int n){
#pragma omp parallel for
for(int i=0;i<n;++i) { std::vector<double> t(10); for(int j=0;j<10;++j) t[j]=j; std::string s="hello world this is long"; s+="x"; a[i]=t[3]+s.size(); }
}
void run(){std::vector<double>a(100);f(a.data(),100);}
