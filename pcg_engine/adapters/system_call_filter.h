/* The system calls that a program under the launcher may not make.
 *
 * No numerical program needs them, and neither do compilers, OpenMP's run-times and the sanitizers.
 * They reach other processes, the network or kernel interfaces that are seldom used and often
 * broken; or they hold memory that counts for no process. A refused call fails with EPERM, or with
 * ENOSYS where libraries then fall back on an older call. Everything else is allowed.
 *
 * Only for architectures whose numbers are listed here; elsewhere `install_filter` fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define OWN_ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

#ifdef OWN_ARCHITECTURE

/* Since Linux 5.1 a call has one number everywhere; older headers do not name it. */
enum {
  PIDFD_SEND_SIGNAL = 424,
  IO_URING_SETUP = 425,
  IO_URING_ENTER = 426,
  IO_URING_REGISTER = 427,
  OPEN_TREE = 428,
  MOVE_MOUNT = 429,
  FSOPEN = 430,
  FSCONFIG = 431,
  FSMOUNT = 432,
  FSPICK = 433,
  PIDFD_OPEN = 434,
  CLONE3 = 435,
  PIDFD_GETFD = 438,
  PROCESS_MADVISE = 440,
  MOUNT_SETATTR = 442,
  QUOTACTL_FD = 443,
  MEMFD_SECRET = 447,
  PROCESS_MRELEASE = 448
};

/* mount, cgroup, UTS, IPC, user, process and network namespaces: CLONE_NEW... */
#define NEW_NAMESPACES 0x7e020000u
#define X32_CALLS 0x40000000u

/* <asm/ioctls.h> and <linux/prctl.h> clash with libc's headers on some systems. */
enum { TERMINAL_INPUT = 0x5412, CONSOLE = 0x541c, SET_OWNER = 0x8901, SET_GROUP = 0x8902 };
enum { OWNER = 8, SIGNAL = 10, OWNER_EX = 15 };

struct filter {
  struct sock_filter code[512];
  unsigned short size;
};

static void emit(struct filter *filter, unsigned short code, unsigned value, int yes, int no) {
  struct sock_filter one = BPF_JUMP(code, value, (unsigned char)yes, (unsigned char)no);
  filter->code[filter->size++] = one;
}

static void answer(struct filter *filter, int error) {
  emit(filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error, 0, 0);
}

