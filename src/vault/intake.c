#include "vault/intake-private.h"

#include "base/clock.h"
#include "base/mem.h"
#include "ledger/tree.h"
#include "vault/crypt.h"
#include "vault/object.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_MAX     ((size_t)32 * 1024 * 1024)
#define WAKE_AT       4 /* fewer are done sooner by the caller alone */
#define PACK_OPEN_US  CLOCK_HOUR
#define SIZE_PER_ITEM 512 /* about what an item costs besides its bytes */

/* --- items -------------------------------------------------------------- */

struct queued *queued_new(const struct vault_record *rec, const void *body,
			  size_t body_len)
{
	struct queued *it = NEW(struct queued);
	uint8_t *p;

	it->media = rec->media;
	it->meta.kind = rec->kind;
	it->meta.info_len = (uint32_t)rec->info_len;
	it->meta.time_us = rec->time_us;
	it->meta.stored_us = clock_now_us();
	it->meta.length = body_len;
	memcpy(it->meta.key, rec->key, VAULT_KEY);
	it->plain_len = META_SIZE + rec->info_len + body_len;
	it->plain = mem_resize(NULL, it->plain_len);
	p = it->plain + META_SIZE;
	if (rec->info_len > 0)
		memcpy(p, rec->info, rec->info_len);
	if (body_len > 0)
		memcpy(p + rec->info_len, body, body_len);
	return it;
}

void queued_free(struct queued *it)
{
	if (it == NULL)
		return;
	free(it->plain);
	free(it->stored);
	free(it);
}

void intake_prepare(struct intake *in, struct codec *c, struct queued *it)
{
	struct codec_in input = { .plain = it->plain,
				  .plain_len = it->plain_len,
				  .info_len = it->meta.info_len,
				  .seq = it->seq,
				  .leaf = it->leaf,
				  .keys = it->pack->keys,
				  .dictionary = it->pack->dictionary };

	if (!it->digest_known)
		hasher_two(crypt_hasher(codec_crypt(c)),
			   it->plain + META_SIZE + it->meta.info_len,
			   (size_t)it->meta.length, NULL, 0, it->meta.digest);
	format_write_meta(&it->meta, it->plain);
	input.compress = !it->media;
	if (it->meta.kind == VAULT_DICTIONARY)
		input.dictionary = NULL; /* readers need it to read others */
	it->stored = codec_seal(c, &input, &it->stored_len, it->commitment);
	it->name = codec_name(c, in->v->name_key, it->meta.key);
}

/* --- failure ------------------------------------------------------------ */

void intake_fail(struct intake *in, const struct err *e)
{
	if (!in->failed)
		in->failure = *e;
	in->failed = true;
	(void)pthread_cond_broadcast(&in->done);
	(void)pthread_cond_broadcast(&in->ready);
}

static int refuse(struct intake *in, struct err *e)
{
	char text[ERR_TEXT];

	return err_set(e, ERR_STORE,
		       "the vault takes nothing more until it is opened again, "
		       "since storing failed: %s",
		       err_str(&in->failure, text, sizeof(text)));
}

/* --- packs -------------------------------------------------------------- */

static bool fits(const struct intake *in, const struct queued *it)
{
	return in->pack != NULL && !in->rotate &&
	       in->pack_bytes < PACK_SEAL_BYTES &&
	       in->latest.epoch == format_epoch(it->meta.stored_us) &&
	       it->meta.stored_us - in->latest.made_us < PACK_OPEN_US &&
	       in->leaves < KEYTREE_LEAVES;
}

/* A month begins: what was learned in the last one stays there. */
static void begin_epoch(struct intake *in, uint32_t epoch)
{
	if (epoch == in->epoch)
		return;
	in->epoch = epoch;
	in->epoch_first = in->next_seq;
	in->epoch_small = 0;
	in->epoch_bytes = 0;
	in->train_at = TRAIN_BYTES;
	dictionary_free(TAKE(in->dictionary));
}

/* A pack for this record: the one in use, or a new one. */
static int choose_pack(struct intake *in, const struct queued *q, struct err *e)
{
	struct pack_row row = { .id = in->latest.id + 1,
				.epoch = format_epoch(q->meta.stored_us),
				.made_us = q->meta.stored_us,
				.first_seq = in->next_seq };
	struct pack *p = NULL;

	if (fits(in, q))
		return 0;
	begin_epoch(in, row.epoch);
	if (in->dictionary != NULL) {
		row.dict_pack = in->dict_pack;
		row.dict_offset = in->dict_offset;
	}
	if (pack_create(&p, in->v->packs, in->v->control, &row, in->dictionary,
			e) < 0)
		return -1;
	/* the old one is sealed by whoever writes the first batch to this */
	in->pack = p;
	in->latest = row;
	in->leaves = 0;
	in->pack_bytes = PACK_HEADER;
	in->rotate = false;
	in->stats.packs++;
	in->stats.stored_bytes += PACK_HEADER;
	return 0;
}

