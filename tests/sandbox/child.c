/* What the sandbox tests run: one static program, one behaviour an argument. Each
 * prints what it found in a form that is easy to compare, and judges nothing. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char** environ;

static long number(char** argv, int i) { return argv[i] ? strtol(argv[i], NULL, 0) : 0; }
static const char* error(void) { return strerrorname_np(errno); }
static int say(long result) {
  if (result < 0)
    printf("%s\n", error());
  else
    printf("ok\n");
  return 0;
}

/* ---- simple ---- */
static int do_exit(char** argv) { return (int)number(argv, 0); }
static int do_args(char** argv) {
  for (; *argv; ++argv) printf("[%s]", *argv);
  return 0;
}
static int do_env(char** argv) {
  (void)argv;
  for (char** e = environ; *e; ++e) printf("[%s]", *e);
  return 0;
}
static int do_cat(char** argv) {
  (void)argv;
  char buffer[4096];
  ssize_t got;
  while ((got = read(0, buffer, sizeof buffer)) > 0)
    if (write(1, buffer, (size_t)got) != got) return 1;
  return got == 0 ? 0 : 1;
}
static int do_pwd(char** argv) {
  (void)argv;
  char here[4096];
  puts(getcwd(here, sizeof here) ? here : error());
  return 0;
}
static int do_say(char** argv) { /* FD TEXT */
  size_t size = strlen(argv[1]);
  return write((int)number(argv, 0), argv[1], size) == (ssize_t)size ? 0 : 1;
}
static int do_signal(char** argv) {
  raise((int)number(argv, 0));
  return 0;
}
static int do_sleep(char** argv) {
  struct timespec t = {number(argv, 0) / 1000, number(argv, 0) % 1000 * 1000000};
  return nanosleep(&t, NULL);
}
static int do_spin(char** argv) { /* PROCESSES: all of them for ever */
  for (long i = 1; i < number(argv, 0); ++i)
    if (fork() == 0) break;
  for (volatile unsigned long n = 0;; ++n) {
  }
}
static int do_burn(char** argv) { /* MILLISECONDS of CPU time */
  struct timespec t;
  do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  while (t.tv_sec * 1000 + t.tv_nsec / 1000000 < number(argv, 0));
  return 0;
}

/* ---- output ---- */
static int do_flood(char** argv) { /* FD BYTES (0: for ever) */
  static char block[65536];
  memset(block, 'x', sizeof block);
  long left = number(argv, 1);
  int forever = left == 0;
  while (forever || left > 0) {
    size_t part = forever || left > (long)sizeof block ? sizeof block : (size_t)left;
    ssize_t put = write((int)number(argv, 0), block, part);
    if (put <= 0) return 9;
    left -= put;
  }
  return 0;
}

