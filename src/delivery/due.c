/* due.c - copies that are due go into the outbox. */
#include "delivery/delivery.h"

#include "base/clock.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/ids.h"
#include "delivery/outbox.h"

/*
 * Read inside of the caller's transaction: a copy that was brought since has
 * either its row or its record by now, and neither is made a second time.
 */
int delivery_add(struct archive *a, struct db *db, const struct delivery_due *d,
		 struct err *e)
{
	AUTO(ids_done) struct ids have = { 0 };
	AUTO(ids_done) struct ids lack = { 0 };
	struct delivery_due fresh = *d;

	if (catalog_copies(archive_catalog(a), d->message, &have.list, &have.n,
			   e) < 0)
		return -1;
	for (size_t i = 0; i < d->n_mailboxes; i++)
		if (!ids_have(&have, d->mailboxes[i]))
			ids_add(&lack, d->mailboxes[i]);
	fresh.mailboxes = lack.list;
	fresh.n_mailboxes = lack.n;
	return outbox_add(db, &fresh, clock_now_us(), e);
}
