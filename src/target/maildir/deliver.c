/*
 * deliver.c - a batch of messages for one mailbox.
 *
 * A name lasts when its folder is synced: until then a message that has got
 * one is AGENT_UNKNOWN. The folder is synced once for all that went into it,
 * also where the batch is stopped in its middle.
 */
#include "target/maildir/maildir-private.h"

#include "base/err.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void reset(struct agent_message *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		list[i].outcome = AGENT_NOT_TRIED;
		list[i].wait_us = 0;
		str_cut(&list[i].reason, 0);
		str_cut(&list[i].place, 0);
	}
}

static void refuse(struct agent_message *m, const struct maildir_stop *stop)
{
	m->outcome = stop->outcome;
	str_cut(&m->reason, 0);
	str_add(&m->reason, stop->reason.s);
}

/* The first that was not tried says why. */
static void stopped(struct agent_message *list, size_t n,
		    const struct maildir_stop *stop)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].outcome == AGENT_NOT_TRIED) {
			refuse(&list[i], stop);
			return;
		}
}

/* Messages that go into one folder, in order. */
static int write_all(const struct maildir_agent *a,
		     const struct maildir_place *p, struct agent_message *list,
		     size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct maildir_stop stop AUTO(maildir_stop_done) =
			MAILDIR_STOP_INIT;
		int got;

		if (list[i].outcome != AGENT_NOT_TRIED)
			continue;
		got = maildir_write(a, p, &list[i], &stop, e);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		refuse(&list[i], &stop);
		if (stop.outcome != AGENT_TOO_LARGE)
			return 1;
	}
	return 0;
}

/* Also what was there already: nobody knows whether that was synced. */
static int make_last(const struct maildir_place *p, struct agent_message *list,
		     size_t n, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any = any || list[i].outcome == AGENT_UNKNOWN ||
		      list[i].outcome == AGENT_PRESENT;
	if (!any)
		return 0;
	if (fsync(p->new) < 0 || fsync(p->cur) < 0) {
		int sys = errno;

		for (size_t i = 0; i < n; i++)
			if (list[i].outcome == AGENT_PRESENT)
				list[i].outcome = AGENT_UNKNOWN;
		errno = sys;
		if (e->kind == ERR_NONE)
			(void)err_sys(e, ERR_RETRY,
				      "syncing a folder; look at the disk and "
				      "the system's log");
		return -1;
	}
	for (size_t i = 0; i < n; i++)
		if (list[i].outcome == AGENT_UNKNOWN)
			list[i].outcome = AGENT_DELIVERED;
	return 0;
}

/* 0; 1: the mailbox is stopped; -1. */
static int one_folder(const struct maildir_agent *a, int box,
		      struct agent_message *list, size_t n, struct err *e)
{
	struct maildir_stop stop AUTO(maildir_stop_done) = MAILDIR_STOP_INIT;
	struct maildir_place p AUTO(maildir_place_close) = MAILDIR_PLACE_INIT;
	int got;

	got = maildir_open_place(a, box, list[0].folder, &p, &stop, e);
	if (got == 0)
		got = maildir_find(&p, list, n, &stop, e);
	if (got == 1)
		stopped(list, n, &stop);
	if (got == 0)
		got = write_all(a, &p, list, n, e);
	if (p.tmp >= 0 && make_last(&p, list, n, e) < 0)
		return -1;
	return got;
}

int maildir_deliver(struct agent_session *base, const char *mailbox,
		    struct agent_message *list, size_t n, struct err *e)
{
	const struct maildir_agent *a = (struct maildir_agent *)base->agent;
	struct maildir_stop stop AUTO(maildir_stop_done) = MAILDIR_STOP_INIT;
	AUTO(fd_close) int box = -1;
	int got;

	if (n == 0)
		return 0;
	reset(list, n);
	got = maildir_open_box(a, mailbox, &box, &stop, e);
	if (got == 1)
		stopped(list, n, &stop);
	while (n > 0 && got == 0) {
		size_t part = 1;

		while (part < n &&
		       strcmp(list[part].folder, list[0].folder) == 0)
			part++;
		if (a->host.stopping != NULL && a->host.stopping(a->host.ctx))
			return err_set(e, ERR_RETRY, "the work is to stop");
		got = one_folder(a, box, list, part, e);
		list += part;
		n -= part;
	}
	return got < 0 ? -1 : 0;
}
