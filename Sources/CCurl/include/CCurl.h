#ifndef CCURL_H
#define CCURL_H
#include <stddef.h>

// libcurl's options are variadic, which Swift cannot call: these few functions are all of it that
// the program needs.

typedef struct ccurl_session ccurl_session;

// What a server and its user are called, and how the line is kept secret. Strings may be NULL where
// nothing is set.
typedef struct {
  const char *url;       // smtp://host:port or smtps://host:port
  const char *user;
  const char *password;
  const char *authority; // a file of certificates to trust instead of the system's
  int requires_tls;      // STARTTLS, or nothing is sent
  long timeout_seconds;
} ccurl_server;

typedef struct {
  int code;          // 0: the server took the message
  long response;     // the server's last answer, such as 250, or 0
  int is_met;        // the server was reached, trusted, and let us in: what it said is about the message
  int is_handed_over; // all of the message went out: without an answer nobody knows
  char reason[256];
} ccurl_result;

ccurl_session *ccurl_open(void);
void ccurl_close(ccurl_session *session);

// Sends one message to all of `to`, a line each; the connection is kept for the next.
void ccurl_send(
  ccurl_session *session, const ccurl_server *server, const char *from, const char *to,
  const char *message, size_t size, ccurl_result *result);

#endif
