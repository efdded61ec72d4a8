/*
 * webex-fixture.h - the Webex source against a scripted server.
 *
 * tests/fake/zoom.h is the caller of a source and a server in one; of Zoom it
 * has only its credentials. Here it plays Webex: paths are those below /v2.
 */
#ifndef TESTS_WEBEX_FIXTURE_H
#define TESTS_WEBEX_FIXTURE_H

#include "base/clock.h"
#include "base/err.h"
#include "source/webex/webex.h"
#include "t.h"
#include "tests/fake/zoom.h"

#include <stdlib.h>

/* kind, id, name of a thing as Webex writes ids; only "uuid" matters. */
#define ORG "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9vcmctMQ"

struct fake_webex {
	struct fake_zoom *z;
	struct source *src;
};

static inline struct fake_webex fake_webex_new(void)
{
	struct fake_webex x = { fake_zoom_new(), NULL };

	fake_zoom_set(x.z, "auth", NULL);
	fake_zoom_set(x.z, "refresh-token", "REFRESH0");
	fake_zoom_set(x.z, "requests-per-minute", "1000000");
	fake_zoom_set(x.z, "recording-hosts", "127.0.0.1");
	fake_zoom_answer(x.z, "/people/me",
			 "200|{\"id\":\"me\",\"displayName\":\"Cora\","
			 "\"orgId\":\"" ORG "\"}");
	return x;
}

/* Anything that may be asked and is not scripted is empty. */
static inline void fake_webex_quiet(struct fake_webex *x)
{
	static const char *const empty[] = {
		"/events",
		"/people?",
		"/memberships",
		"/admin/recordings",
		"/admin/meetingTranscripts",
		"/meetingPreferences/sites",
	};

	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		fake_zoom_answer(x->z, empty[i], "200|{\"items\":[]}");
}

static inline struct webex *fake_webex_open(struct fake_webex *x)
{
	struct err e = ERR_INIT;

	if (x->src != NULL)
		return (struct webex *)x->src;
	fake_zoom_answer(x->z, "/oauth/token",
			 "200|{\"access_token\":\"TOKEN{N}\",\"expires_in\":"
			 "1209599,\"refresh_token\":\"REFRESH{N}\"}");
	if (source_webex_ops.open(&x->src, fake_zoom_host(x->z), &e) < 0) {
		(void)fprintf(stderr, "open: %s\n", e.text);
		exit(99);
	}
	((struct webex *)x->src)->acc.pause_us = 1000;
	return (struct webex *)x->src;
}

static inline void fake_webex_done(struct fake_webex *x)
{
	if (x->src != NULL)
		source_webex_ops.close(x->src);
	fake_zoom_free(x->z);
}

static inline int64_t us(const char *text)
{
	int64_t out = 0;

	T_OK(clock_parse(text, &out));
	return out;
}

#endif
