/*
 * fuzz-webex-head.c - what Webex says in headers: the next page, a file's
 * name.
 *
 * The first byte says which. The next page always lies below the API's own
 * address; nothing that is read grows beyond its bounds.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/webex/fetching.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_link(const char *link)
{
	struct webex wx = { .api_url = "https://webexapis.com/v1" };
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_question next;
	struct err e = ERR_INIT;

	assert(http_url_parse(&wx.api, wx.api_url));
	webex_question_init(&q, WAY_EVENTS, "/events");
	str_add(&q.query, "resource=messages&from=1");
	q.max = 1000;
	if (webex_next(&wx, &q, link, &next, &e) <= 0)
		return;
	assert(next.path.s[0] == '/' && next.max == 1000);
	assert(strpbrk(next.path.s, "?# \r\n") == NULL);
	assert(strpbrk(next.query.s, "# \r\n") == NULL);
	assert(strstr(next.query.s, "from=") != NULL);
	webex_question_done(&next);
}

static void try_name(const char *disposition)
{
	struct str name AUTO(str_done) = STR_INIT;

	webex_disposition_name(&name, disposition);
	assert(name.len <= strlen(disposition));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(free) char *text = NULL;

	if (size == 0)
		return 0;
	text = mem_dup(data + 1, size - 1);
	if (data[0] % 2 == 0)
		try_link(text);
	else
		try_name(text);
	return 0;
}
