/*
 * webhook.c - POST of JSON, signed, to an address of the organisation's.
 *
 * Signed as by Standard Webhooks: a receiver that knows them needs nothing
 * of its own. Redirects are not followed: content and signature would go to a
 * host that nobody chose (promise P11).
 *
 * Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md;
 * RFC 2104; RFC 9110 section 15.
 */
#include "watch/channel.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/http.h"
#include "http/url.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

/* Of the answer, which nobody needs. */
#define ANSWER_MAX ((size_t)64 * 1024)

static const struct setting settings[] = {
	{ "url", NULL, true, false,
	  "address that takes a POST of JSON (https, or this machine)" },
	{ "url-secret", NULL, false, true,
	  "the rest of the address, where that is a secret: goes behind url" },
	{ "signing-secret", NULL, false, true,
	  "what the receiver checks by: webhook-signature, HMAC-SHA-256" },
	{ "authorization", NULL, false, true,
	  "value of the header Authorization, where the receiver wants one" },
	{ "ca-file", NULL, false, false,
	  "certificates (PEM) to trust instead of the system's" },
	{ "timeout", "20", false, false, "seconds until it is given up" },
	{ NULL },
};

struct webhook {
	struct channel base;
	struct host host;
	struct http *http;
	const char *url;
};

static const char *get(const struct webhook *w, const char *name)
{
	return setting_of(settings, &w->host, name);
}

static void close_webhook(struct channel *c)
{
	struct webhook *w = (struct webhook *)c;

	http_free(w->http);
	free(w);
}

static int open_webhook(struct channel **out, const struct host *host,
			struct err *e)
{
	struct webhook *w = NEW(struct webhook);
	struct setting_range range = { 1, 300 };
	long long timeout_s = 20;

	w->base.ops = &channel_webhook_ops;
	w->host = *host;
	w->url = get(w, "url");
	if (http_url_check("url", w->url, e) < 0 ||
	    setting_number(settings, host, "timeout", range, &timeout_s, e) <
		    0) {
		close_webhook(&w->base);
		return -1;
	}
	w->http = http_new(&(struct http_options){
		.ca_file =
			get(w, "ca-file")[0] != '\0' ? get(w, "ca-file") : NULL,
		.connect_s = (int)timeout_s,
		.stall_s = (int)timeout_s,
		.stopping = host->stopping,
		.ctx = host->ctx });
	*out = &w->base;
	return 0;
}

/* --- signing -------------------------------------------------------------- */

/* "whsec_" and base64, as generators of such secrets write them; else the
   bytes of the text. */
static void key_of(const char *secret, struct str *out)
{
	static const char prefix[] = "whsec_";

	if (str_starts(secret, prefix) &&
	    decode_base64(out, secret + sizeof(prefix) - 1,
			  strlen(secret) - (sizeof(prefix) - 1)))
		return;
	str_add(out, secret);
}

static void sign(struct http_request *rq, const char *secret,
		 const struct notice *n, const char *seconds, const char *json)
{
	AUTO(str_wipe) struct str key = STR_INIT;
	AUTO(str_done) struct str signed_text = STR_INIT;
	AUTO(str_done) struct str value = STR_INIT;
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned int len = 0;

	key_of(secret, &key);
	str_addf(&signed_text, "%s.%s.%s", n->key, seconds, json);
	if (HMAC(EVP_sha256(), key.s, (int)key.len,
		 (const unsigned char *)signed_text.s, signed_text.len, mac,
		 &len) == NULL)
		return; /* out of memory: the receiver refuses it */
	str_add(&value, "v1,");
	encode_base64(&value, mac, len);
	http_request_header(rq, "webhook-signature", value.s);
}

/* --- telling -------------------------------------------------------------- */

static int judge(const struct webhook *w, int status, struct err *e)
{
	AUTO(str_done) struct str where = STR_INIT;

	http_url_show(&where, w->url);
	if (status >= 200 && status < 300)
		return 0;
	if (status >= 300 && status < 400)
		return err_set(e, ERR_SOURCE,
			       "%s answers %d: it sends us elsewhere, which is "
			       "not followed; set url to the final address",
			       where.s, status);
	if (status == 401 || status == 403 || status == 404 || status == 405 ||
	    status == 410)
		return err_set(e, ERR_SOURCE,
			       "%s answers %d: is the address right, and does "
			       "it accept signing-secret and authorization?",
			       where.s, status);
	if (status == 408 || status == 429 || status >= 500)
		return err_set(e, ERR_RETRY, "%s answers %d", where.s, status);
	return err_set(e, ERR_ITEM, "%s answers %d", where.s, status);
}

/* Where a part of the address is a secret, no error tells it. */
static int hide(const struct webhook *w, struct err *e)
{
	const char *secret = get(w, "url-secret");
	AUTO(str_done) struct str shown = STR_INIT;
	enum err_kind kind = e->kind;
	char text[ERR_TEXT];
	const char *at = err_str(e, text, sizeof(text)), *next;

	if (secret[0] == '\0' || strstr(text, secret) == NULL)
		return -1;
	while ((next = strstr(at, secret)) != NULL) {
		str_add_len(&shown, at, (size_t)(next - at));
		str_add(&shown, "(secret)");
		at = next + strlen(secret);
	}
	str_add(&shown, at);
	err_clear(e);
	return err_set(e, kind, "%s", shown.s);
}

static int tell_webhook(struct channel *c, const struct notice *n,
			const char *json, struct err *e)
{
	struct webhook *w = (struct webhook *)c;
	AUTO(free) char *url = str_printf("%s%s", w->url, get(w, "url-secret"));
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("POST", url);
	AUTO(http_response_free) struct http_response *r = NULL;
	AUTO(str_done) struct str answer = STR_INIT;
	const char *secret = get(w, "signing-secret");
	const char *authorization = get(w, "authorization");
	char seconds[24];
	struct err late = ERR_INIT;

	(void)snprintf(seconds, sizeof(seconds), "%lld",
		       (long long)(clock_now_us() / CLOCK_SECOND));
	http_request_body(rq, "application/json", json, strlen(json));
	http_request_header(rq, "webhook-id", n->key);
	http_request_header(rq, "webhook-timestamp", seconds);
	if (secret[0] != '\0')
		sign(rq, secret, n, seconds, json);
	if (authorization[0] != '\0')
		http_request_authorization(rq, authorization);
	mem_wipe(url, strlen(url));
	if (http_send(w->http, rq, &r, e) < 0)
		return hide(w, e);
	/* read, so that the connection can be used again; no matter what */
	(void)http_read(r, ANSWER_MAX, &answer, &late);
	return judge(w, http_status(r), e);
}

const struct channel_ops channel_webhook_ops = {
	.name = "webhook",
	.title = "webhook (HTTPS, signed JSON)",
	.settings = settings,
	.open = open_webhook,
	.tell = tell_webhook,
	.close = close_webhook,
};
