#include "vault/shelf.h"

#include "base/err.h"
#include "base/mem.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define CODECS     64
#define FIRST_READ 8192 /* most records are smaller: one read */

struct shelf {
	pthread_mutex_t lock;
	struct places *places;
	struct control *control;
	struct view *views[SHELF_PACKS];
	uint64_t clock;
	struct codec *codecs[CODECS]; /* idle ones */
	size_t n_codecs;
};

struct shelf *shelf_new(struct places *places, struct control *control)
{
	struct shelf *s = NEW(struct shelf);

	(void)pthread_mutex_init(&s->lock, NULL);
	s->places = places;
	s->control = control;
	return s;
}

static void view_free(struct view *v)
{
	if (v == NULL)
		return;
	place_close(v->place);
	keytree_free(v->keys);
	dictionary_free(v->dictionary);
	free(v);
}
DEFINE_AUTO(struct view, view_free)

void shelf_free(struct shelf *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < SHELF_PACKS; i++)
		view_free(s->views[i]);
	for (size_t i = 0; i < s->n_codecs; i++)
		codec_free(s->codecs[i]);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

struct codec *shelf_take_codec(struct shelf *s)
{
	struct codec *c = NULL;

	(void)pthread_mutex_lock(&s->lock);
	if (s->n_codecs > 0)
		c = s->codecs[--s->n_codecs];
	(void)pthread_mutex_unlock(&s->lock);
	return c != NULL ? c : codec_new();
}

void shelf_give_codec(struct shelf *s, struct codec *c)
{
	(void)pthread_mutex_lock(&s->lock);
	if (s->n_codecs < CODECS) {
		s->codecs[s->n_codecs++] = c;
		c = NULL;
	}
	(void)pthread_mutex_unlock(&s->lock);
	codec_free(c);
}

/* --- views -------------------------------------------------------------- */

static int check_header(const struct shelf *s, const struct view *v,
			struct err *e)
{
	AUTO(free) uint8_t *bytes = mem_alloc(1, PACK_HEADER);
	struct pack_header h;
	const char *wrong;
	ssize_t n = place_read(v->place, bytes, PACK_HEADER, 0, e);

	if (n < 0)
		return -1;
	wrong = n < PACK_HEADER ? "header: cut"
				: format_read_pack_header(bytes, &h);
	if (wrong != NULL)
		return err_set(e, ERR_STORE, "%s", wrong);
	if (memcmp(h.vault, control_vault_id(s->control), FORMAT_ID) != 0 ||
	    h.pack != v->row.id)
		return err_set(e, ERR_STORE, "header: of another pack");
	return 0;
}

static int open_view(struct shelf *s, uint64_t pack, enum place_cache cache,
		     struct view **out, struct err *e)
{
	AUTO(view_free) struct view *v = NEW(struct view);
	int rc;

	rc = control_pack(s->control, pack, &v->row, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_STORE, "there is no such pack");
	if (v->row.dict_pack >= pack)
		return err_set(e, ERR_STORE,
			       "vault_pack: its dictionary is said to be in a "
			       "later pack");
	v->keys = keytree_new();
	if (control_keys(s->control, pack, v->keys, e) < 0)
		return -1;
	(void)place_pack_name(v->row.epoch, pack, v->name);
	if (place_open(&v->place, s->places, v->name, cache, e) < 0 ||
	    check_header(s, v, e) < 0)
		return err_wrap(e, "%s", v->name);
	if (v->row.dict_pack != 0 &&
	    shelf_dictionary(s, v->row.dict_pack, v->row.dict_offset, false,
			     &v->dictionary, e) < 0)
		return err_wrap(e, "its dictionary");
	*out = TAKE(v);
	return 0;
}

int shelf_open(struct shelf *s, uint64_t pack, struct view **out, struct err *e)
{
	return open_view(s, pack, PLACE_FRESH, out, e);
}

void shelf_drop(struct view *v)
{
	view_free(v);
}

static struct view *find(struct shelf *s, uint64_t pack)
{
	for (size_t i = 0; i < SHELF_PACKS; i++) {
		struct view *v = s->views[i];

		if (v != NULL && v->row.id == pack && !v->forgotten) {
			v->refs++;
			v->used = ++s->clock;
			return v;
		}
	}
	return NULL;
}

/* Put v on the shelf in place of the one idle for longest; no: not kept. */
static void keep(struct shelf *s, struct view *v)
{
	size_t at = SHELF_PACKS;

	for (size_t i = 0; i < SHELF_PACKS; i++) {
		if (s->views[i] == NULL) {
			at = i;
			break;
		}
		if (s->views[i]->refs == 0 &&
		    (at == SHELF_PACKS ||
		     s->views[i]->used < s->views[at]->used))
			at = i;
	}
	v->refs = 1;
	v->used = ++s->clock;
	v->forgotten = at == SHELF_PACKS;
	if (at == SHELF_PACKS)
		return;
	view_free(s->views[at]);
	s->views[at] = v;
}

