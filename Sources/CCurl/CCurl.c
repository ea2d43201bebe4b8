#include "CCurl.h"
#include <curl/curl.h>
#include <string.h>
#include <stdio.h>
#include <stdlib.h>

struct ccurl_session {
  CURL *curl;
};

typedef struct {
  const char *bytes;
  size_t size;
  size_t sent;
  int is_finished;
} upload;

static size_t next_part(char *buffer, size_t size, size_t count, void *context) {
  upload *up = context;
  size_t room = size * count;
  size_t left = up->size - up->sent;
  size_t part = left < room ? left : room;
  memcpy(buffer, up->bytes + up->sent, part);
  up->sent += part;
  if (part == 0) up->is_finished = 1;
  return part;
}

// Whether the fault is the server's: it cannot be reached, is not trusted, or refused the login. A
// timeout may be caused by the message itself and does not count.
static int is_about_the_server(CURLcode code) {
  switch (code) {
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_CONNECT:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_USE_SSL_FAILED:
  case CURLE_SSL_ENGINE_INITFAILED:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CRL_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_LOGIN_DENIED:
    return 1;
  default:
    return 0;
  }
}

ccurl_session *ccurl_open(void) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return NULL;
  ccurl_session *session = calloc(1, sizeof *session);
  if (session == NULL) return NULL;
  session->curl = curl_easy_init();
  if (session->curl == NULL) {
    free(session);
    return NULL;
  }
  return session;
}

void ccurl_close(ccurl_session *session) {
  if (session == NULL) return;
  curl_easy_cleanup(session->curl);
  free(session);
}

void ccurl_send(
  ccurl_session *session, const ccurl_server *server, const char *from, const char *to,
  const char *message, size_t size, ccurl_result *result) {
  CURL *curl = session->curl;
  upload up = {message, size, 0, 0};
  char problem[CURL_ERROR_SIZE] = "";
  memset(result, 0, sizeof *result);
  struct curl_slist *recipients = NULL;
  for (const char *line = to; *line != 0;) {
    size_t length = strcspn(line, "\n");
    char *one = strndup(line, length);
    struct curl_slist *longer = one == NULL ? NULL : curl_slist_append(recipients, one);
    free(one);
    if (longer == NULL) {
      curl_slist_free_all(recipients);
      result->code = CURLE_OUT_OF_MEMORY;
      return;
    }
    recipients = longer;
    line += length + (line[length] == '\n');
  }
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, server->url);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, server->timeout_seconds);
  curl_easy_setopt(
    curl, CURLOPT_USE_SSL, (long)(server->requires_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (server->user != NULL) curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
  if (server->password != NULL) curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password);
  if (server->authority != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, server->authority);
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, next_part);
  curl_easy_setopt(curl, CURLOPT_READDATA, &up);
  result->code = (int)curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &result->response);
  result->is_met = !is_about_the_server((CURLcode)result->code);
  result->is_handed_over = up.is_finished || up.sent == up.size;
  snprintf(
    result->reason, sizeof result->reason, "%s",
    problem[0] != 0 ? problem : curl_easy_strerror((CURLcode)result->code));
  curl_slist_free_all(recipients);
}
