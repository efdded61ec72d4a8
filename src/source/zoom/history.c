#include "source/zoom/history.h"

#include "base/mem.h"
#include "base/str.h"
#include "source/zoom/read/keys.h"

#include <pthread.h>
#include <string.h>

struct zoom_history {
	pthread_mutex_t lock;
	struct keys *at;      /* uuid -> index of its row */
	struct keys *surveys; /* uuid */
	char **rows;
	size_t n, cap, bytes;
	bool surveys_known;
};

struct zoom_history *zoom_history_new(void)
{
	struct zoom_history *h = NEW(struct zoom_history);

	(void)pthread_mutex_init(&h->lock, NULL);
	h->at = keys_new();
	h->surveys = keys_new();
	return h;
}

static void drop(struct zoom_history *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->rows[i]);
	free(h->rows);
	keys_free(h->at);
	keys_free(h->surveys);
}

void zoom_history_free(struct zoom_history *h)
{
	if (h == NULL)
		return;
	drop(h);
	(void)pthread_mutex_destroy(&h->lock);
	free(h);
}

void zoom_history_clear(struct zoom_history *h)
{
	(void)pthread_mutex_lock(&h->lock);
	drop(h);
	h->at = keys_new();
	h->surveys = keys_new();
	h->rows = NULL;
	h->n = h->cap = h->bytes = 0;
	h->surveys_known = false;
	(void)pthread_mutex_unlock(&h->lock);
}

void zoom_row_text(struct str *out, const json_t *row)
{
	char *text = json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS);

	str_add(out, text != NULL ? text : "{}");
	free(text);
}

/* Under the lock. */
static void keep(struct zoom_history *h, const char *uuid, const char *text,
		 size_t len)
{
	size_t *at;

	if (h->bytes + len > ZOOM_HISTORY_MAX)
		return;
	at = keys_at(h->at, uuid, SIZE_MAX);
	if (*at != SIZE_MAX) {
		h->bytes -= strlen(h->rows[*at]);
		free(h->rows[*at]);
	} else {
		if (h->n == h->cap) {
			h->cap = h->cap > 0 ? h->cap * 2 : 64;
			h->rows =
				mem_resize(h->rows, h->cap * sizeof(*h->rows));
		}
		*at = h->n++;
	}
	h->rows[*at] = mem_dup(text, len);
	h->bytes += len;
}

void zoom_history_add(struct zoom_history *h, const char *uuid, const char *row,
		      size_t len)
{
	(void)pthread_mutex_lock(&h->lock);
	keep(h, uuid, row, len);
	(void)pthread_mutex_unlock(&h->lock);
}

bool zoom_history_find(struct zoom_history *h, const char *uuid,
		       struct str *out)
{
	const size_t *at;

	(void)pthread_mutex_lock(&h->lock);
	at = keys_find(h->at, uuid);
	if (at != NULL)
		str_add(out, h->rows[*at]);
	(void)pthread_mutex_unlock(&h->lock);
	return at != NULL;
}

void zoom_history_surveys_known(struct zoom_history *h)
{
	(void)pthread_mutex_lock(&h->lock);
	h->surveys_known = true;
	(void)pthread_mutex_unlock(&h->lock);
}

void zoom_history_add_survey(struct zoom_history *h, const char *uuid)
{
	(void)pthread_mutex_lock(&h->lock);
	(void)keys_at(h->surveys, uuid, 0);
	(void)pthread_mutex_unlock(&h->lock);
}

int zoom_history_survey(struct zoom_history *h, const char *uuid)
{
	int known = -1;

	(void)pthread_mutex_lock(&h->lock);
	if (keys_find(h->surveys, uuid) != NULL)
		known = 1;
	else if (h->surveys_known && keys_find(h->at, uuid) != NULL)
		known = 0;
	(void)pthread_mutex_unlock(&h->lock);
	return known;
}
