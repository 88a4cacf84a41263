/* The least that a proxy can do, as a floor to measure against: one thread, one epoll loop, kept-alive GET requests whose heads arrive whole,
 * answers with a Content-Length. It adds X-Forwarded-For and x-request-id, and has none of what makes a proxy safe to use.
 *
 *   loop PORT SERVICE_PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENT, SERVICE, LISTENING };
enum { SIZE = 64 * 1024, HEAD = 8192 };
typedef struct Conn { int fd, kind; struct Conn *peer, *next; int used, sent; long left; char bytes[SIZE]; } Conn;

static int epoll, service_port;
static Conn *idle, *dead;

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

static Conn *conn(int fd, int kind) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  Conn *c = malloc(sizeof *c);
  memset(c, 0, offsetof(Conn, bytes));
  c->fd = fd;
  c->kind = kind;
  watch(c, EPOLL_CTL_ADD, EPOLLIN);
  return c;
}

static Conn *service(void) {
  if (idle) {
    Conn *c = idle;
    idle = c->next;
    return c;
  }
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = at(service_port);
  if (connect(fd, (struct sockaddr *)&a, sizeof a)) die("connect");
  return conn(fd, SERVICE);
}

static void gone(Conn *c) {
  if (c->kind == SERVICE && !c->peer)
    for (Conn **p = &idle; *p; p = &(*p)->next)
      if (*p == c) { *p = c->next; break; }
  Conn *both[] = {c, c->peer};
  for (int i = 0; i < 2 && both[i]; i++) {
    close(both[i]->fd);
    both[i]->fd = -1;
    /* There may be more events of it in this round. */
    both[i]->next = dead;
    dead = both[i];
  }
}

/* Returns 1 once all that was read is sent. */
static int pass(Conn *s) {
  Conn *c = s->peer;
  while (s->sent < s->used) {
    ssize_t n = send(c->fd, s->bytes + s->sent, (size_t)(s->used - s->sent), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0) return 0;
    s->sent += (int)n;
  }
  s->used = s->sent = 0;
  if (s->left == 0) {
    s->peer = c->peer = NULL;
    s->next = idle;
    idle = s;
  }
  return 1;
}

static void answer(Conn *s) {
  for (;;) {
    ssize_t n = recv(s->fd, s->bytes + s->used, (size_t)(SIZE - s->used), MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) { gone(s); return; }
    if (!s->peer) die("an answer that nobody asked for");
    s->used += (int)n;
    if (s->left < 0) {
      char *end = memmem(s->bytes, (size_t)s->used, "\r\n\r\n", 4);
      char *length = memmem(s->bytes, (size_t)s->used, "Content-Length:", 15);
      if (!end || !length) return;
      s->left = end + 4 - s->bytes + atol(length + 15);
      s->left -= s->used;
    } else {
      s->left -= n;
    }
    int whole = n < SIZE;
    if (!pass(s)) {
      watch(s->peer, EPOLL_CTL_MOD, EPOLLOUT);
      watch(s, EPOLL_CTL_MOD, 0);
      return;
    }
    if (whole) return;
  }
}

static void request(Conn *c) {
  static unsigned long n;
  ssize_t got = recv(c->fd, c->bytes + c->used, (size_t)(HEAD - c->used), MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0 || c->peer) { gone(c); return; }
  c->used += (int)got;
  if (c->used < 4 || memcmp(c->bytes + c->used - 4, "\r\n\r\n", 4)) return;
  int length = c->used - 2 + sprintf(c->bytes + c->used - 2, "X-Forwarded-For: 127.0.0.1\r\nx-request-id: %016lx%016lx\r\n\r\n", n * 0x9E3779B97F4A7C15UL, n + 1);
  n++;
  c->used = 0;
  Conn *s = service();
  s->peer = c;
  c->peer = s;
  s->left = -1;
  s->used = s->sent = 0;
  if (send(s->fd, c->bytes, (size_t)length, MSG_NOSIGNAL) != length) gone(c);
}

int main(int argc, char **argv) {
  if (argc != 3) { fprintf(stderr, "usage: loop PORT SERVICE_PORT\n"); return 2; }
  epoll = epoll_create1(0);
  service_port = atoi(argv[2]);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in a = at(atoi(argv[1]));
  if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 4096)) die("listen");
  conn(fd, LISTENING);
  struct epoll_event events[256];
  for (;;) {
    int m = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < m; i++) {
      Conn *c = events[i].data.ptr;
      if (c->fd < 0) continue;
      if (c->kind == LISTENING) {
        int next;
        while ((next = accept4(c->fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) conn(next, CLIENT);
      } else if (c->kind == SERVICE) {
        answer(c);
      } else if (events[i].events & EPOLLOUT && c->peer) {
        Conn *s = c->peer;
        if (pass(s)) {
          watch(c, EPOLL_CTL_MOD, EPOLLIN);
          watch(s, EPOLL_CTL_MOD, EPOLLIN);
        }
      } else {
        request(c);
      }
    }
    while (dead) {
      Conn *c = dead;
      dead = c->next;
      free(c);
    }
  }
}
