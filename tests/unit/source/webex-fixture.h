/*
 * webex-fixture.h - an account of Webex, scripted, with somebody who asks.
 */
#ifndef TESTS_WEBEX_FIXTURE_H
#define TESTS_WEBEX_FIXTURE_H

#include "base/clock.h"
#include "base/err.h"
#include "source/webex/webex.h"
#include "t.h"
#include "tests/fake/webex.h"

#include <stdlib.h>

/* kind, id, name of a thing as Webex writes ids; only "uuid" matters. */
#define ORG "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9vcmctMQ"

static inline struct fake_api *webex_scene(void)
{
	struct fake_api *z = fake_webex_new();

	fake_api_answer(z, "/people/me",
			"200|{\"id\":\"me\",\"displayName\":\"Cora\","
			"\"orgId\":\"" ORG "\"}");
	return z;
}

/* Anything that may be asked and is not scripted is empty. */
static inline void webex_quiet(struct fake_api *z)
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
		fake_api_answer(z, empty[i], "200|{\"items\":[]}");
}

static inline struct webex *webex_account(struct fake_api *z)
{
	return (struct webex *)fake_api_source(z);
}

static inline int64_t us(const char *text)
{
	int64_t out = 0;

	T_OK(clock_parse(text, &out));
	return out;
}

#endif