/* --- putting ------------------------------------------------------------ */

struct queued *intake_claim(struct intake *in)
{
	struct queued *it = in->todo;

	if (it == NULL)
		return NULL;
	in->todo = it->todo;
	if (in->todo == NULL)
		in->todo_end = &in->todo;
	in->n_todo--;
	return it;
}

static void enqueue(struct intake *in, struct queued *it)
{
	it->pack = in->pack;
	it->leaf = in->leaves++;
	it->seq = in->next_seq++;
	*in->last = it;
	in->last = &it->next;
	*in->todo_end = it;
	in->todo_end = &it->todo;
	in->n_todo++;
	in->queued_bytes += it->plain_len + SIZE_PER_ITEM;
	if (in->n_workers > 0 && in->n_todo >= WAKE_AT)
		(void)pthread_cond_signal(&in->work);
}

int intake_add(struct intake *in, struct queued *it, uint64_t *seq,
	       struct err *e)
{
	bool full = false;
	int rc = 0;

	(void)pthread_mutex_lock(&in->lock);
	if (in->failed) {
		rc = refuse(in, e);
	} else if (choose_pack(in, it, e) < 0) {
		intake_fail(in, e);
		rc = -1;
	} else {
		enqueue(in, it);
		*seq = it->seq;
		full = in->queued_bytes > QUEUE_MAX;
	}
	(void)pthread_mutex_unlock(&in->lock);
	if (rc < 0)
		queued_free(it);
	return full ? intake_commit(in, e) : rc;
}

uint64_t intake_last(struct intake *in)
{
	uint64_t seq;

	(void)pthread_mutex_lock(&in->lock);
	seq = in->next_seq - 1;
	(void)pthread_mutex_unlock(&in->lock);
	return seq;
}

/* --- committing --------------------------------------------------------- */

static void work_on(struct intake *in, struct codec *c, struct queued *it)
{
	(void)pthread_mutex_unlock(&in->lock);
	intake_prepare(in, c, it);
	(void)pthread_mutex_lock(&in->lock);
	it->ready = true;
}

/* Until all of the group are prepared, help. */
static void await(struct intake *in, struct queued *group, uint64_t last)
{
	while (group != NULL) {
		if (group->ready)
			group = group->next;
		else if (in->todo != NULL && in->todo->seq <= last)
			work_on(in, in->codec, intake_claim(in));
		else
			(void)pthread_cond_wait(&in->ready, &in->lock);
	}
}

static void release(struct intake *in, struct queued *group)
{
	while (group != NULL) {
		struct queued *next = group->next;

		in->queued_bytes -= group->plain_len + SIZE_PER_ITEM;
		queued_free(group);
		group = next;
	}
}

/* Take the queue as it is and make it durable. The lock is held. */
static void lead(struct intake *in)
{
	struct queued *group = in->first;
	uint64_t last = in->next_seq - 1;
	struct err e = ERR_INIT;
	int rc;

	in->leading = true;
	in->first = NULL;
	in->last = &in->first;
	await(in, group, last);
	(void)pthread_mutex_unlock(&in->lock);
	rc = group_write(in, group, &e);
	(void)pthread_mutex_lock(&in->lock);
	if (rc < 0)
		intake_fail(in, &e);
	else
		in->committed = last;
	release(in, group);
	in->leading = false;
	(void)pthread_cond_broadcast(&in->done);
}

void intake_retire(struct intake *in)
{
	if (in->pack == NULL || in->pack != in->writing || in->leading ||
	    in->first != NULL ||
	    clock_now_us() - in->latest.made_us < PACK_OPEN_US)
		return;
	keeper_seal(in, TAKE(in->writing));
	in->pack = NULL;
}

int intake_commit(struct intake *in, struct err *e)
{
	uint64_t wanted;
	int rc = 0;

	(void)pthread_mutex_lock(&in->lock);
	wanted = in->next_seq - 1;
	while (in->committed < wanted && !in->failed) {
		if (in->leading)
			(void)pthread_cond_wait(&in->done, &in->lock);
		else
			lead(in);
	}
	if (in->committed < wanted || in->failed)
		rc = refuse(in, e);
	else
		intake_retire(in);
	(void)pthread_mutex_unlock(&in->lock);
	return rc;
}

static void *worker_run(void *arg)
{
	struct intake *in = arg;
	struct codec *c = codec_new();

	(void)pthread_mutex_lock(&in->lock);
	while (!in->stopping) {
		struct queued *it = intake_claim(in);

		if (it == NULL) {
			(void)pthread_cond_wait(&in->work, &in->lock);
			continue;
		}
		work_on(in, c, it);
		if (in->leading)
			(void)pthread_cond_signal(&in->ready);
	}
	(void)pthread_mutex_unlock(&in->lock);
	codec_free(c);
	return NULL;
}

