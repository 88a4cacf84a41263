/* Load and service that cost little beside what is measured, so that it is the proxy which has no more to give.
 *
 *   load service PORT...                                  answers GET /BYTES with so many bytes, on each port
 *   load ask PORT CONNECTIONS SECONDS BYTES HOST USERS [RATE]
 *                                                          ends early by SIGTERM
 *   load hold PORT WEBSOCKETS STREAMS SECONDS             keeps both open; a stream takes 15 s
 *
 * "ask" keeps CONNECTIONS requests in flight, or sends RATE per second in all, evenly, and counts a latency from the time at which a request
 * was due. Each request has a cookie of one of USERS users. It prints: requests failed p50 p99 p999 (microseconds). An answer that is not a
 * whole 200 of the right length is a failed one. "hold" prints: WebSockets told to go away and ended in order, WebSockets ended otherwise,
 * streams that arrived whole, streams that did not, what was still open at the end.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, HEAD = 8192, SLOTS = 2000000 };
enum { PLAIN, WEBSOCKET, STREAM, ENDED };
enum { PARTS = 60, PART = 64, PART_MILLIS = 250 };
typedef struct Conn { int fd, listening, used, busy, kind, parts, told; struct Conn *next; long body, left; double began, due; char head[HEAD]; const char *out; } Conn;

static int epoll;
static char *answer_bytes;
static unsigned *counts;
static long requests, failed;

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec / 1e9; }
static void die(const char *what) { perror(what); exit(3); }

static void watch(Conn *c, int op, unsigned events) {
  struct epoll_event e = {.events = events, .data.ptr = c};
  if (epoll_ctl(epoll, op, c->fd, &e)) die("epoll_ctl");
}

static struct sockaddr_in at(int port) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return a;
}

static void quick(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(fd, F_SETFL, O_NONBLOCK);
}

/* ---- the service ---- */

static void flush_out(Conn *c) {
  while (c->left > 0) {
    ssize_t n = send(c->fd, c->out, (size_t)c->left, MSG_NOSIGNAL);
    if (n < 0) {
      if (errno == EAGAIN) watch(c, EPOLL_CTL_MOD, EPOLLOUT);
      else c->left = 0;
      return;
    }
    c->out += n;
    c->left -= n;
  }
}

static char *answer_for(long size, long *length) {
  static char *made[8];
  static long sizes[8], lengths[8];
  for (int i = 0; i < 8; i++) {
    if (made[i] && sizes[i] == size) { *length = lengths[i]; return made[i]; }
    if (!made[i]) {
      made[i] = malloc((size_t)size + 256);
      int head = sprintf(made[i], "HTTP/1.1 200 OK\r\nServer: load\r\nContent-Type: application/octet-stream\r\nContent-Length: %ld\r\n\r\n", size);
      memset(made[i] + head, 'x', (size_t)size);
      sizes[i] = size;
      lengths[i] = head + size;
      *length = lengths[i];
      return made[i];
    }
  }
  exit(2);
}

static Conn *streams;

/* Every stream gets its next part; whole ones leave the list. */
static void tick(void) {
  static char part[PART];
  Conn **at = &streams;
  while (*at) {
    Conn *c = *at;
    if (c->kind == STREAM && (send(c->fd, part, PART, MSG_NOSIGNAL) != PART || --c->parts == 0)) c->kind = PLAIN;
    if (c->kind == STREAM) at = &c->next;
    else {
      *at = c->next;
      if (c->kind == ENDED) free(c);
    }
  }
}

static void hang_up(Conn *c) {
  close(c->fd);
  if (c->kind == STREAM) c->kind = ENDED;
  else free(c);
}

