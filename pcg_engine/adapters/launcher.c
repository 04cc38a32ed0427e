/* Starts one program under limits and tells truthfully how it ended.
 *
 *   launcher STATUS_FD UID AS CPU FSIZE NPROC ADOPT FOLDER PROGRAM [ARGUMENT...]
 *
 * Writes "S\n" to STATUS_FD when it starts, and "WAIT_STATUS USER_MICROSECONDS SYSTEM_MICROSECONDS\n"
 * when PROGRAM ends ("E ERRNO\n" if it could not be started); a shell's exit code cannot tell `exit(139)` from a
 * segmentation fault. UID -1 keeps the user; a limit of -1 is left as it is. With ADOPT 1 the
 * launcher adopts orphans, and kills whatever PROGRAM left behind before it exits itself.
 *
 * Linked statically where possible, so that no variable of the program's environment (LD_PRELOAD)
 * acts on it.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

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

int main(int argc, char **argv) {
  struct rusage usage;
  sigset_t awaited, before;
  pid_t child;
  int status = 0, adopt, signal_number;
  long uid;

  if (argc < 10) return 125;
  status_fd = atoi(argv[1]);
  uid = atol(argv[2]);
  adopt = atoi(argv[7]);
  if (fcntl(status_fd, F_SETFD, FD_CLOEXEC) != 0) return 125;

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
  if (chdir(argv[8]) != 0) fail();
  /* After the change of user, which resets it. */
  if (adopt && prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) != 0) fail();
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  /* The program may share our user: it must not reach the status descriptor through /proc. */
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);

  sigprocmask(SIG_BLOCK, &awaited, &before);
  child = fork();
  if (child < 0) fail();
  if (child == 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    limit(RLIMIT_CORE, "0", 0);
    limit(RLIMIT_FSIZE, argv[5], 0);
    limit(RLIMIT_CPU, argv[4], 1);
    limit(RLIMIT_NPROC, argv[6], 0);
    limit(RLIMIT_AS, argv[3], 0);
    execv(argv[9], argv + 9);
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
