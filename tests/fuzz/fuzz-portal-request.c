/*
 * fuzz-portal-request.c - a request may be any bytes: no crash; what is taken
 * is decoded, valid UTF-8 without NUL; a route that is found has its
 * arguments; a refusal says why. Range fields stay within the thing.
 *
 * The input is lines: method, target, version, "Name: value" ..., an empty
 * line, a body of JSON.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "portal/incoming.h"
#include "portal/range.h"
#include "portal/route.h"
#include "verb/args.h"
#include "verb/verb.h"

#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next line, cut off; "" at the end. */
static char *line_of(char **at)
{
	char *line = *at;
	size_t n = strcspn(line, "\n");

	*at += n + (line[n] == '\n');
	line[n] = '\0';
	return line;
}

static void check_text(const char *text)
{
	size_t len = strlen(text), step;

	for (size_t i = 0; i < len; i += step) {
		step = utf8_sequence(text + i, len - i);
		assert(step > 0);
	}
}

static void check_range(const char *field)
{
	struct range r = range_read(field, 1000);

	assert(r.kind == RANGE_NONE || r.from + r.length <= 1000);
	assert(r.kind != RANGE_SOME || r.length > 0);
	(void)etag_listed(field, "\"x\"");
}

static void check_taken(const struct incoming *rq)
{
	assert(rq->status == 0 && rq->fields[FIELD_HOST] != NULL);
	assert(!rq->chunked || rq->length < 0);
	check_text(rq->path);
	for (size_t i = 0; i < rq->n_segments; i++) {
		check_text(rq->segments[i]);
		assert(rq->segments[i][0] != '\0');
	}
	for (size_t i = 0; i < rq->n_query; i++) {
		check_text(rq->query[i].name);
		check_text(rq->query[i].value);
	}
	check_range(rq->fields[FIELD_RANGE]);
	(void)incoming_cookie(rq, "estreat");
}

static void read_args(const struct route *r, const struct incoming *rq,
		      const char *body)
{
	struct verb_call call = { .verb = r->verb };
	json_t *o = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	struct err e = ERR_INIT;
	int rc = route_args(r, rq, &call, &e);

	for (size_t i = 0; rc == 0 && i < rq->n_query; i++)
		rc = args_text(&call, rq->query[i].name, rq->query[i].value,
			       &e);
	if (rc == 0 && o != NULL)
		rc = args_json(&call, o, &e);
	if (rc == 0)
		rc = args_whole(&call, &e);
	assert(rc == 0 || e.kind == ERR_USAGE);
	args_done(&call);
	json_decref(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(incoming_free) struct incoming *rq = incoming_new();
	AUTO(free) char *text = mem_dup(data, size);
	char *at = text, *method = line_of(&at), *target = line_of(&at);
	char *version = line_of(&at), *line;
	unsigned int allow;
	struct route r;
	bool ok = incoming_line(rq, method, target, version);

	while (ok && *(line = line_of(&at)) != '\0') {
		char *colon = strchr(line, ':');

		if (colon == NULL)
			break;
		*colon = '\0';
		ok = incoming_field(rq, line, colon + 1 + (colon[1] == ' '));
	}
	ok = ok && incoming_whole(rq);
	assert(ok == (rq->status == 0) && (ok || rq->why != NULL));
	if (!ok)
		return 0;
	check_taken(rq);
	r = route_find(verb_all(), rq, &allow);
	if (r.verb != NULL)
		read_args(&r, rq, at);
	return 0;
}
