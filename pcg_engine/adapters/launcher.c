/* Starts one program under limits and tells truthfully how it ended.
 *
 *   launcher STATUS_FD UID AS CPU FSIZE NPROC FILTER PARENT FOLDER PROGRAM [ARGUMENT...]
 *   launcher filters
 *
 * Writes "S\n" to STATUS_FD when it starts, and "WAIT_STATUS USER_MICROSECONDS SYSTEM_MICROSECONDS\n"
 * when PROGRAM ends ("E ERRNO\n" if it could not be started); a shell's exit code cannot tell `exit(139)` from a
 * segmentation fault. UID -1 keeps the user; a limit of -1 is left as it is. With FILTER 1 PROGRAM
 * is refused the calls of system_call_filter.h. With a PARENT (a process id, else 0) the launcher
 * adopts orphans, kills whatever PROGRAM left behind before it exits itself, and does so as well when
 * the parent dies.
 *
 * `launcher filters` exits with 0 if this kernel refuses what the filter forbids.
 *
 * Linked statically where possible, so that no variable of the program's environment (LD_PRELOAD)
 * acts on it.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system_call_filter.h"

static int status_fd;

static void fail(void) {
  dprintf(status_fd, "E %d\n", errno);
  _exit(125);
}

static void limit(int resource, const char *text, rlim_t grace) {
  long long value = atoll(text);
  struct rlimit wanted, present;
  if (value < 0) return;
  wanted.rlim_cur = (rlim_t)value;
  wanted.rlim_max = (rlim_t)value + grace;
  if (getrlimit(resource, &present) != 0) fail();
  if (present.rlim_max != RLIM_INFINITY && wanted.rlim_max > present.rlim_max)
    wanted.rlim_max = present.rlim_max;
  if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
  if (setrlimit(resource, &wanted) != 0) fail();
}

/* Kills all children until none is left; orphans of the killed arrive here and follow. */
static void kill_children(void) {
  char path[64], text[4096];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
  for (;;) {
    int pid;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    if (size > 0) {
      char *rest = text, *word;
      text[size] = 0;
      /* A number cut off by the end of the buffer could name a stranger. */
      if ((size_t)size == sizeof text - 1) {
        char *last = strrchr(text, ' ');
        if (last) *last = 0;
      }
      while ((word = strsep(&rest, " ")) != NULL)
        if (*word) kill((pid_t)atoi(word), SIGKILL);
    } else if (size < 0) {
      kill(0, SIGKILL);
    }
    pid = waitpid(-1, NULL, 0);
    if (pid < 0 && errno == ECHILD) return;
  }
}

static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (syscall(__NR_capset, &header, none) != 0) fail();
}

/* When memory runs out on the machine, this goes before the user's own programs. */
static void volunteer_as_victim(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  dprintf(file, "1000");
  close(file);
}

static int filters(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || install_filter(getpid()) != 0) return 1;
  errno = 0;
  return syscall(__NR_socket, 0, 0, 0) == -1 && errno == EPERM ? 0 : 1;
}

int main(int argc, char **argv) {
  struct rusage usage;
  sigset_t awaited, before;
  pid_t child;
  int status = 0, adopt, signal_number;
  pid_t parent, own = getpid();
  long uid;

  if (argc == 2 && strcmp(argv[1], "filters") == 0) return filters();
  if (argc < 11) return 125;
  status_fd = atoi(argv[1]);
  uid = atol(argv[2]);
  parent = (pid_t)atol(argv[8]);
  adopt = parent > 0;
  if (fcntl(status_fd, F_SETFD, FD_CLOEXEC) != 0) return 125;

  /* A parent that is gone must not end the launcher before its children. */
  signal(SIGPIPE, SIG_IGN);
  dprintf(status_fd, "S\n");
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGTERM);
  sigaddset(&awaited, SIGCHLD);
  if (adopt && prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) fail();
  if (uid >= 0) {
    gid_t gid = (gid_t)uid;
    if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 ||
        setresuid((uid_t)uid, (uid_t)uid, (uid_t)uid) != 0)
      fail();
  }
  /* Only the new user may be allowed into the folder. */
  if (chdir(argv[9]) != 0) fail();
  /* After the change of user, which resets it. */
  if (adopt && prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) != 0) fail();
  if (adopt && getppid() != parent) return 124;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail();
  /* The program may share our user: it must not reach the status descriptor through /proc. */
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

  sigprocmask(SIG_BLOCK, &awaited, &before);
  child = fork();
  if (child < 0) fail();
  if (child == 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    /* Out of the launcher's group, which the filter protects, and without a terminal. */
    if (setsid() < 0) fail();
    volunteer_as_victim();
    drop_capabilities();
    limit(RLIMIT_CORE, "0", 0);
    limit(RLIMIT_FSIZE, argv[5], 0);
    limit(RLIMIT_CPU, argv[4], 1);
    limit(RLIMIT_NPROC, argv[6], 0);
    limit(RLIMIT_AS, argv[3], 0);
    if (atoi(argv[7]) && install_filter(own) != 0) fail();
    execv(argv[10], argv + 10);
    fail();
  }
  for (;;) {
    pid_t ended = wait4(adopt ? -1 : child, &status, WNOHANG, &usage);
    if (ended == child) break;
    if (ended > 0) continue;
    if (sigwait(&awaited, &signal_number) == 0 && signal_number == SIGTERM) {
      kill_children();
      return 124;
    }
  }
  dprintf(status_fd, "%d %lld %lld\n", status,
          (long long)usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec,
          (long long)usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec);
  if (adopt) kill_children();
  return 0;
}
