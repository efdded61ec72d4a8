#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"
#include "http/http-private.h"
#include "http/http.h"

#include <pthread.h>
#include <time.h>

#ifndef ESTREAT_VERSION
#define ESTREAT_VERSION "0"
#endif

#define IDLE_MAX 32
#define SLICE_US (250 * (CLOCK_SECOND / 1000))

struct http {
	char *agent, *ca_file;
	struct http_options opt;
	pthread_mutex_t lock;
	struct channel *idle;
	size_t n_idle;
};

static void start_curl(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		mem_exhausted(0);
}

struct http *http_new(const struct http_options *o)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct http *h = NEW(struct http);

	(void)pthread_once(&once, start_curl);
	h->opt = *o;
	h->agent = mem_strdup(o->agent != NULL ? o->agent
					       : "Estreat/" ESTREAT_VERSION);
	if (o->ca_file != NULL && o->ca_file[0] != '\0')
		h->ca_file = mem_strdup(o->ca_file);
	if (h->opt.connect_s == 0)
		h->opt.connect_s = 20;
	if (h->opt.stall_s == 0)
		h->opt.stall_s = 90;
	(void)pthread_mutex_init(&h->lock, NULL);
	return h;
}

static void channel_free(struct channel *c)
{
	curl_easy_cleanup(c->easy);
	curl_multi_cleanup(c->multi);
	free(c);
}

void http_free(struct http *h)
{
	if (h == NULL)
		return;
	while (h->idle != NULL) {
		struct channel *c = h->idle;

		h->idle = c->next;
		channel_free(c);
	}
	(void)pthread_mutex_destroy(&h->lock);
	free(h->agent);
	free(h->ca_file);
	free(h);
}

struct channel *http_channel_take(struct http *h)
{
	struct channel *c;

	(void)pthread_mutex_lock(&h->lock);
	c = h->idle;
	if (c != NULL) {
		h->idle = c->next;
		h->n_idle--;
	}
	(void)pthread_mutex_unlock(&h->lock);
	if (c != NULL)
		return c;
	c = NEW(struct channel);
	c->easy = curl_easy_init();
	c->multi = curl_multi_init();
	if (c->easy == NULL || c->multi == NULL)
		mem_exhausted(0);
	return c;
}

void http_channel_give(struct http *h, struct channel *c)
{
	curl_easy_reset(c->easy); /* forgets headers and bodies, not links */
	(void)pthread_mutex_lock(&h->lock);
	if (h->n_idle < IDLE_MAX) {
		c->next = h->idle;
		h->idle = c;
		h->n_idle++;
		c = NULL;
	}
	(void)pthread_mutex_unlock(&h->lock);
	if (c != NULL)
		channel_free(c);
}

void http_channel_set(struct http *h, struct channel *c)
{
	CURL *easy = c->easy;

	c->why[0] = '\0';
	(void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, c->why);
	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	(void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(easy, CURLOPT_USERAGENT, h->agent);
	(void)curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)HTTP_BLOCK);
	/* One connection, one response: what waits, waits in the kernel. */
	(void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			       (long)CURL_HTTP_VERSION_1_1);
	(void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT,
			       (long)h->opt.connect_s);
	(void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
			       (long)h->opt.stall_s);
	(void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 100L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	(void)curl_easy_setopt(easy, CURLOPT_SSLVERSION,
			       (long)CURL_SSLVERSION_TLSv1_2);
	(void)curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	if (h->ca_file != NULL)
		(void)curl_easy_setopt(easy, CURLOPT_CAINFO, h->ca_file);
}

bool http_stopping(struct http *h)
{
	return h->opt.stopping != NULL && h->opt.stopping(h->opt.ctx);
}

int http_sleep(struct http *h, int64_t us, struct err *e)
{
	int64_t end_us = clock_monotonic_us() + us;

	for (;;) {
		int64_t left_us = end_us - clock_monotonic_us();

		if (http_stopping(h))
			return err_set(e, ERR_RETRY, "the work is to stop");
		if (left_us <= 0)
			return 0;
		if (left_us > SLICE_US)
			left_us = SLICE_US;
		(void)nanosleep(&(struct timespec){ .tv_nsec = left_us * 1000 },
				NULL);
	}
}

int64_t http_backoff_us(unsigned int n, int64_t first_us, int64_t max_us)
{
	int64_t us = first_us;
	uint64_t chance;

	while (n-- > 0 && us < max_us)
		us *= 2;
	if (us > max_us)
		us = max_us;
	random_bytes(&chance, sizeof(chance));
	return us / 2 + (int64_t)(chance % ((uint64_t)us / 2 + 1));
}