/* ---- resources ---- */
static int do_heap(char** argv) { /* MIB, touched */
  size_t size = (size_t)number(argv, 0) << 20;
  char* p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) return say(-1);
  for (size_t i = 0; i < size; i += 4096) p[i] = 1;
  return say(0);
}
static int do_heap_in_child(char** argv) {
  pid_t pid = fork();
  if (pid == 0) _exit(do_heap(argv));
  int status = 0;
  waitpid(pid, &status, 0);
  printf("child signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  return 0;
}
static int do_forks(char** argv) { /* N processes that stay; says how many there were */
  long made = 0;
  for (; made < number(argv, 0); ++made) {
    pid_t pid = fork();
    if (pid == 0) {
      pause();
      _exit(0);
    }
    if (pid < 0) break;
  }
  printf("%ld %s\n", made, made < number(argv, 0) ? error() : "ok");
  return 0;
}
static void* wait_for_ever(void* unused) {
  pause();
  return unused;
}
static int do_threads(char** argv) {
  long made = 0;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 65536);
  for (; made < number(argv, 0); ++made) {
    pthread_t thread;
    int rc = pthread_create(&thread, &small, wait_for_ever, NULL);
    if (rc != 0) {
      errno = rc;
      break;
    }
  }
  printf("%ld %s\n", made, made < number(argv, 0) ? error() : "ok");
  fflush(stdout);
  _exit(0);
}
static int do_fork_bomb(char** argv) {
  (void)argv;
  for (;;)
    if (fork() < 0) usleep(100);
}
static int do_open_files(char** argv) {
  long made = 0;
  for (; made < number(argv, 0); ++made)
    if (open("/dev/null", O_RDONLY) < 0) break;
  printf("%ld %s\n", made, made < number(argv, 0) ? error() : "ok");
  return 0;
}
static int do_write_file(char** argv) { /* PATH BYTES: says how many went in */
  int fd = open(argv[0], O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return say(-1);
  signal(SIGXFSZ, SIG_IGN);
  static char block[65536];
  long done = 0;
  while (done < number(argv, 1)) {
    long left = number(argv, 1) - done;
    ssize_t put = write(fd, block, left > (long)sizeof block ? sizeof block : (size_t)left);
    if (put < 0) {
      printf("%ld %s\n", done, error());
      return 0;
    }
    done += put;
  }
  printf("%ld ok\n", done);
  return 0;
}
static int do_many_files(char** argv) { /* FOLDER N */
  long made = 0;
  for (; made < number(argv, 1); ++made) {
    char path[256];
    snprintf(path, sizeof path, "%s/%ld", argv[0], made);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    if (fd < 0) break;
    close(fd);
  }
  printf("%ld %s\n", made, made < number(argv, 1) ? error() : "ok");
  return 0;
}
static int do_rlimits(char** argv) {
  (void)argv;
  const int which[] = {RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_FSIZE, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE};
  for (size_t i = 0; i < sizeof which / sizeof *which; ++i) {
    struct rlimit limit;
    getrlimit((__rlimit_resource_t)which[i], &limit);
    printf("%llu/%llu ", (unsigned long long)limit.rlim_cur, (unsigned long long)limit.rlim_max);
  }
  return 0;
}

/* ---- files ---- */
static int do_read(char** argv) { /* PATH: its bytes, or the error */
  int fd = open(argv[0], O_RDONLY);
  if (fd < 0) return say(-1);
  if (dup2(fd, 0) < 0) return 1;
  return do_cat(argv);
}
static int do_open(char** argv) { return say(open(argv[0], (int)number(argv, 1), 0600)); }
static int do_mkdir(char** argv) { return say(mkdir(argv[0], 0700)); }
static int do_unlink(char** argv) { return say(unlink(argv[0])); }
static int do_rename(char** argv) { return say(rename(argv[0], argv[1])); }
static int do_chmod(char** argv) { return say(chmod(argv[0], (mode_t)number(argv, 1))); }
static int do_symlink(char** argv) { return say(symlink(argv[0], argv[1])); }
static int do_mkfifo(char** argv) { return say(mkfifo(argv[0], 0600)); }
static int do_execute(char** argv) {
  execv(argv[0], argv);
  return say(-1);
}
static int compare(const struct dirent** a, const struct dirent** b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}
static int do_list(char** argv) {
  struct dirent** names;
  int count = scandir(argv[0], &names, NULL, compare);
  if (count < 0) return say(-1);
  for (int i = 0; i < count; ++i)
    if (names[i]->d_name[0] != '.') printf("%s ", names[i]->d_name);
  return 0;
}
/* Writes a file, and goes on in a child that outlives the program for a moment. */
static int do_make_exports(char** argv) {
  (void)argv;
  int fd = open("/tmp/regular", O_WRONLY | O_CREAT, 0600);
  for (int i = 0; i < 100000; ++i)
    if (write(fd, "0123456789", 10) != 10) return 1;
  close(fd);
  close(open("/tmp/empty", O_WRONLY | O_CREAT, 0600));
  if (symlink("/etc/passwd", "/tmp/link") || symlink("/tmp", "/tmp/folder-link")) return 1;
  if (mkfifo("/tmp/fifo", 0600) || mkdir("/tmp/folder", 0700)) return 1;
  if (fork() == 0)
    for (;;) {
      int again = open("/tmp/regular", O_WRONLY);
      if (again >= 0 && write(again, "X", 1) == 1) close(again);
    }
  return 0;
}

/* ---- who and where ---- */
static int do_ids(char** argv) {
  (void)argv;
  uid_t r, e, s;
  gid_t rg, eg, sg;
  getresuid(&r, &e, &s);
  getresgid(&rg, &eg, &sg);
  printf("uid %u %u %u gid %u %u %u\n", r, e, s, rg, eg, sg);
  return 0;
}
static int do_groups(char** argv) {
  (void)argv;
  printf("%d\n", getgroups(0, NULL));
  return 0;
}
static int do_privileges(char** argv) {
  (void)argv;
  unsigned header[2] = {0x20080522, 0};
  unsigned data[6] = {0};
  if (syscall(SYS_capget, header, data) != 0) return 1;
  int bounding = 0;
  for (int i = 0; i < 64; ++i)
    if (prctl(PR_CAPBSET_READ, i, 0, 0, 0) == 1) ++bounding;
  printf("effective %x%x permitted %x%x inheritable %x%x bounding %d no_new_privs %d\n", data[0],
         data[3], data[1], data[4], data[2], data[5], bounding, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  return 0;
}
static int do_pids(char** argv) {
  (void)argv;
  printf("pid %d parent %d leads %d\n", getpid(), getppid(), getsid(0) == getpid());
  return 0;
}
static int do_hostname(char** argv) {
  (void)argv;
  char name[256] = "";
  gethostname(name, sizeof name);
  puts(name);
  return 0;
}
static int do_descriptors(char** argv) {
  (void)argv;
  for (int fd = 0; fd < 4096; ++fd) {
    struct stat status;
    if (fstat(fd, &status) != 0) continue;
    const char* kind = S_ISFIFO(status.st_mode)   ? "pipe"
                       : S_ISREG(status.st_mode)  ? "file"
                       : S_ISDIR(status.st_mode)  ? "folder"
                       : S_ISSOCK(status.st_mode) ? "socket"
                                                  : "other";
    printf("%d:%s ", fd, kind);
  }
  return 0;
}
static int do_signals(char** argv) { /* which are blocked or ignored */
  (void)argv;
  sigset_t mask;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  for (int i = 1; i < 32; ++i) {
    struct sigaction action;
    if (sigismember(&mask, i)) printf("blocked %d ", i);
    if (sigaction(i, NULL, &action) == 0 && action.sa_handler != SIG_DFL) printf("handled %d ", i);
  }
  printf("umask %o\n", umask(0));
  return 0;
}

/* ---- leaving ---- */
static int do_kill(char** argv) { return say(kill((pid_t)number(argv, 0), (int)number(argv, 1))); }
static int do_stop(char** argv) { /* itself and a child that spins */
  (void)argv;
  if (fork() == 0)
    for (;;) {
    }
  raise(SIGSTOP);
  return 0;
}
static int do_outlive(char** argv) { /* a daemon holds every descriptor and writes for ever */
  (void)argv;
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      signal(SIGTERM, SIG_IGN);
      signal(SIGHUP, SIG_IGN);
      for (;;) usleep(1000);
    }
    _exit(0);
  }
  wait(NULL);
  printf("gone\n");
  return 0;
}
static int do_abstract_listen(char** argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "%s", argv[0]);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return say(bind(fd, (struct sockaddr*)&address, sizeof address));
}
static int do_abstract_connect(char** argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(argv[0]);
  memcpy(address.sun_path + 1, argv[0], length);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return say(connect(fd, (struct sockaddr*)&address,
                     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length)));
}
static int do_connect(char** argv) { /* ADDRESS PORT */
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number(argv, 1))};
  inet_pton(AF_INET, argv[0], &address.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  return say(connect(fd, (struct sockaddr*)&address, sizeof address));
}
static int do_loopback(char** argv) { /* talks to itself over 127.0.0.1 */
  (void)argv;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr*)&address, size) || listen(listener, 1) ||
      getsockname(listener, (struct sockaddr*)&address, &size))
    return say(-1);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  return say(connect(client, (struct sockaddr*)&address, size));
}
static int do_interfaces(char** argv) {
  (void)argv;
  struct if_nameindex* list = if_nameindex();
  if (!list) return say(-1);
  for (; list->if_index; ++list) printf("%s ", list->if_name);
  return 0;
}
static int do_syscall(char** argv) { /* NUMBER ARG… : the result, or the error */
  long a[7];
  for (int i = 0, end = 0; i < 7; ++i) {
    end = end || !argv[i];
    a[i] = end ? 0 : number(argv, i);
  }
  long result = syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
  if (result < 0)
    puts(error());
  else
    puts("ok");
  return 0;
}
static int do_foreign(char** argv) { /* NUMBER by the 32-bit gate */
#if defined(__x86_64__)
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number(argv, 0)), "b"(0), "c"(0), "d"(0) : "memory");
  printf("%ld\n", result);
