/*
 * graph/graph.h - asking Microsoft Graph as an application.
 *
 * Why: Entra ID's people, Exchange Online's mailboxes and the consent of a
 * tenant are all behind one sign-in and one way of being asked to wait.
 *
 * Client credentials: the application asks for itself, with the permissions
 * that an administrator of the tenant has consented to. The token goes to the
 * Graph address of the settings and nowhere else, whatever a link says.
 *
 * Threads: one struct graph serves all.
 *
 * Errors: ERR_RETRY not reached, or busy after all repetitions; ERR_SOURCE
 * sign-in or consent refused: a person has to act; ERR_USAGE settings.
 *
 * Source: RFC 6749 section 4.4; Microsoft identity platform, "OAuth 2.0
 * client credentials flow"; Graph, "Error responses", "Throttling guidance".
 */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include "base/cleanup.h"
#include "base/setting.h"
#include "base/str.h"
#include "http/entra.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct graph;
struct http;

#define GRAPH_ANSWER_MAX ((size_t)64 * 1024 * 1024)

/* Rows for the table of whoever signs in by it: tenant-id, client-id,
   client-secret, login-url, graph-url, ca-file. */
#define GRAPH_SETTINGS                                                         \
	{ "tenant-id", NULL, true, false,                                      \
	  "the organisation: its directory (tenant) id" },                     \
		{ "client-id", NULL, true, false,                              \
		  "the application's (client) id" },                           \
		{ "client-secret", NULL, true, true,                           \
		  "the application's client secret" },                         \
		{ "login-url", ENTRA_LOGIN_URL, false, false,                  \
		  "where to sign in; national clouds have their own" },        \
		{ "graph-url", "https://graph.microsoft.com", false, false,    \
		  "Graph; national clouds have their own" },                   \
	{                                                                      \
		"ca-file", "", false, false,                                   \
			"certificates to trust; empty: the system's"           \
	}

/* settings: the table that has the rows above. The host outlives it. */
int graph_open(struct graph **out, const struct setting *settings,
	       const struct host *host, struct err *e);
void graph_close(struct graph *g); /* NULL is fine */
DEFINE_AUTO(struct graph, graph_close)

struct graph_question {
	const char *method; /* "GET" */
	/* "/v1.0/users?$top=5", percent-encoded; or a link that Graph gave:
	   its origin must be the settings' graph-url. */
	const char *url;
	const char *media_type; /* of body */
	const void *body;
	size_t body_len;
	const char *prefer; /* value of the Prefer header; NULL: none */
	/* Asking twice does twice: after a lost answer do not ask again but
	   say so (graph_answer.lost, ERR_RETRY). */
	bool once;
	int64_t patience_us; /* longest single wait; 0: 5 minutes */
};

struct graph_answer {
	int status;
	json_t *json;    /* of the body, NULL where there is none */
	struct str code; /* error.code of a refusal: "ErrorItemNotFound" */
	struct str text; /* error.message, cleaned: for people */
	bool lost;       /* sent, and no answer came */
	int64_t wait_us; /* Retry-After of the last 429 or 503; 0: none */
};
void graph_answer_init(struct graph_answer *a);
void graph_answer_done(struct graph_answer *a);
static inline void graph_answer_done_auto(struct graph_answer *a)
{
	graph_answer_done(a);
}

/*
 * Ask, repeating what may be repeated: 429 and 503 after the time the answer
 * tells, other 5xx and broken connections after a pause (not of what must be
 * done once: it may have been done), 401 once with a new token. 0: there is an
 * answer, of any other status: look at it. out must be initialised; what it
 * held is gone.
 */
int graph_ask(struct graph *g, const struct graph_question *q,
	      struct graph_answer *out, struct err *e);

/* A refusal in words: "Graph refuses to read users (403
   Authorization_RequestDenied: ...): todo". ERR_SOURCE for 401 and 403. */
int graph_refuse(const struct graph_answer *a, const char *doing,
		 const char *todo, struct err *e);

/*
 * Append the permissions that the token carries (its claim "roles"), parted
 * by blanks; none: nothing. What Exchange grants by roles of its own (RBAC for
 * Applications) is not among them. Errors: those of signing in; ERR_SOURCE.
 */
int graph_roles(struct graph *g, struct str *out, struct err *e);

/* The client it asks by, for what is no question to Graph itself: upload
   addresses that carry their own right. */
struct http *graph_http(struct graph *g);

#endif
