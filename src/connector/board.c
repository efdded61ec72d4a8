#include "connector/board.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "connector/connector.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct slot {
	struct board *board;
	bool used;
	struct board_line line;
};

struct board {
	pthread_mutex_t lock;
	uint64_t version;
	struct slot slots[BOARD_LINES];
};

struct board *board_new(void)
{
	struct board *b = NEW(struct board);

	(void)pthread_mutex_init(&b->lock, NULL);
	for (size_t i = 0; i < BOARD_LINES; i++)
		b->slots[i].board = b;
	return b;
}

void board_free(struct board *b)
{
	if (b == NULL)
		return;
	(void)pthread_mutex_destroy(&b->lock);
	free(b);
}

/* What fits, never half a character. */
static void copy(char *out, size_t cap, const char *text)
{
	size_t n = 0, len = strlen(text), step;

	while (n < len && (step = utf8_sequence(text + n, len - n)) > 0 &&
	       n + step < cap)
		n += step;
	memcpy(out, text, n);
	out[n] = '\0';
}

static void tell(void *ctx, const char *phase, uint64_t done, uint64_t all,
		 const char *text)
{
	struct slot *s = ctx;
	struct board_line *l = &s->line;

	(void)pthread_mutex_lock(&s->board->lock);
	copy(l->phase, sizeof(l->phase), phase);
	copy(l->text, sizeof(l->text), text != NULL ? text : "");
	l->done = done;
	l->all = all;
	l->version = ++s->board->version;
	(void)pthread_mutex_unlock(&s->board->lock);
}

bool board_begin(struct board *b, int64_t connector,
		 struct connector_progress *out)
{
	struct slot *s = NULL;

	(void)pthread_mutex_lock(&b->lock);
	for (size_t i = 0; s == NULL && i < BOARD_LINES; i++)
		if (!b->slots[i].used)
			s = &b->slots[i];
	if (s != NULL) {
		s->used = true;
		s->line = (struct board_line){ .connector = connector,
					       .begun_us = clock_now_us(),
					       .version = ++b->version };
		copy(s->line.phase, sizeof(s->line.phase), "beginning");
		*out = (struct connector_progress){ .ctx = s, .tell = tell };
	}
	(void)pthread_mutex_unlock(&b->lock);
	return s != NULL;
}

void board_end(struct board *b, int64_t connector)
{
	(void)pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < BOARD_LINES; i++)
		if (b->slots[i].used && b->slots[i].line.connector == connector)
			b->slots[i].used = false;
	(void)pthread_mutex_unlock(&b->lock);
}

size_t board_read(struct board *b, struct board_line out[BOARD_LINES])
{
	size_t n = 0;

	if (b == NULL)
		return 0;
	(void)pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < BOARD_LINES; i++)
		if (b->slots[i].used)
			out[n++] = b->slots[i].line;
	(void)pthread_mutex_unlock(&b->lock);
	return n;
}

bool board_find(struct board *b, int64_t connector, struct board_line *out)
{
	bool found = false;

	if (b == NULL)
		return false;
	(void)pthread_mutex_lock(&b->lock);
	for (size_t i = 0; !found && i < BOARD_LINES; i++) {
		found = b->slots[i].used &&
			b->slots[i].line.connector == connector;
		if (found)
			*out = b->slots[i].line;
	}
	(void)pthread_mutex_unlock(&b->lock);
	return found;
}

void board_json(const struct board_line *l, struct str *out)
{
	char since[CLOCK_TEXT];

	str_add(out, "{\"phase\":");
	encode_json(out, l->phase);
	str_addf(out, ",\"done\":%" PRIu64 ",\"all\":", l->done);
	if (l->all > 0)
		str_addf(out, "%" PRIu64, l->all);
	else
		str_add(out, "null");
	str_add(out, ",\"text\":");
	encode_json(out, l->text);
	str_addf(out, ",\"since\":\"%s\"}", clock_rfc3339(l->begun_us, since));
}
