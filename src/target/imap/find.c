/*
 * find.c - is it there already? Asked of messages whose delivery had no answer.
 *
 * A few are searched for by their Message-ID; for many the Message-IDs of the
 * whole folder are read, once. SEARCH finds substrings, so that what it found
 * is believed for whole ids only: ours have angle brackets at both ends.
 *
 * Source: RFC 3501 sections 6.3.2, 6.4.4, 6.4.5, 7.2.5, 7.4.2.
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "target/imap/name.h"

#include <stdio.h>
#include <string.h>

#define SEARCHED_MAX 8 /* beyond that all headers are read */

struct found {
	struct agent_message *message;
	uint32_t uid;
};

struct look {
	uint32_t validity, exists;
	struct found *list; /* ascending by Message-ID */
	size_t n;
	struct found *searched; /* the one that SEARCH is about */
};

static int by_id(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return strcmp(x->message->message_id, y->message->message_id);
}

/* Delivering without having looked could make a second copy. */
static int refused(const struct imap_answer *a, struct imap_stop *stop)
{
	struct imap_refusal r = imap_refusal_of(
		IMAP_FOLDER, imap_text_of(&a->code), imap_text_of(&a->text));

	imap_stop_set(stop, &r, a);
	return 1;
}

/* --- opening ----------------------------------------------------------- */

static void hear_examine(void *ctx, const struct imap_response *r)
{
	struct look *l = ctx;
	struct imap_text rest;
	struct imap_cursor c;
	uint64_t value;

	if (imap_is(r->name, "EXISTS"))
		l->exists = r->number;
	if (!imap_code_is(r->code, "UIDVALIDITY", &rest))
		return;
	c = imap_read(rest);
	if (imap_take_number(&c, UINT32_MAX, &value))
		l->validity = (uint32_t)value;
}

/* --- a few ------------------------------------------------------------- */

/* "* SEARCH 4 7": the first will do. */
static void hear_search(void *ctx, const struct imap_response *r)
{
	struct look *l = ctx;
	struct imap_cursor c = imap_read(r->data);
	uint64_t uid;

	if (imap_is(r->name, "SEARCH") && l->searched->uid == 0 &&
	    imap_take_number(&c, UINT32_MAX, &uid))
		l->searched->uid = (uint32_t)uid;
}

/*
 * One after the other: servers mix up the results of searches that are sent
 * together (RFC 3501 section 5.5; Dovecot does). 0: looked; 1: the server
 * cannot search.
 */
static int search(struct imap *talk, struct look *l, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;

	for (size_t i = 0; i < l->n; i++) {
		struct str line AUTO(str_done) = STR_INIT;

		l->searched = &l->list[i];
		str_add(&line, "UID SEARCH HEADER Message-ID ");
		imap_quote(&line, l->searched->message->message_id);
		if (imap_send(talk, line.s, e) < 0 ||
		    imap_wait(talk, &a, hear_search, l, e) < 0)
			return -1;
		if (a.status != IMAP_OK)
			return 1;
	}
	return 0;
}

/* --- many -------------------------------------------------------------- */

/* The id in "Message-ID: <...>", folded or not, in place; NULL: none. */
static char *id_in(char *header)
{
	char *from = strchr(header, '<');
	char *to = from != NULL ? strchr(from, '>') : NULL;

	if (to == NULL)
		return NULL;
	to[1] = '\0';
	return from;
}

