/*
 * tests/fake/http-server.h - a server on loopback that answers as a test
 * tells it: well, late, in pieces, too short, or not at all.
 *
 * Why not the sandbox: that one plays Zoom and behaves. Here each test says
 * for each request what goes wrong, and sees what was asked.
 *
 * The answer function is called for one request at a time, from the server's
 * threads.
 */
#ifndef TESTS_FAKE_HTTP_SERVER_H
#define TESTS_FAKE_HTTP_SERVER_H

#include "base/cleanup.h"

#include <stddef.h>
#include <stdint.h>

struct fake_server;

struct fake_request {
	unsigned int n;     /* 0, 1, ... since the start */
	unsigned int link;  /* of which connection, from 0 */
	const char *method; /* "GET" */
	const char *target; /* "/v2/users?page_size=300", as sent */
	const char *bearer; /* of Authorization: Bearer, or NULL */
	const char *head;   /* all header lines */
	const char *body;
	size_t body_len;
};

enum fake_way {
	FAKE_WHOLE,
	FAKE_CHUNKED,   /* no Content-Length, several chunks */
	FAKE_UNTIL_END, /* no Content-Length: the connection's end */
	FAKE_CUT,       /* half of the body, then the connection ends */
	FAKE_RESET,     /* the same with RST */
	FAKE_STALL,     /* half of the body, then nothing */
	FAKE_SILENT,    /* the connection ends without an answer */
};

struct fake_answer {
	int status;
	const char *headers; /* "Name: value\r\n...", or NULL */
	const char *body;    /* NULL: bytes of 0 to 250, repeated */
	size_t len;
	uint64_t large; /* length where body is NULL */
	enum fake_way way;
};

typedef void fake_answer_fn(void *ctx, const struct fake_request *rq,
			    struct fake_answer *out);

/* Listens on 127.0.0.1, any port; a failure ends the test. */
struct fake_server *fake_server_start(fake_answer_fn *answer, void *ctx);
void fake_server_stop(struct fake_server *s);
DEFINE_AUTO(struct fake_server, fake_server_stop)

/* "http://127.0.0.1:PORT" */
const char *fake_server_base(const struct fake_server *s);
unsigned int fake_server_port(const struct fake_server *s);
/* Requests with an Authorization header so far. */
unsigned int fake_server_bearers(struct fake_server *s);
/* All requests. What the answers to them wrote may be read after it. */
unsigned int fake_server_requests(struct fake_server *s);

/* A byte of the large body. */
static inline char fake_byte(uint64_t at)
{
	return (char)(at % 251);
}

#endif
