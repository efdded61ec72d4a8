/*
 * source/ringcentral/content.h - one download, up to its first byte.
 *
 * Datasets of an export, files of chats, faxes, recordings: all lie at
 * addresses that RingCentral tells, on hosts of its own or behind redirects
 * to somebody's store. The token goes to the API, to media-url and to the
 * hosts of the setting content-hosts, as http/follow.h says.
 */
#ifndef SOURCE_RINGCENTRAL_CONTENT_H
#define SOURCE_RINGCENTRAL_CONTENT_H

#include "source/ringcentral/ways.h"

#include <stdbool.h>

struct err;
struct http_response;
struct rc;
struct str;

enum content {
	CONTENT_OPEN,   /* status 200; *out is to be read */
	CONTENT_BROKEN, /* transport, 5xx: again, after a pause */
	CONTENT_SLOW,   /* the group rests: again when that is over */
	CONTENT_TOKEN,  /* 401; the token was dropped: again */
	CONTENT_DENIED, /* 403, or a permission is missing */
	CONTENT_GONE,   /* 404, 410 */
	CONTENT_ODD,    /* any other refusal */
	CONTENT_HOST,   /* an address, or a redirect, that we do not trust */
};

/*
 * Ask once for the content at url. An enum content, with *out set only for
 * CONTENT_OPEN and *why (emptied first) saying what happened else. -1 with e
 * set: ERR_RETRY (a limit that lasts, to stop), ERR_SOURCE, ERR_STORE.
 */
int rc_content_open(struct rc *r, enum rc_way way, const char *url,
		    struct http_response **out, struct str *why, struct err *e);

/* Is this type an error page, or an error in JSON, where `wanted` (may be
   "") was to come? */
bool rc_content_is_wrong(const char *wanted, const char *got);

#endif