static void serve(Conn *c, unsigned events) {
  if (c->kind == WEBSOCKET) {
    unsigned char frame[64];
    ssize_t n = recv(c->fd, frame, sizeof frame, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n > 0 && (frame[0] & 15) == 8) send(c->fd, "\x88\x02\x03\xe9", 4, MSG_NOSIGNAL);
    if (n <= 0 || (frame[0] & 15) == 8) hang_up(c);
    return;
  }
  if (events & EPOLLOUT && c->left > 0) {
    flush_out(c);
    if (c->left == 0) watch(c, EPOLL_CTL_MOD, EPOLLIN);
    return;
  }
  ssize_t n = recv(c->fd, c->head + c->used, (size_t)(HEAD - 1 - c->used), 0);
  if (n <= 0) {
    if (n == 0 || errno != EAGAIN) hang_up(c);
    return;
  }
  c->used += (int)n;
  c->head[c->used] = 0;
  if (c->used < 4 || memcmp(c->head + c->used - 4, "\r\n\r\n", 4)) return;
  c->used = 0;
  if (!strncmp(c->head, "GET /ws", 7)) {
    c->kind = WEBSOCKET;
    const char *yes = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    send(c->fd, yes, strlen(yes), MSG_NOSIGNAL);
    return;
  }
  if (!strncmp(c->head, "GET /stream", 11)) {
    char begun[128];
    int n = sprintf(begun, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", PARTS * PART);
    send(c->fd, begun, (size_t)n, MSG_NOSIGNAL);
    c->kind = STREAM;
    c->parts = PARTS;
    c->next = streams;
    streams = c;
    return;
  }
  long length;
  c->out = answer_for(atol(c->head + 5), &length);
  c->left = length;
  flush_out(c);
}

static void service(int n, char **ports) {
  for (int i = 0; i < n; i++) {
    Conn *c = calloc(1, sizeof *c);
    c->listening = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int one = 1;
    setsockopt(c->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in a = at(atoi(ports[i]));
    if (bind(c->fd, (struct sockaddr *)&a, sizeof a) || listen(c->fd, 4096)) die("listen");
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
  }
  struct epoll_event events[256];
  for (;;) {
    static double last;
    int m = epoll_wait(epoll, events, 256, streams ? PART_MILLIS : -1);
    if (streams && now() - last >= PART_MILLIS / 1e3) {
      last = now();
      tick();
    }
    for (int i = 0; i < m; i++) {
      Conn *c = events[i].data.ptr;
      if (!c->listening) { serve(c, events[i].events); continue; }
      int fd;
      while ((fd = accept4(c->fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        Conn *d = calloc(1, sizeof *d);
        d->fd = fd;
        quick(fd);
        watch(d, EPOLL_CTL_ADD, EPOLLIN);
      }
    }
  }
}

/* ---- the clients ---- */

static int ask_port, users;
static long bytes;
static const char *host;

static void dial(Conn *c) {
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = at(ask_port);
  if (connect(c->fd, (struct sockaddr *)&a, sizeof a)) die("connect");
  quick(c->fd);
  watch(c, EPOLL_CTL_ADD, EPOLLIN);
}

static void ask(Conn *c, double due) {
  static unsigned user;
  char text[512];
  int n = sprintf(text, "GET /%ld HTTP/1.1\r\nHost: %s\r\nUser-Agent: load\r\nCookie: session=1; curtain_user=user-%u\r\n\r\n", bytes, host, user++ % (unsigned)users);
  c->used = 0;
  c->body = -1;
  c->busy = 1;
  c->due = due;
  if (send(c->fd, text, (size_t)n, MSG_NOSIGNAL) != n) { failed++; close(c->fd); c->busy = 0; dial(c); }
}

/* Returns 1 once the answer is whole. */
static int hear(Conn *c) {
  for (;;) {
    ssize_t n;
    if (c->body < 0) {
      n = recv(c->fd, c->head + c->used, (size_t)(HEAD - 1 - c->used), 0);
    } else {
      n = recv(c->fd, answer_bytes, 1 << 18, 0);
    }
    if (n < 0 && errno == EAGAIN) return 0;
    if (n <= 0) { failed += c->busy; close(c->fd); c->busy = 0; dial(c); return 1; }
    if (c->body < 0) {
      c->used += (int)n;
      c->head[c->used] = 0;
      char *end = strstr(c->head, "\r\n\r\n");
      if (!end) continue;
      char *length = strcasestr(c->head, "\r\ncontent-length:");
      if (memcmp(c->head + 9, "200", 3) || !length || length > end || atol(length + 17) != bytes) failed++;
      c->body = bytes - (c->used - (end + 4 - c->head));
    } else {
      c->body -= n;
    }
    if (c->body <= 0) {
      requests++;
      long micros = (long)((now() - c->due) * 1e6);
      counts[micros < 0 ? 0 : micros >= SLOTS ? SLOTS - 1 : micros]++;
      c->busy = 0;
      return 1;
    }
  }
}

static volatile sig_atomic_t stopped;

static void stop(int signal) { stopped = signal; }

static long quantile(double q) {
  long seen = 0;
  for (long i = 0; i < SLOTS; i++) {
    seen += counts[i];
    if (seen > q * (double)requests) return i;
  }
  return 0;
}

/* ---- who stays ---- */

static void hold(int argc, char **argv) {
  if (argc < 6) exit(2);
  ask_port = atoi(argv[2]);
  int webs = atoi(argv[3]), n = webs + atoi(argv[4]);
  double end = now() + atof(argv[5]);
  long told = 0, cut = 0, whole = 0, broken = 0, open = 0;
  for (int i = 0; i < n; i++) {
    Conn *c = calloc(1, sizeof *c);
    c->kind = i < webs ? WEBSOCKET : STREAM;
    c->body = -1;
    dial(c);
    const char *text = i < webs ? "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" : "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n";
    if (send(c->fd, text, strlen(text), MSG_NOSIGNAL) < 0) die("send");
    open++;
  }
  struct epoll_event events[256];
  while (open > 0 && now() < end) {
    int m = epoll_wait(epoll, events, 256, 100);
    for (int i = 0; i < m; i++) {
      Conn *c = events[i].data.ptr;
      char in[4096];
      ssize_t got = recv(c->fd, in, sizeof in, 0);
      if (got < 0 && errno == EAGAIN) continue;
      if (got > 0 && c->body < 0) {
        /* The head, which the router writes in one piece. */
        char *after = memmem(in, (size_t)got, "\r\n\r\n", 4);
        if (!after) continue;
        c->left = got - (after + 4 - in);
        memmove(in, after + 4, (size_t)c->left);
        got = c->left;
        c->body = 0;
        if (got == 0) continue;
      }
      if (c->kind == WEBSOCKET && got > 1 && (unsigned char)in[0] == 0x88) {
        c->told = in[2] == 3 && (unsigned char)in[3] == 0xe9;
        send(c->fd, "\x88\x82\0\0\0\0\x03\xe9", 8, MSG_NOSIGNAL);
        continue;
      }
      if (got > 0) c->body += got;
      int done = c->kind == STREAM && c->body == PARTS * PART;
      if (got > 0 && !done) continue;
      if (c->kind == STREAM) done ? whole++ : broken++;
      else c->told ? told++ : cut++;
      close(c->fd);
      free(c);
      open--;
    }
  }
  printf("%ld %ld %ld %ld %ld\n", told, cut, whole, broken, open);
  exit(0);
}

int main(int argc, char **argv) {
  epoll = epoll_create1(0);
  if (argc >= 3 && !strcmp(argv[1], "service")) service(argc - 2, argv + 2);
  if (argc >= 2 && !strcmp(argv[1], "hold")) hold(argc, argv);
  if (argc < 8 || strcmp(argv[1], "ask")) { fprintf(stderr, "usage: load service PORT... | load ask PORT CONNECTIONS SECONDS BYTES HOST USERS [RATE]\n"); return 2; }
  signal(SIGTERM, stop);
  ask_port = atoi(argv[2]);
  int n = atoi(argv[3]);
  double seconds = atof(argv[4]), rate = argc > 8 ? atof(argv[8]) : 0;
  bytes = atol(argv[5]);
  host = argv[6];
  users = atoi(argv[7]);
  if (n < 1 || n > MOST) return 2;
  answer_bytes = malloc(1 << 18);
  counts = calloc(SLOTS, sizeof *counts);
  Conn *conns = calloc((size_t)n, sizeof *conns);
  for (int i = 0; i < n; i++) dial(conns + i);
  double start = now(), end = start + seconds;
  long sent = 0;
  int turn = 0;
  if (rate == 0) for (int i = 0; i < n; i++) ask(conns + i, now());
  struct epoll_event events[256];
  for (;;) {
    double t = now();
    if (t >= end || stopped) break;
    if (rate > 0) {
      /* Who is busy for too long makes the others wait: that is counted, as what they wait for was due. */
      while (sent < (t - start) * rate) {
        int i = 0;
        while (i < n && conns[(turn + i) % n].busy) i++;
        if (i == n) break;
        turn = (turn + i + 1) % n;
        ask(conns + (turn + n - 1) % n, start + (double)sent++ / rate);
      }
    }
    int m = epoll_wait(epoll, events, 256, rate > 0 ? 1 : 100);
    for (int i = 0; i < m; i++) {
      Conn *c = events[i].data.ptr;
      if (hear(c) && rate == 0) ask(c, now());
    }
  }
  printf("%ld %ld %ld %ld %ld\n", requests, failed, quantile(0.5), quantile(0.99), quantile(0.999));
  return 0;
}