static void load_number(struct filter *filter) {
  emit(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
}

static void load_argument(struct filter *filter, int index) {
  /* All arguments looked at are `int`s to the kernel: their low halves. */
  unsigned offset = offsetof(struct seccomp_data, args) + 8u * (unsigned)index;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  offset += 4;
#endif
  emit(filter, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

static void deny(struct filter *filter, unsigned number, int error) {
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
  answer(filter, error);
}

static void deny_value(struct filter *filter, unsigned number, int index, unsigned value) {
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4);
  load_argument(filter, index);
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  answer(filter, EPERM);
  load_number(filter);
}

static void deny_all_but(struct filter *filter, unsigned number, int index, unsigned value) {
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4);
  load_argument(filter, index);
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
  answer(filter, EPERM);
  load_number(filter);
}

static void deny_bits(struct filter *filter, unsigned number, int index, unsigned bits) {
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4);
  load_argument(filter, index);
  emit(filter, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
  answer(filter, EPERM);
  load_number(filter);
}

/* The launcher ends what the program leaves behind, so the program must not be able to end it. */
static void protect(struct filter *filter, pid_t launcher) {
  unsigned own = (unsigned)launcher;
  deny_value(filter, __NR_kill, 0, own);
  deny_value(filter, __NR_kill, 0, 0u - own);
  deny_value(filter, __NR_kill, 0, 0u - 1u);
  deny_value(filter, __NR_tkill, 0, own);
  deny_value(filter, __NR_tgkill, 0, own);
  deny_value(filter, __NR_tgkill, 1, own);
  deny_value(filter, __NR_rt_sigqueueinfo, 0, own);
  deny_value(filter, __NR_rt_tgsigqueueinfo, 0, own);
  deny_value(filter, __NR_rt_tgsigqueueinfo, 1, own);
  deny_all_but(filter, __NR_prlimit64, 0, 0);
  deny_value(filter, __NR_fcntl, 1, OWNER);
  deny_value(filter, __NR_fcntl, 1, OWNER_EX);
  deny_value(filter, __NR_fcntl, 1, SIGNAL);
  deny_value(filter, __NR_ioctl, 1, SET_OWNER);
  deny_value(filter, __NR_ioctl, 1, SET_GROUP);
}

static const unsigned FORBIDDEN[] = {
    /* other processes */
    __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_kcmp, PIDFD_GETFD,
    PROCESS_MADVISE, PROCESS_MRELEASE, __NR_migrate_pages, __NR_move_pages,
    /* sockets of every family: some (AF_VSOCK) are in no namespace */
    __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_sendto, __NR_sendmsg,
    __NR_sendmmsg,
    /* channels and memory that belong to no process */
    __NR_shmget, __NR_shmat, __NR_shmctl, __NR_semget, __NR_semctl, __NR_semop, __NR_semtimedop,
    __NR_msgget, __NR_msgctl, __NR_msgsnd, __NR_msgrcv, __NR_mq_open, __NR_mq_unlink,
    __NR_memfd_create, MEMFD_SECRET,
    /* keys */
    __NR_add_key, __NR_request_key, __NR_keyctl,
    /* namespaces, mounts and file handles */
    __NR_unshare, __NR_setns, __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, OPEN_TREE,
    MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK, MOUNT_SETATTR, __NR_name_to_handle_at,
    __NR_open_by_handle_at, __NR_fanotify_init, __NR_fanotify_mark,
    /* seldom used parts of the kernel */
    __NR_bpf, __NR_perf_event_open, __NR_userfaultfd, IO_URING_SETUP, IO_URING_ENTER,
    IO_URING_REGISTER, __NR_io_setup, __NR_io_submit, __NR_vmsplice,
    /* the machine */
    __NR_reboot, __NR_kexec_load, __NR_init_module, __NR_finit_module, __NR_delete_module,
    __NR_swapon, __NR_swapoff, __NR_acct, __NR_quotactl, QUOTACTL_FD, __NR_syslog, __NR_vhangup,
    __NR_settimeofday, __NR_clock_settime, __NR_clock_adjtime, __NR_adjtimex, __NR_sethostname,
    __NR_setdomainname,
#ifdef __NR_kexec_file_load
    __NR_kexec_file_load,
#endif
#ifdef __x86_64__
    __NR_iopl, __NR_ioperm, __NR_modify_ldt, __NR_uselib, __NR_ustat, __NR_sysfs,
#endif
};

static int install_filter(pid_t launcher) {
  static struct filter filter;
  struct sock_fprog program;
  size_t i;

  emit(&filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
  emit(&filter, BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0);
  answer(&filter, ENOSYS);
  load_number(&filter);
#ifdef __x86_64__
  emit(&filter, BPF_JMP | BPF_JGE | BPF_K, X32_CALLS, 0, 1);
  answer(&filter, ENOSYS);
#endif
  for (i = 0; i < sizeof FORBIDDEN / sizeof *FORBIDDEN; ++i) deny(&filter, FORBIDDEN[i], EPERM);
  deny(&filter, PIDFD_OPEN, ENOSYS);
  deny(&filter, PIDFD_SEND_SIGNAL, ENOSYS);
  /* Its flags lie in memory, where no filter can look. */
  deny(&filter, CLONE3, ENOSYS);
  deny_bits(&filter, __NR_clone, 0, NEW_NAMESPACES);
  deny_value(&filter, __NR_ioctl, 1, TERMINAL_INPUT);
  deny_value(&filter, __NR_ioctl, 1, CONSOLE);
  /* A program that hides its open files from its own user would hide what it keeps on the disk. */
  deny_value(&filter, __NR_prctl, 0, PR_SET_DUMPABLE);
  protect(&filter, launcher);
  emit(&filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);

  program.len = filter.size;
  program.filter = filter.code;
#ifdef SECCOMP_FILTER_FLAG_SPEC_ALLOW
  /* Else kernels before 5.16 slow every filtered program down, and timings with it. */
  if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0)
    return 0;
#endif
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

#else

static int install_filter(pid_t launcher) {
  (void)launcher;
  errno = ENOSYS;
  return -1;
}

#endif
