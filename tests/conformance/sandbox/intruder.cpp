// Tries what a sandbox must hide or forbid, one family a run, and tells what it got.
//
// Standard input names what lies outside, one "KEY VALUE" a line. Each attempt prints a line:
// NAME, tab, "got" or "refused", tab, the details. Nothing here harms what it reaches.
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

extern char** environ;

namespace {

using Names = std::vector<std::string>;
std::map<std::string, Names> outside;

std::string one(const std::string& key) {
  return outside[key].empty() ? std::string{} : outside[key].front();
}

void tell(const std::string& name, bool got, const std::string& detail = "") {
  const std::string told = got ? detail : std::strerror(errno);
  std::printf("%s\t%s\t%s\n", name.c_str(), got ? "got" : "refused", told.c_str());
  std::fflush(stdout);
  errno = 0;
}

// What changes the process itself is tried in a child.
void tell_of_child(const std::string& name, const std::function<bool()>& attempt) {
  const pid_t child = fork();
  if (child == 0) {
    errno = 0;
    _exit(attempt() ? 0 : errno == 0 ? 255 : errno);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0) return tell(name, false);
  errno = WEXITSTATUS(status);
  tell(name, WIFEXITED(status) && errno == 0, "allowed");
}

std::string contents(const std::string& path) {
  std::string text;
  const int file = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  if (file < 0) return text;
  char block[4096];
  ssize_t size = 0;
  while (text.size() < (1u << 20) && (size = read(file, block, sizeof block)) > 0)
    text.append(block, static_cast<std::size_t>(size));
  close(file);
  return text;
}

Names entries(const std::string& path) {
  Names names;
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) return names;
  while (const dirent* entry = readdir(folder)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  closedir(folder);
  return names;
}

Names processes() {
  Names found;
  for (const auto& name : entries("/proc"))
    if (std::isdigit(static_cast<unsigned char>(name[0])) != 0) found.push_back(name);
  return found;
}

// --- network -----------------------------------------------------------------------------------

sockaddr_in local(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<unsigned short>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

socklen_t unix_address(sockaddr_un& address, const std::string& name, bool abstract) {
  address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + (abstract ? 1 : 0), name.data(), name.size());
  return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
}

bool connects(int descriptor, const void* address, socklen_t size) {
  return descriptor >= 0 && connect(descriptor, static_cast<const sockaddr*>(address), size) == 0;
}

bool sends(int descriptor, const void* address, socklen_t size) {
  return descriptor >= 0 &&
         sendto(descriptor, "x", 1, 0, static_cast<const sockaddr*>(address), size) == 1;
}

void network() {
  const auto tcp = local(std::atoi(one("tcp").c_str()));
  tell("tcp", connects(socket(AF_INET, SOCK_STREAM, 0), &tcp, sizeof tcp), "connected");
  const auto udp = local(std::atoi(one("udp").c_str()));
  // Whether a datagram arrives is seen outside.
  sends(socket(AF_INET, SOCK_DGRAM, 0), &udp, sizeof udp);
  sockaddr_un address{};
  auto size = unix_address(address, one("abstract"), true);
  tell("abstract socket", connects(socket(AF_UNIX, SOCK_STREAM, 0), &address, size), "connected");
  size = unix_address(address, one("abstract-datagram"), true);
  sends(socket(AF_UNIX, SOCK_DGRAM, 0), &address, size);
  int pair[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0) sends(pair[0], &address, size);
  errno = 0;
  for (const auto& path : outside["socket"]) {
    size = unix_address(address, path, false);
    tell("socket " + path, connects(socket(AF_UNIX, SOCK_STREAM, 0), &address, size), "connected");
  }
  const int netlink = socket(AF_NETLINK, SOCK_RAW, 0);
  const auto* interfaces = netlink < 0 ? nullptr : if_nameindex();
  int count = 0;
  for (; interfaces != nullptr && interfaces[count].if_index != 0; ++count) {
  }
  tell("netlink", count > 1, std::to_string(count) + " interfaces");
  tell("raw socket", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0, "opened");
  tell("packet socket", socket(AF_PACKET, SOCK_RAW, 0) >= 0, "opened");
  tell("vsock", socket(AF_VSOCK, SOCK_STREAM, 0) >= 0, "opened");
}

// --- files -------------------------------------------------------------------------------------

void files() {
  for (const auto& path : outside["secret"]) {
    for (const char* way : {"", "/proc/self/root", "/proc/1/root", "/proc/self/cwd/../../../../.."}) {
      const auto text = contents(way + path);
      tell(std::string("read ") + way + path, !text.empty(), text.empty() ? "" : "read");
    }
  }
  for (const auto& path : outside["folder"]) {
    const auto names = entries(path);
    tell("list " + path, !names.empty(), names.empty() ? "" : names.front());
  }
}

void writes() {
  // What became of them is seen outside.
  for (const auto& path : outside["target"]) {
    const int file = open(path.c_str(), O_CREAT | O_WRONLY, 0666);
    if (file >= 0) (void)!write(file, "x", 1);
  }
  for (const auto& path : outside["victim"]) {
    const int file = open(path.c_str(), O_WRONLY | O_APPEND);
    if (file >= 0) (void)!write(file, "x", 1);
    const int link_made = link(path.c_str(), "hard-link");
    const int other = link_made == 0 ? open("hard-link", O_WRONLY | O_APPEND) : -1;
    if (other >= 0) (void)!write(other, "x", 1);
    (void)!chmod(path.c_str(), 0777);
    (void)!truncate(path.c_str(), 0);
    (void)!unlink(path.c_str());
    (void)!unlink("hard-link");
  }
  errno = EACCES;
  tell("write", false);
}

void devices() {
  static const std::set<std::string> harmless = {
      "null", "zero", "full", "random", "urandom", "ptmx",
      // Stands for the terminal that there is not: see descriptors().
      "tty"};
  const std::function<void(const std::string&)> search = [&](const std::string& folder) {
    for (const auto& name : entries(folder)) {
      const std::string path = folder + "/" + name;
      struct stat status{};
      if (lstat(path.c_str(), &status) != 0) continue;
      if (S_ISDIR(status.st_mode)) search(path);
      if ((S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) && harmless.count(name) == 0)
        // Not opened: some devices act on that alone.
        tell("device " + path, access(path.c_str(), R_OK) == 0, "may be opened");
    }
  };
  search("/dev");
  tell("mknod", mknod("device", S_IFCHR | 0600, makedev(1, 1)) == 0, "made");
  unlink("device");
}

// --- processes ---------------------------------------------------------------------------------

void environment() {
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (std::string(*variable) != "GIVEN=1" && std::strncmp(*variable, "PWD=", 4) != 0)
      tell("variable", true, *variable);
  const auto secret = one("secret-value");
  const std::string parent = "/proc/" + std::to_string(getppid()) + "/environ";
  for (const auto& path : {std::string("/proc/self/environ"), parent})
    tell(path == parent ? "environment of the parent" : "own environment",
         contents(path).find(secret) != std::string::npos, "the secret");
}

void other_processes() {
  const auto secret = one("secret-value");
  const auto marker = one("victim-marker");
  const auto pid = std::atoi(one("victim-pid").c_str());
  const auto folder = "/proc/" + one("victim-pid");
  bool seen = false;
  bool read_secret = false;
  const auto all = processes();
  for (const auto& name : all) {
    seen = seen || contents("/proc/" + name + "/cmdline").find(marker) != std::string::npos;
    read_secret =
        read_secret || contents("/proc/" + name + "/environ").find(secret) != std::string::npos;
  }
  tell("number of processes", all.size() > 4, std::to_string(all.size()));
  tell("command lines", seen, "the victim's");
  tell("environments", read_secret, "the victim's");
  for (const char* part : {"/fd", "/task"})
    tell(std::string("list ") + part, !entries(folder + part).empty(), "listed");
  for (const char* part : {"/root/etc/passwd", "/maps", "/cwd/secret"})
    tell(std::string("read ") + part, !contents(folder + part).empty(), "read");
  tell("open mem", open((folder + "/mem").c_str(), O_RDWR) >= 0, "opened");
  tell("prlimit", [&] { struct rlimit now{}; return prlimit(pid, RLIMIT_CPU, nullptr, &now) == 0; }(), "read");
  tell("priority", setpriority(PRIO_PROCESS, static_cast<id_t>(pid), 19) == 0, "lowered");
  tell("pidfd", syscall(434, pid, 0) >= 0, "opened");
  char byte = 0;
  iovec here{&byte, 1};
  iovec there{reinterpret_cast<void*>(std::strtoul(one("victim-address").c_str(), nullptr, 10)), 1};
  tell("process_vm_readv", process_vm_readv(pid, &here, 1, &there, 1, 0) == 1, "read");
  // By a child, whose end lets go of the victim.
  tell_of_child("ptrace", [&] { return ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) == 0; });
  // Last, since it ends the victim.
  tell("kill", kill(pid, SIGUSR1) == 0, "signalled");
}

