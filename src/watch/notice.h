/*
 * watch/notice.h - what is told of an alert, on its way to a channel.
 *
 * It is fixed when it is queued: what a channel gets after an hour of silence
 * is what there was to tell then, in order. As JSON it is the body of a
 * webhook too (docs/alerts.md), so that members are added and never renamed.
 */
#ifndef WATCH_NOTICE_H
#define WATCH_NOTICE_H

#include "base/str.h"
#include "watch/rules.h"

#include <stdint.h>

struct err;

enum notice_event {
	NOTICE_OPENED,
	NOTICE_RAISED, /* it has become more severe */
	NOTICE_STILL,  /* once a day, until it is over or someone has seen it */
	NOTICE_CLOSED, /* it is over */
	NOTICE_TEST,
	NOTICE_DIGEST, /* a mail a day: how everything is */
};
const char *notice_event_name(enum notice_event ev);

/* Borrowed texts. */
struct notice {
	const char *key; /* random; the same when it is told again */
	enum notice_event event;
	int64_t alert; /* its number; 0: of none */
	const char *rule, *subject, *title, *text, *help;
	enum severity severity;
	int64_t opened_us, time_us; /* when it began; when this was said */
	const char *archive;        /* whose: the domain */
};

/* A new key, 32 hex digits. */
void notice_key(char out[33]);

/* Append as JSON. */
void notice_json(struct str *out, const struct notice *n);

/* Read it back; what it has must be freed by notice_done(). Errors: ERR_ITEM:
   that is none. */
struct notice_read {
	struct notice notice;
	void *held;
};
int notice_parse(struct notice_read *out, const char *json, struct err *e);
void notice_done(struct notice_read *r);
static inline void notice_done_auto(struct notice_read *r)
{
	notice_done(r);
}

/* "High: A run failed - connector zoom" */
void notice_line(struct str *out, const struct notice *n);
/* For people: lines with LF. */
void notice_text(struct str *out, const struct notice *n);

#endif
