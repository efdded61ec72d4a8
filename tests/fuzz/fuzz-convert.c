/*
 * fuzz-convert.c - bytes become an item, the item a message: it is well
 * formed whatever the item says, and the same when made again.
 *
 * The bytes are a program: an operation, then its texts (a length byte
 * each) and numbers. Texts are what the bytes are, UTF-8 or not.
 */
#include "base/err.h"
#include "base/str.h"
#include "convert/convert.h"
#include "item/item.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "tests/samples/check.h"
#include "tests/samples/samples.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *at, *end;
	struct item *it;
};

static unsigned int number(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

/* NULs are left out: texts have none. */
static const char *text(struct input *in)
{
	size_t len = number(in), n = 0;
	char *out;

	if (len > (size_t)(in->end - in->at))
		len = (size_t)(in->end - in->at);
	out = arena_alloc(in->it->arena, len + 1, 1);
	for (size_t i = 0; i < len; i++)
		if (in->at[i] != 0)
			out[n++] = (char)in->at[i];
	in->at += len;
	return out;
}

static int64_t moment(struct input *in)
{
	static const int64_t odd[] = { 0, 1, -1, INT64_C(1772359200000000),
				       INT64_C(4102444799999999) };
	unsigned int n = number(in);

	return n < 5 ? odd[n]
		     : INT64_C(1772359200000000) + (int64_t)n * 3600000000;
}

static void add_head(struct input *in)
{
	struct item *it = in->it;

	it->source = text(in);
	it->tenant = text(in);
	it->connector = text(in);
	it->ref = (struct item_ref){ text(in), text(in), text(in) };
	it->conversation = text(in);
	it->type = text(in);
	it->title = text(in);
	it->subject = text(in);
	it->message_class = text(in);
	it->time_us = moment(in);
	it->start_us = moment(in);
	it->author = number(in);
}

static void add_person(struct input *in)
{
	const char *name = text(in), *email = text(in), *id = text(in);
	size_t i = item_person(in->it, name, email, id);

	in->it->people[i].role = text(in);
	in->it->people[i].note = text(in);
	if (number(in) % 2 != 0)
		item_add_span(in->it, i, moment(in), moment(in));
}

static void add_entry(struct input *in)
{
	struct item *it = in->it;
	struct item_conversation *c;
	struct item_entry *en;
	size_t *to = ARENA_NEW(it->arena, size_t);
	const char **file = arena_alloc(it->arena, 1, sizeof(*file));

	if (it->n_conversations == 0 || number(in) == 255)
		item_add_conversation(it, text(in))->spoken =
			number(in) % 2 != 0;
	c = &it->conversations[it->n_conversations - 1];
	en = item_add_entry(it, c);
	en->kind = (enum item_entry_kind)(number(in) % 5);
	en->id = text(in);
	en->target = text(in);
	en->parent = text(in);
	en->time_us = moment(in);
	en->author = number(in);
	*to = number(in);
	en->to = to;
	en->n_to = number(in) % 2;
	en->to_label = text(in);
	en->text = text(in);
	*file = text(in);
	en->files = file;
	en->n_files = number(in) % 2;
}

static void add_part(struct input *in)
{
	struct item_part *p = item_add_part(in->it);

	p->state = (enum item_part_state)(number(in) % 6);
	p->kind = text(in);
	p->id = text(in);
	p->version = text(in);
	p->label = text(in);
	p->name = text(in);
	p->media_type = text(in);
	p->reason = text(in);
	p->size = number(in);
}

static void add_raw(struct input *in)
{
	struct item_raw *r = item_add_raw(in->it);

	r->name = text(in);
	r->media_type = text(in);
	r->size = number(in);
}

static void add_table(struct input *in)
{
	struct item_table *t = item_add_table(in->it, text(in));
	const char **cells = arena_alloc(in->it->arena, 4, sizeof(*cells));

	for (int i = 0; i < 4; i++)
		cells[i] = text(in);
	t->n_columns = 2;
	t->columns = cells;
	t->cells = cells;
	t->n_rows = number(in) % 3;
}

static void operation(struct input *in)
{
	struct item_text *t;
	const char *first;

	switch (number(in) % 8) {
	case 0:
		add_head(in);
		break;
	case 1:
		add_person(in);
		break;
	case 2:
		first = text(in);
		item_add_fact(in->it, first, text(in));
		break;
	case 3:
		item_add_notice(in->it, text(in));
		break;
	case 4:
		first = text(in);
		t = item_add_text(in->it, first, text(in));
		t->markdown = number(in) % 2 != 0;
		break;
	case 5:
		add_entry(in);
		break;
	case 6:
		add_part(in);
		add_raw(in);
		break;
	default:
		add_table(in);
		break;
	}
}

static int zeros(void *ctx, const struct skeleton_artefact *a,
		 struct reader **out, struct err *e)
{
	static const char bytes[256];

	(void)ctx;
	(void)e;
	*out = reader_mem(bytes, (size_t)a->size);
	return 0;
}

/* The digest of so many zero bytes, so that rendering goes through. */
static void set_digests(struct item *it)
{
	static const char bytes[256];

	for (size_t i = 0; i < it->n_parts; i++)
		memcpy(it->parts[i].sha256,
		       digest_of(bytes, it->parts[i].size).bytes, 32);
	for (size_t i = 0; i < it->n_raws; i++)
		memcpy(it->raws[i].sha256,
		       digest_of(bytes, it->raws[i].size).bytes, 32);
}

static void check(const struct item *it)
{
	static const struct skeleton_opener opener = { NULL, zeros };
	AUTO(convert_message_done) struct convert_message m = { 0 };
	AUTO(convert_message_done) struct convert_message again = { 0 };
	AUTO(reader_free) struct reader *r = NULL;
	AUTO(str_done) struct str eml = STR_INIT;
	struct err e = ERR_INIT;
	const char *wrong;
	size_t where;
	ssize_t n;

	assert(convert_item(it, &sample_config, &m, &e) == 0);
	assert(convert_item(it, &sample_config, &again, &e) == 0);
	assert(m.skeleton.len == again.skeleton.len);
	assert(memcmp(m.skeleton.s, again.skeleton.s, m.skeleton.len) == 0);
	r = reader_skeleton(m.skeleton.s, m.skeleton.len, &opener);
	while ((n = reader_read(r, str_room(&eml, 4096), 4096, &e)) > 0)
		eml.len += (size_t)n;
	assert(n == 0 && eml.len == m.size);
	wrong = check_message(eml.s, eml.len, &where);
	if (wrong != NULL) {
		(void)fprintf(stderr, "%s at byte %zu\n", wrong, where);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(item_free) struct item *it = item_new();
	struct input in = { data, data + size, it };

	for (int i = 0; i < 200 && in.at < in.end; i++)
		operation(&in);
	set_digests(it);
	check(it);
	return 0;
}
