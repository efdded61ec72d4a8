#include "base/err.h"
#include "base/mem.h"
#include "store/pieces.h"
#include "store/store.h"
#include "stream/digest.h"
#include "t.h"

#include <pthread.h>

/* Content of SIZE bytes, and what was made of its pieces. */
#define SIZE 1000003

struct job {
	uint8_t bytes[SIZE], out[SIZE];
	uint64_t reads;
	uint64_t next; /* offset that must be read next */
	bool disorder;
	uint64_t fail_read, fail_send; /* piece, from 1; 0: none */
	pthread_mutex_t lock;
	uint64_t sent;
	unsigned int sending, most; /* now, and at any time */
	bool md5, sha256;           /* are wanted */
	bool wrong_sums;
	size_t piece;
};

static int job_read(void *ctx, uint64_t offset, void *buf, size_t len,
		    struct err *e)
{
	struct job *j = ctx;

	j->disorder |= offset != j->next;
	j->next = offset + len;
	if (++j->reads == j->fail_read)
		return err_set(e, ERR_STORE, "cannot be read");
	memcpy(buf, j->bytes + offset, len);
	return 0;
}

static bool has_sums(const struct job *j, const struct piece *p)
{
	struct digest d = digest_of(p->bytes, p->len);
	char md5[STORE_MD5_TEXT];

	store_md5(p->bytes, p->len, md5);
	return strcmp(p->md5, j->md5 ? md5 : "") == 0 &&
	       strcmp(p->sha256, j->sha256 ? d.hex : "") == 0;
}

static int job_send(void *ctx, const struct piece *p, struct err *e)
{
	struct job *j = ctx;

	(void)pthread_mutex_lock(&j->lock);
	if (++j->sending > j->most)
		j->most = j->sending;
	(void)pthread_mutex_unlock(&j->lock);
	memcpy(j->out + p->n * j->piece, p->bytes, p->len);
	(void)pthread_mutex_lock(&j->lock);
	j->wrong_sums |= !has_sums(j, p);
	j->sent++;
	j->sending--;
	(void)pthread_mutex_unlock(&j->lock);
	if (p->n + 1 == j->fail_send)
		return err_set(e, ERR_RETRY, "cannot be sent");
	return 0;
}

static const struct piece_case {
	const char *label;
	size_t size, piece;
	unsigned int at_once;
	uint64_t fail_read, fail_send;
	bool wrong; /* its digest is another's */
	uint64_t count;
	enum err_kind kind;
} piece_cases[] = {
	{ "empty", 0, 1000, 4, 0, 0, false, 0, ERR_NONE },
	{ "empty, and wrong", 0, 1000, 4, 0, 0, true, 0, ERR_ITEM },
	{ "one", 1000, 1000, 4, 0, 0, false, 1, ERR_NONE },
	{ "one and a byte", 1001, 1000, 4, 0, 0, false, 2, ERR_NONE },
	{ "many, one at a time", SIZE, 1000, 1, 0, 0, false, 1001, ERR_NONE },
	{ "many, many at a time", SIZE, 1000, 8, 0, 0, false, 1001, ERR_NONE },
	{ "no number given", SIZE, 100000, 0, 0, 0, false, 11, ERR_NONE },
	{ "very many at a time", SIZE, 100, 10000, 0, 0, false, 10001,
	  ERR_NONE },
	{ "wrong", SIZE, 1000, 4, 0, 0, true, 1001, ERR_ITEM },
	{ "the first is not read", SIZE, 1000, 4, 1, 0, false, 1001,
	  ERR_STORE },
	{ "one is not read", SIZE, 1000, 4, 500, 0, false, 1001, ERR_STORE },
	{ "one is not sent", SIZE, 1000, 4, 0, 500, false, 1001, ERR_RETRY },
	{ "one is not sent, one at a time", SIZE, 1000, 1, 0, 500, false, 1001,
	  ERR_RETRY },
	{ "the last is not sent", SIZE, 1000, 4, 0, 1001, false, 1001,
	  ERR_RETRY },
};

static void check_pieces(const struct piece_case *c, struct job *j)
{
	struct store_content content = { .ctx = j,
					 .read = job_read,
					 .size = c->size };
	struct pieces p = { .content = &content,
			    .piece = c->piece,
			    .md5 = j->md5,
			    .sha256 = j->sha256,
			    .at_once = c->at_once,
			    .send = job_send,
			    .ctx = j };
	struct digest d = digest_of(j->bytes, c->size);
	struct err e = ERR_INIT;

	memcpy(content.sha256, d.bytes, STORE_SHA256);
	content.sha256[0] ^= c->wrong;
	T_EQ_INT(pieces_count(&p), c->count);
	T_EQ_INT(pieces_send(&p, &e), c->kind == ERR_NONE ? 0 : -1);
	T_EQ_INT(e.kind, c->kind);
	T_OK(!j->disorder);
	T_OK(!j->wrong_sums);
	T_OK(j->most <= (c->at_once > 0 ? c->at_once : 1));
	if (c->kind == ERR_NONE) {
		T_EQ_INT(j->sent, c->count);
		T_OK(memcmp(j->bytes, j->out, c->size) == 0);
	} else if (c->at_once == 1 && c->fail_send != 0) {
		T_EQ_INT(j->sent, c->fail_send);
	} else if (c->fail_read != 0) {
		T_OK(j->sent < c->fail_read);
	}
}

T(pieces)
{
	T_EACH(c, piece_cases) {
		AUTO(free) struct job *j = NEW(struct job);

		(void)pthread_mutex_init(&j->lock, NULL);
		j->piece = c->piece;
		j->md5 = c->piece == 1000;
		j->sha256 = c->at_once != 8;
		j->fail_read = c->fail_read;
		j->fail_send = c->fail_send;
		for (size_t i = 0; i < SIZE; i++)
			j->bytes[i] = (uint8_t)(i * 31 >> 3);
		check_pieces(c, j);
	}
}

T_MAIN
