#include "delivery/parcel.h"

#include "base/mem.h"
#include "catalog/catalog.h"
#include "catalog/record.h"
#include "delivery/outbox.h"
#include "stream/reader.h"
#include "target/agent.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A skeleton of up to this size is kept until its message was sent. */
#define KEEP_MAX ((size_t)256 * 1024)

/* --- the letter ----------------------------------------------------------- */

static void letter_done(struct parcel_letter *l)
{
	str_done(&l->form.skeleton);
	free(l->message_id);
	free(l->class);
	*l = (struct parcel_letter){ .form = ARCHIVE_FORM_INIT };
}

static struct parcel_letter letter_copy(const struct parcel_letter *l)
{
	struct parcel_letter to = *l;

	to.form.skeleton = STR_INIT;
	str_add_len(&to.form.skeleton, l->form.skeleton.s,
		    l->form.skeleton.len);
	to.message_id = mem_strdup(l->message_id);
	to.class = mem_strdup(l->class);
	return to;
}

/* What stands in the message's own header, which is in the skeleton. */
static char *class_of(const struct str *skeleton)
{
	static const char name[] = "\r\nX-Estreat-Message-Class: ";
	const char *end = memmem(skeleton->s, skeleton->len, "\r\n\r\n", 4);
	size_t head = end != NULL ? (size_t)(end - skeleton->s) + 2 : 0;
	const char *at = memmem(skeleton->s, head, name, sizeof(name) - 1);

	if (at == NULL)
		return mem_strdup("IPM.Note");
	at += sizeof(name) - 1;
	return mem_dup(at, strcspn(at, "\r"));
}

static int form_make(const struct parcel_maker *maker, struct parcel_letter *l,
		     struct err *e)
{
	const struct archive_within within = { .limit = l->limit,
					       .portal = maker->portal };

	return archive_message_within(maker->archive, l->message, &within,
				      &l->form, e);
}

static int id_read(const struct parcel_maker *maker, struct parcel_letter *l,
		   struct err *e)
{
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	int rc = catalog_message(archive_catalog(maker->archive), l->message,
				 &m, e);

	if (rc == 0)
		return err_set(e, ERR_STORE,
			       "message %" PRIu64 " is not in the catalog",
			       l->message);
	if (rc < 0)
		return -1;
	l->message_id = mem_strdup(m.message_id.s);
	return 0;
}

static int letter_make(const struct parcel_maker *maker,
		       struct parcel_letter *l, struct err *e)
{
	if (id_read(maker, l, e) < 0 || form_make(maker, l, e) < 0)
		return -1;
	l->class = class_of(&l->form.skeleton);
	if (l->form.skeleton.len > KEEP_MAX) {
		str_done(&l->form.skeleton);
		l->form.skeleton = STR_INIT;
	}
	return 0;
}

void parcel_maker_done(struct parcel_maker *m)
{
	letter_done(&m->last);
}

/* --- the parcel ----------------------------------------------------------- */

static int parcel_open(void *ctx, struct reader **out, struct err *e)
{
	struct parcel *p = ctx;
	struct parcel_letter again = p->letter;
	struct str skeleton = STR_INIT;

	if (p->letter.form.skeleton.len > 0) {
		str_add_len(&skeleton, p->letter.form.skeleton.s,
			    p->letter.form.skeleton.len);
	} else if (form_make(p->maker, &again, e) == 0) {
		skeleton = again.form.skeleton;
	} else {
		p->unread = true;
		p->error = *e;
		return -1;
	}
	*out = record_render(p->maker->archive, &skeleton);
	return 0;
}

int parcel_make(struct parcel *p, struct parcel_maker *maker,
		struct outbox_row *row, uint64_t limit, struct agent_message *m,
		struct err *e)
{
	struct parcel_letter *last = &maker->last;

	if (last->message != row->message || last->limit != limit ||
	    last->class == NULL) {
		letter_done(last);
		last->message = row->message;
		last->limit = limit;
		if (letter_make(maker, last, e) < 0) {
			letter_done(last);
			return -1;
		}
	}
	*p = (struct parcel){ .maker = maker,
			      .row = row,
			      .letter = letter_copy(last),
			      .error = ERR_INIT };
	*m = (struct agent_message){ .number = row->message,
				     .message_id = p->letter.message_id,
				     .folder = row->folder,
				     .class = p->letter.class,
				     .time_us = row->time_us,
				     .size = p->letter.form.size,
				     .uncertain = row->uncertain || maker->ask,
				     .open = parcel_open,
				     .ctx = p,
				     .reason = STR_INIT,
				     .place = STR_INIT };
	return 0;
}

void parcel_done(struct parcel *p)
{
	letter_done(&p->letter);
}
