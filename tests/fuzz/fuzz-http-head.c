/*
 * fuzz-http-head.c - header values of outsiders: Retry-After, Link, and
 * addresses as redirects give them.
 */
#include "base/mem.h"
#include "base/str.h"
#include "http/head.h"
#include "http/url.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_url(const char *text)
{
	struct str out AUTO(str_done) = STR_INIT;
	struct http_url u, again;

	if (http_url_resolve(&out, "https://a.example/b/c?d", text)) {
		/* whoever connects reads the same host as whoever judges */
		assert(http_url_parse(&u, out.s));
		assert(u.host[0] != '\0' && u.port != 0);
		assert(http_url_parse(&again, out.s));
		assert(http_url_same_origin(&u, &again));
	} else {
		assert(out.len == 0);
	}
	(void)http_host_in(text, "a.example");
	str_cut(&out, 0);
	http_url_show(&out, text);
	assert(strpbrk(out.s, "?#") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(free) char *text = mem_dup(data, size);
	struct str next AUTO(str_done) = STR_INIT;
	int64_t wait_us = -1;

	if (http_retry_after(text, INT64_C(1772359200000000), &wait_us))
		assert(wait_us >= 0 && wait_us <= HTTP_WAIT_MAX);
	else
		assert(wait_us == -1);
	if (http_link_next(text, &next))
		assert(next.len > 0 && strstr(text, next.s) != NULL);
	else
		assert(next.len == 0);
	check_url(text);
	return 0;
}