void descriptors() {
  for (const auto& name : entries("/proc/self/fd")) {
    const int descriptor = std::atoi(name.c_str());
    struct stat status{};
    if (descriptor > 2 && fstat(descriptor, &status) == 0)
      tell("descriptor", true, name);
  }
  const int terminal = open("/dev/tty", O_RDWR);
  tell("terminal", terminal >= 0, "opened");
  const char newline = '\n';
  for (const int descriptor : {0, 1, 2, terminal})
    tell("terminal input", descriptor >= 0 && ioctl(descriptor, TIOCSTI, &newline) == 0, "typed");
  tell("session", getsid(0) != getpid(), "the session of " + std::to_string(getsid(0)));
}

// --- the kernel --------------------------------------------------------------------------------

void privileges() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line))
    if (line.rfind("CapEff:", 0) == 0 || line.rfind("CapPrm:", 0) == 0)
      tell(line.substr(0, 6), line.find_first_of("123456789abcdef", 7) != std::string::npos, line);
  tell("new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1, "by exec");
  tell_of_child("user namespace", [] { return unshare(CLONE_NEWUSER) == 0; });
  tell_of_child("cloned namespace", [] {
    const long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (child == 0) _exit(0);
    return child > 0;
  });
  // In a mount namespace of its own, should there be one to be had: the control harms nothing.
  tell_of_child("mount", [] {
    (void)!mkdir("mounted", 0700);
    if (unshare(CLONE_NEWNS) != 0) return false;
    return mount("none", "mounted", "tmpfs", 0, nullptr) == 0;
  });
  tell_of_child("chroot", [] { return chroot(".") == 0; });
  if (getuid() != 0) tell_of_child("become root", [] { return setuid(0) == 0; });
  if (getuid() == 0) tell_of_child("become another", [] { return setuid(12345) == 0; });
  tell_of_child("key", [] {
    return syscall(SYS_add_key, "user", "pcg-conformance", "x", std::size_t{1}, -2) > 0;
  });
}