/* (UID 34 BODY[HEADER.FIELDS (MESSAGE-ID)] {50} ...), in any order. */
static void hear_fetch(void *ctx, const struct imap_response *r)
{
	struct look *l = ctx;
	struct imap_cursor c = imap_read(r->data);
	struct str header AUTO(str_done) = STR_INIT;
	struct agent_message wanted = { 0 };
	struct found key = { .message = &wanted }, *hit;
	struct imap_text item;
	uint64_t uid = 0;
	bool nil, more = true;

	if (!imap_is(r->name, "FETCH") || !imap_take_char(&c, '('))
		return;
	while (more && imap_take_atom(&c, &item)) {
		(void)imap_take_char(&c, ' ');
		if (imap_is(item, "UID"))
			more = imap_take_number(&c, UINT32_MAX, &uid);
		else if (item.len > 5 && strncasecmp(item.at, "BODY[", 5) == 0)
			more = imap_take_string(&c, &header, &nil);
		else
			more = imap_take_value(&c);
		(void)imap_take_char(&c, ' ');
	}
	wanted.message_id = id_in(header.s);
	if (uid == 0 || wanted.message_id == NULL)
		return;
	hit = bsearch(&key, l->list, l->n, sizeof(*l->list), by_id);
	if (hit != NULL && hit->uid == 0)
		hit->uid = (uint32_t)uid;
}

static int read_all(struct imap *talk, struct look *l, struct imap_stop *stop,
		    struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;

	if (imap_send(talk,
		      "UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS "
		      "(MESSAGE-ID)])",
		      e) < 0 ||
	    imap_wait(talk, &a, hear_fetch, l, e) < 0)
		return -1;
	if (a.status == IMAP_OK)
		return 0;
	return refused(&a, stop);
}

/* --- together ---------------------------------------------------------- */

static void tell(const struct look *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct agent_message *m = l->list[i].message;

		if (l->list[i].uid == 0)
			continue;
		m->outcome = AGENT_PRESENT;
		str_cut(&m->place, 0);
		if (l->validity != 0)
			str_addf(&m->place, "%u:%u", l->validity,
				 l->list[i].uid);
	}
}

static int look(struct imap *talk, struct look *l, struct imap_stop *stop,
		struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	int got = 1;

	if (l->exists == 0)
		return 0;
	if (l->n <= SEARCHED_MAX)
		got = search(talk, l, e);
	if (got == 1)
		got = read_all(talk, l, stop, e);
	if (got != 0)
		return got;
	tell(l);
	/* opened read-only: neither removes anything */
	return imap_ask(talk,
			imap_offers(talk, "UNSELECT") ? "UNSELECT" : "CLOSE",
			&a, e);
}

static void hear_list(void *ctx, const struct imap_response *r)
{
	bool *listed = ctx;

	*listed = *listed || imap_is(r->name, "LIST");
}

/* 0: there is no such folder; 1: there is, but it cannot be opened. */
static int is_absent(struct imap *talk, const char *name,
		     const struct imap_answer *a, struct imap_stop *stop,
		     struct err *e)
{
	struct imap_refusal r = imap_refusal_of(
		IMAP_APPEND, imap_text_of(&a->code), imap_text_of(&a->text));
	struct imap_answer list AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	AUTO(free) char *ask = str_printf("LIST \"\" %s", name);
	bool listed = false;

	if (r.no_folder)
		return 0;
	if (!r.unexplained)
		return refused(a, stop);
	if (imap_send(talk, ask, e) < 0 ||
	    imap_wait(talk, &list, hear_list, &listed, e) < 0)
		return -1;
	return listed || list.status != IMAP_OK ? refused(a, stop) : 0;
}

int imap_find(struct imap_session *s, const char *name, struct imap_batch list,
	      struct imap_stop *stop, struct err *e)
{
	struct imap_answer a AUTO(imap_answer_done) = IMAP_ANSWER_INIT;
	AUTO(free) char *examine = str_printf("EXAMINE %s", name);
	AUTO(free) struct found *found = mem_alloc(list.n, sizeof(*found));
	struct look l = { .list = found, .n = list.n };

	for (size_t i = 0; i < list.n; i++)
		found[i].message = list.at[i];
	qsort(found, list.n, sizeof(*found), by_id);
	if (imap_send(s->talk, examine, e) < 0 ||
	    imap_wait(s->talk, &a, hear_examine, &l, e) < 0)
		return -1;
	if (a.status != IMAP_OK)
		return is_absent(s->talk, name, &a, stop, e);
	imap_folder_learn(s, name);
	return look(s->talk, &l, stop, e);
}
