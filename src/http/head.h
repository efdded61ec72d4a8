/*
 * http/head.h - reading header values that are not just text.
 *
 * Source: RFC 9110 section 10.2.3 (Retry-After), RFC 8288 (Link).
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

struct http_response;
struct str;

/*
 * How long a Retry-After value asks to wait, counted from now_us of the
 * server's clock: seconds (fractions too), an HTTP-date, or, as Zoom sends
 * it, an ISO 8601 date and time. False where value is NULL or none of these;
 * a time in the past is a wait of 0. Never more than HTTP_WAIT_MAX.
 */
#define HTTP_WAIT_MAX (INT64_C(366) * 86400 * 1000000)
bool http_retry_after(const char *value, int64_t now_us, int64_t *wait_us);

/* The same of a response, by its own Date header (or our clock). */
bool http_response_retry_after(const struct http_response *r, int64_t *wait_us);

/*
 * Append the target of the first link with rel="next" in a Link value:
 * true, or false with out as before. The target may be relative.
 */
bool http_link_next(const char *value, struct str *out);

/* Does it ask for a pause: 429, or 503 with Retry-After? */
bool http_response_is_slow(const struct http_response *r);

#endif
