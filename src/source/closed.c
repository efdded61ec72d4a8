#include "source/closed.h"

#include "base/mem.h"
#include "base/str.h"

#include <pthread.h>

struct way {
	bool closed;
	int verdict;
	struct str text, need;
};

struct closed {
	pthread_mutex_t lock;
	size_t n;
	struct way *ways;
};

struct closed *closed_new(size_t ways)
{
	struct closed *c = NEW(struct closed);

	(void)pthread_mutex_init(&c->lock, NULL);
	c->n = ways;
	c->ways = mem_alloc(ways, sizeof(*c->ways));
	for (size_t i = 0; i < ways; i++)
		c->ways[i] = (struct way){ .text = STR_INIT, .need = STR_INIT };
	return c;
}

void closed_free(struct closed *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n; i++) {
		str_done(&c->ways[i].text);
		str_done(&c->ways[i].need);
	}
	(void)pthread_mutex_destroy(&c->lock);
	free(c->ways);
	free(c);
}

void closed_set(struct closed *c, size_t way, int verdict, const char *text,
		const char *need)
{
	struct way *w = &c->ways[way];

	(void)pthread_mutex_lock(&c->lock);
	w->closed = true;
	w->verdict = verdict;
	str_cut(&w->text, 0);
	str_add(&w->text, text);
	str_cut(&w->need, 0);
	str_add(&w->need, need);
	(void)pthread_mutex_unlock(&c->lock);
}

bool closed_get(struct closed *c, size_t way, int *verdict, struct str *text,
		struct str *need)
{
	const struct way *w = &c->ways[way];
	bool closed;

	(void)pthread_mutex_lock(&c->lock);
	closed = w->closed;
	if (closed && verdict != NULL)
		*verdict = w->verdict;
	if (closed && text != NULL)
		str_add(text, w->text.s);
	if (closed && need != NULL)
		str_add(need, w->need.s);
	(void)pthread_mutex_unlock(&c->lock);
	return closed;
}

void closed_reopen(struct closed *c)
{
	(void)pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->n; i++)
		c->ways[i].closed = false;
	(void)pthread_mutex_unlock(&c->lock);
}
