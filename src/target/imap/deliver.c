/*
 * deliver.c - a batch of messages for one mailbox, from signing in on.
 *
 * Where a conversation breaks after signing in, one question decides how far
 * the damage reaches: can the mailbox be signed in to again, at once? If so,
 * the server is well and only this mailbox waits; a server that is down stops
 * everything until it is back. A server that said BYE has told that it meant
 * this conversation.
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"

#include <string.h>

/* The messages that are to be sent yet, of all folders, in order. */
static struct imap_batch waiting(struct agent_message *list, size_t n,
				 bool uncertain, struct agent_message **room)
{
	struct imap_batch b = { .at = room };

	for (size_t i = 0; i < n; i++)
		if (list[i].outcome == AGENT_NOT_TRIED &&
		    (!uncertain || list[i].uncertain))
			room[b.n++] = &list[i];
	return b;
}

/* The first of the batch that go into the same folder. */
static struct imap_batch one_folder(struct imap_batch b)
{
	size_t n = 1;

	while (n < b.n && strcmp(b.at[n]->folder, b.at[0]->folder) == 0)
		n++;
	return (struct imap_batch){ b.at, n };
}

/* The first that was not tried says why. */
static void stopped(struct agent_message *list, size_t n,
		    const struct imap_stop *stop)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i].outcome != AGENT_NOT_TRIED)
			continue;
		list[i].outcome = stop->outcome;
		list[i].wait_us = stop->wait_us;
		str_cut(&list[i].reason, 0);
		str_add(&list[i].reason, stop->reason.s);
		return;
	}
}

/* --- the steps --------------------------------------------------------- */

static int find_uncertain(struct imap_session *s, struct imap_batch b,
			  struct imap_stop *stop, struct err *e)
{
	int got = 0;

	while (b.n > 0 && got == 0) {
		struct imap_batch part = one_folder(b);
		struct str name AUTO(str_done) = STR_INIT;

		imap_folder_name(s, part.at[0]->folder, &name);
		got = imap_find(s, name.s, part, stop, e);
		b.at += part.n;
		b.n -= part.n;
	}
	return got;
}

static int append_all(struct imap_session *s, struct imap_batch b,
		      struct err *e)
{
	int got = 0;

	while (b.n > 0 && got == 0) {
		struct imap_batch part = one_folder(b);
		struct str name AUTO(str_done) = STR_INIT;

		imap_folder_name(s, part.at[0]->folder, &name);
		got = imap_append(s, name.s, part, e);
		b.at += part.n;
		b.n -= part.n;
	}
	return got;
}

/* 0: done; 1: the mailbox is stopped, as stop or an outcome says. */
static int bring(struct imap_session *s, struct agent_message *list, size_t n,
		 struct imap_stop *stop, struct err *e)
{
	AUTO(free) struct agent_message **room = mem_alloc(n, sizeof(*room));
	int got = find_uncertain(s, waiting(list, n, true, room), stop, e);

	if (got == 1)
		stopped(list, n, stop);
	if (got != 0)
		return got;
	return append_all(s, waiting(list, n, false, room), e);
}

/* --- when it breaks ---------------------------------------------------- */

/* Does it reach further than this mailbox? 1: no; -1: yes, e stays. */
static int broken(struct imap_session *s, const char *mailbox,
		  struct imap_stop *stop, struct err *e)
{
	const struct host *h = &imap_agent_of(s)->host;
	bool bye = s->talk != NULL && imap_bye(s->talk)[0] != '\0';
	struct imap_stop again AUTO(imap_stop_done) = IMAP_STOP_INIT;
	struct err other = ERR_INIT;
	char text[512];

	imap_leave(s);
	if (e->kind != ERR_RETRY)
		return -1;
	if (h->stopping != NULL && h->stopping(h->ctx))
		return -1;
	if (!bye && imap_sign_in(s, mailbox, &again, &other) < 0)
		return -1;
	stop->outcome = AGENT_MAILBOX;
	str_cut(&stop->reason, 0);
	str_addf(&stop->reason, "%s; this mailbox is tried again later",
		 err_str(e, text, sizeof(text)));
	err_clear(e);
	return 1;
}

static void reset(struct agent_message *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		list[i].outcome = AGENT_NOT_TRIED;
		list[i].wait_us = 0;
		str_cut(&list[i].reason, 0);
		str_cut(&list[i].place, 0);
	}
}

/* What cannot be put into a command. */
static bool is_address(const char *mailbox)
{
	return mailbox[0] != '\0' && strpbrk(mailbox, "\r\n") == NULL;
}

int imap_deliver(struct agent_session *base, const char *mailbox,
		 struct agent_message *list, size_t n, struct err *e)
{
	struct imap_session *s = (struct imap_session *)base;
	struct imap_stop stop AUTO(imap_stop_done) = IMAP_STOP_INIT;
	int got;

	if (n == 0)
		return 0;
	reset(list, n);
	if (!is_address(mailbox)) {
		stop.outcome = AGENT_NO_MAILBOX;
		str_add(&stop.reason, "the person's mailbox is no address");
		stopped(list, n, &stop);
		return 0;
	}
	got = imap_sign_in(s, mailbox, &stop, e);
	if (got == 1)
		stopped(list, n, &stop);
	if (got != 0)
		return got < 0 ? -1 : 0;
	got = bring(s, list, n, &stop, e);
	if (got < 0) {
		got = broken(s, mailbox, &stop, e);
		if (got == 1)
			stopped(list, n, &stop);
	}
	return got < 0 ? -1 : 0;
}