int shelf_take(struct shelf *s, uint64_t pack, struct view **out, struct err *e)
{
	struct view *v, *made = NULL;

	(void)pthread_mutex_lock(&s->lock);
	v = find(s, pack);
	(void)pthread_mutex_unlock(&s->lock);
	if (v == NULL) {
		if (open_view(s, pack, PLACE_SHARED, &made, e) < 0)
			return err_wrap(e, "pack %" PRIu64, pack);
		(void)pthread_mutex_lock(&s->lock);
		v = find(s, pack); /* another thread may have been faster */
		if (v == NULL) {
			v = TAKE(made);
			keep(s, v);
		}
		(void)pthread_mutex_unlock(&s->lock);
		view_free(made);
	}
	*out = v;
	return 0;
}

void shelf_give(struct shelf *s, struct view *v)
{
	bool last;

	if (v == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	last = --v->refs == 0 && v->forgotten;
	(void)pthread_mutex_unlock(&s->lock);
	if (last)
		view_free(v);
}

void shelf_forget(struct shelf *s, uint64_t pack)
{
	struct view *gone = NULL;

	(void)pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < SHELF_PACKS; i++)
		if (s->views[i] != NULL && s->views[i]->row.id == pack) {
			s->views[i]->forgotten = true;
			gone = s->views[i]->refs == 0 ? s->views[i] : NULL;
			s->views[i] = NULL;
		}
	(void)pthread_mutex_unlock(&s->lock);
	view_free(gone);
}

/* --- records ------------------------------------------------------------ */

/* The record's bytes, heap; its header is read and its checksum fits. */
static int fetch(const struct view *v, uint64_t offset, struct record_header *h,
		 uint8_t **out, struct err *e)
{
	AUTO(free) uint8_t *bytes = mem_resize(NULL, FIRST_READ);
	ssize_t n = place_read(v->place, bytes, FIRST_READ, offset, e);
	size_t size;

	if (n < 0)
		return -1;
	if (n < RECORD_HEADER || !format_read_record(bytes, h))
		return err_set(e, ERR_STORE, "there is no record");
	size = (size_t)format_record_size(h->stored);
	if (size > (size_t)n) {
		ssize_t more;

		bytes = mem_resize(bytes, size);
		more = place_read(v->place, bytes + n, size - (size_t)n,
				  offset + (uint64_t)n, e);
		if (more < 0)
			return -1;
		n += more;
	}
	if ((size_t)n < size)
		return err_set(e, ERR_STORE, "the record is cut");
	if (!format_record_is_whole(bytes, h->stored))
		return err_set(e, ERR_STORE, "its checksum does not fit");
	*out = TAKE(bytes);
	return 0;
}

static int read_record(struct shelf *s, const struct view *v, uint64_t offset,
		       struct opened *out, struct err *e)
{
	AUTO(free) uint8_t *bytes = NULL;
	AUTO(free) uint8_t *plain = NULL;
	struct codec *codec;
	struct opened o = { 0 };
	const char *wrong;
	int rc;

	if (fetch(v, offset, &o.h, &bytes, e) < 0)
		return -1;
	codec = shelf_take_codec(s);
	rc = codec_open(codec, v->keys, v->dictionary, &o.h, bytes, &plain, e);
	shelf_give_codec(s, codec);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_STORE, "its key was destroyed");
	wrong = format_read_meta(plain, o.h.plain, &o.meta);
	if (wrong != NULL)
		return err_set(e, ERR_STORE, "meta: %s", wrong);
	o.plain = TAKE(plain);
	*out = o;
	return 0;
}

int shelf_read(struct shelf *s, const struct view *v, uint64_t offset,
	       struct opened *out, struct err *e)
{
	if (read_record(s, v, offset, out, e) < 0)
		return err_wrap(e, "%s: record at %" PRIu64, v->name, offset);
	return 0;
}

static int use_dictionary(const struct opened *o, bool writing,
			  struct dictionary **out, struct err *e)
{
	const uint8_t *content = o->plain + META_SIZE + o->meta.info_len;
	struct digest d;

	if (o->meta.kind != VAULT_DICTIONARY || o->meta.form != META_INLINE)
		return err_set(e, ERR_STORE, "is not a dictionary");
	d = digest_of(content, (size_t)o->meta.length);
	if (memcmp(d.bytes, o->meta.digest, DIGEST_BYTES) != 0)
		return err_set(e, ERR_STORE, "digest does not fit");
	*out = dictionary_new(content, (size_t)o->meta.length, writing);
	return 0;
}

int shelf_dictionary(struct shelf *s, uint64_t pack, uint64_t offset,
		     bool writing, struct dictionary **out, struct err *e)
{
	struct opened o = { 0 };
	struct view *v = NULL;
	int rc;

	if (shelf_take(s, pack, &v, e) < 0)
		return -1;
	rc = shelf_read(s, v, offset, &o, e);
	if (rc == 0) {
		rc = use_dictionary(&o, writing, out, e);
		mem_wipe(o.plain, o.h.plain);
		free(o.plain);
	}
	shelf_give(s, v);
	return rc;
}