/* --- opening and closing ------------------------------------------------ */

static void init_locks(struct intake *in)
{
	pthread_condattr_t attr;

	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&in->lock, NULL);
	(void)pthread_mutex_init(&in->ledger_lock, NULL);
	(void)pthread_mutex_init(&in->train_lock, NULL);
	(void)pthread_cond_init(&in->work, NULL);
	(void)pthread_cond_init(&in->ready, NULL);
	(void)pthread_cond_init(&in->done, NULL);
	(void)pthread_cond_init(&in->keep, &attr);
	(void)pthread_condattr_destroy(&attr);
}

static int find_latest(struct intake *in, struct err *e)
{
	AUTO(free) struct pack_row *rows = NULL;
	struct progress none = { 0 };
	size_t n = 0;

	if (control_packs(in->v->control, 0, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		stats_add_row(&in->stats, &rows[i]);
	if (n > 0)
		in->latest = rows[n - 1];
	in->epoch_first = 1;
	in->train_at = TRAIN_BYTES;
	if (train_resume(in, rows, n, e) < 0)
		return -1;
	in->published = control_published(in->v->control, e) > 0;
	if (e->kind != ERR_NONE)
		return -1;
	/* what is made from now on holds nothing durable until we say so */
	none.pack = in->latest.id;
	none.seq = in->committed;
	return vault_lock_tell(in->v, &none, e);
}

int intake_open(struct intake **out, struct vault *v, struct ledger *l,
		uint64_t next_seq, unsigned int workers, struct err *e)
{
	struct intake *in = NEW(struct intake);

	init_locks(in);
	in->v = v;
	in->last = &in->first;
	in->todo_end = &in->todo;
	in->to_seal_end = &in->to_seal;
	in->next_seq = next_seq;
	in->committed = next_seq - 1;
	in->codec = codec_new();
	if (find_latest(in, e) < 0) {
		intake_close(in);
		return -1;
	}
	in->ledger = l;
	in->dirty = ledger_size(l) > ledger_flushed(l);
	if (pthread_create(&in->keeper, NULL, keeper_run, in) != 0)
		mem_exhausted(sizeof(*in));
	for (; in->n_workers < workers && in->n_workers < WORKERS_MAX;
	     in->n_workers++)
		if (pthread_create(&in->workers[in->n_workers], NULL,
				   worker_run, in) != 0)
			break; /* fewer are slower, that is all */
	*out = in;
	return 0;
}

static void stop_threads(struct intake *in)
{
	(void)pthread_mutex_lock(&in->lock);
	in->stopping = true;
	(void)pthread_cond_broadcast(&in->work);
	(void)pthread_cond_broadcast(&in->keep);
	(void)pthread_mutex_unlock(&in->lock);
	for (unsigned int i = 0; i < in->n_workers; i++)
		(void)pthread_join(in->workers[i], NULL);
	(void)pthread_join(in->keeper, NULL);
}

/* A pack that was made but never written to leaves no trace. */
static void finish_pack(struct intake *in, struct pack *p)
{
	struct err e = ERR_INIT;

	if (p == NULL)
		return;
	if (in->failed)
		; /* the next to open it will recover it */
	else if (p->row.records > 0)
		(void)pack_seal(p, in->v->control, &e);
	else if (pack_remove(in->v->packs, &p->row, &e) == 0)
		(void)control_drop_pack(in->v->control, p->row.id, &e);
	pack_free(p);
}

void intake_close(struct intake *in)
{
	if (in == NULL)
		return;
	if (in->ledger != NULL) { /* else it never began */
		stop_threads(in);
		if (in->writing != in->pack)
			finish_pack(in, in->writing);
		finish_pack(in, in->pack);
	}
	for (struct queued *q = in->first; q != NULL; q = q->next)
		if (q->meta.form == META_OBJECT && !in->failed)
			object_remove(in->v, q->object);
	release(in, in->first);
	ledger_close(in->ledger);
	codec_free(in->codec);
	dictionary_free(in->dictionary);
	if (in->buf != NULL)
		mem_wipe(in->buf, in->cap);
	free(in->buf);
	free(in->told);
	(void)pthread_mutex_destroy(&in->lock);
	(void)pthread_mutex_destroy(&in->ledger_lock);
	(void)pthread_mutex_destroy(&in->train_lock);
	(void)pthread_cond_destroy(&in->work);
	(void)pthread_cond_destroy(&in->ready);
	(void)pthread_cond_destroy(&in->done);
	(void)pthread_cond_destroy(&in->keep);
	free(in);
}