#else
  (void)argv;
#endif
  return 0;
}
static int do_writable_and_executable(char** argv) {
  (void)argv;
  void* p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return say(p == MAP_FAILED ? -1 : 0);
}

static const struct {
  const char* name;
  int (*run)(char**);
} kBehaviours[] = {
    {"exit", do_exit},           {"args", do_args},
    {"env", do_env},             {"cat", do_cat},
    {"pwd", do_pwd},             {"say", do_say},
    {"signal", do_signal},       {"sleep", do_sleep},
    {"spin", do_spin},           {"burn", do_burn},
    {"flood", do_flood},         {"heap", do_heap},
    {"heap-in-child", do_heap_in_child}, {"forks", do_forks},
    {"threads", do_threads},     {"fork-bomb", do_fork_bomb},
    {"open-files", do_open_files}, {"write-file", do_write_file},
    {"many-files", do_many_files}, {"rlimits", do_rlimits},
    {"read", do_read},           {"open", do_open},
    {"mkdir", do_mkdir},         {"unlink", do_unlink},
    {"rename", do_rename},       {"chmod", do_chmod},
    {"symlink", do_symlink},     {"mkfifo", do_mkfifo},
    {"execute", do_execute},     {"list", do_list},
    {"make-exports", do_make_exports}, {"ids", do_ids},
    {"groups", do_groups},       {"privileges", do_privileges},
    {"pids", do_pids},           {"hostname", do_hostname},
    {"descriptors", do_descriptors}, {"signals", do_signals},
    {"kill", do_kill},           {"stop", do_stop},
    {"outlive", do_outlive},     {"abstract-listen", do_abstract_listen},
    {"abstract-connect", do_abstract_connect}, {"connect", do_connect},
    {"loopback", do_loopback},   {"interfaces", do_interfaces},
    {"syscall", do_syscall},     {"foreign", do_foreign},
    {"writable-and-executable", do_writable_and_executable},
};

int main(int argc, char** argv) {
  setvbuf(stdout, NULL, _IONBF, 0);
  for (size_t i = 0; argc > 1 && i < sizeof kBehaviours / sizeof *kBehaviours; ++i)
    if (strcmp(kBehaviours[i].name, argv[1]) == 0) return kBehaviours[i].run(argv + 2);
  fprintf(stderr, "no such behaviour: %s\n", argc > 1 ? argv[1] : "(none)");
  return 99;
}