void system_calls() {
  struct Call {
    const char* name;
    long number;
    long first;
  };
  // Arguments that no kernel accepts: an answer other than a refusal shows that they were looked at.
  const Call calls[] = {
      {"ptrace", SYS_ptrace, 12345},
      {"process_vm_readv", SYS_process_vm_readv, -1},
      {"kcmp", SYS_kcmp, -1},
      {"socket", SYS_socket, -1},
      {"socketpair", SYS_socketpair, -1},
      {"shmget", SYS_shmget, 0},
      {"semget", SYS_semget, 0},
      {"msgget", SYS_msgget, 12345},
      {"mq_open", SYS_mq_open, 0},
      {"memfd_create", SYS_memfd_create, 0},
      {"add_key", SYS_add_key, 0},
      {"keyctl", SYS_keyctl, -1},
      {"unshare", SYS_unshare, 0},
      {"setns", SYS_setns, -1},
      {"mount", SYS_mount, 0},
      {"chroot", SYS_chroot, 0},
      {"bpf", SYS_bpf, -1},
      {"perf_event_open", SYS_perf_event_open, 0},
      {"userfaultfd", SYS_userfaultfd, -1},
      {"io_uring_setup", 425, 0},
      {"open_tree", 428, -1},
      {"pidfd_open", 434, -1},
      {"clone3", 435, 0},
      {"pidfd_getfd", 438, -1},
      {"open_by_handle_at", SYS_open_by_handle_at, -1},
      {"reboot", SYS_reboot, 0},
      {"kexec_load", SYS_kexec_load, -1},
      {"init_module", SYS_init_module, 0},
      {"settimeofday", SYS_settimeofday, 1},
      {"clock_settime", SYS_clock_settime, 0},
      {"quotactl", SYS_quotactl, -1},
  };
  for (const auto& call : calls) {
    errno = 0;
    const long answer = syscall(call.number, call.first, 0L, -1L, 0L, -1L, -1L);
    const bool refused = answer == -1 && (errno == EPERM || errno == ENOSYS);
    tell(call.name, !refused, refused ? "" : std::string("answered: ") + std::strerror(errno));
  }
  errno = 0;
  tell("TIOCSTI", !(ioctl(0, TIOCSTI, nullptr) == -1 && errno == EPERM), "looked at");
  errno = 0;
  tell("hiding from its user", prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, "allowed");
  tell("signal to all", kill(-1, 0) == 0, "sent");
  tell("signal to the launcher", kill(getppid(), 0) == 0, "sent");
  tell("signal to its thread", syscall(SYS_tgkill, getppid(), getppid(), 0) == 0, "sent");
  tell("limits of the launcher", [] {
    struct rlimit now{};
    return prlimit(getppid(), RLIMIT_CPU, nullptr, &now) == 0;
  }(), "read");
#ifdef __x86_64__
  // The 32-bit way into the kernel: getpid (20), which everyone may. Some kernels have none.
  tell_of_child("32-bit calls", [] {
    long answer = 0;
    __asm__ volatile("int $0x80" : "=a"(answer) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
    errno = answer < 0 ? static_cast<int>(-answer) : 0;
    return answer > 0;
  });
#endif
}

}  // namespace

int main(int argc, char** argv) {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto space = line.find(' ');
    outside[line.substr(0, space)].push_back(line.substr(space + 1));
  }
  const std::map<std::string, void (*)()> families = {
      {"network", network},         {"files", files},           {"writes", writes},
      {"devices", devices},         {"environment", environment}, {"processes", other_processes},
      {"descriptors", descriptors}, {"privileges", privileges}, {"system-calls", system_calls},
  };
  const auto family = families.find(argc > 1 ? argv[1] : "");
  if (family == families.end()) return 99;
  family->second();
  std::puts("done");
  return 0;
}
