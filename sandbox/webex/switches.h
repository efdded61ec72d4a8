/*
 * sandbox/webex/switches.h - how this Webex organisation is set, and how
 * much happens in it (--setup webex.NAME=VALUE; README.md lists them).
 *
 * Two sorts: those that shape the tenant (spaces, posts, ...) can only be
 * given before anything was asked of it, for the truth is told at the start;
 * the others (scopes, limits, an officer who lost the role) at any time.
 */
#ifndef SANDBOX_WEBEX_SWITCHES_H
#define SANDBOX_WEBEX_SWITCHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define WX_SCOPES_TEXT 2000

struct wx_switches {
	/* shape, at the start only */
	size_t spaces;        /* conversations of all kinds */
	size_t posts;         /* in all; WX_POSTS_DEFAULT: 60 a day */
	size_t meetings;      /* on a weekday */
	unsigned int files;   /* of 1000 posts have one or two */
	unsigned int members; /* of a group, at most */
	uint64_t large;       /* bytes of the first recording; 0: as others */
	int64_t retention_us; /* purged when so old; 0: kept for ever */
	/* at any time */
	bool app;          /* off: the client is unknown */
	bool officer;      /* off: the authoriser lost the role: 403 */
	bool pro_pack;     /* off: no events older than 90 days */
	bool rough_paging; /* empty pages, duplicates, max=null */
	bool post_meeting_chat;
	size_t page;         /* most items a page has; 0: as asked for */
	unsigned int rate;   /* requests a minute and token; 0: no limit */
	unsigned int wait_s; /* Retry-After of a full quota */
	int64_t access_s, refresh_s; /* lives of the tokens */
	uint64_t revoked; /* tokens issued before this serial are dead */
	char scopes[WX_SCOPES_TEXT]; /* " a b ", each between blanks */
};

#define WX_POSTS_DEFAULT SIZE_MAX

void wx_switches_default(struct wx_switches *s);

/*
 * "NAME" or "NAME=VALUE". built: the tenant has its shape already. 0, or -1
 * with ERR_USAGE. "token=revoked" sets s->revoked to serial.
 */
int wx_switches_set(struct wx_switches *s, const char *text, bool built,
		    uint64_t serial, struct err *e);

bool wx_has_scope(const struct wx_switches *s, const char *scope);

#endif
