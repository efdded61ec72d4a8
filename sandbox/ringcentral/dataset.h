/*
 * sandbox/ringcentral/dataset.h - the ZIP of a data export.
 *
 * Why: a company's export is too large to be held whole, so the chats of an
 * export are shared among several datasets, each a ZIP with its own folders.
 * A dataset is made when it is sent, and made again when asked for again:
 * the same bytes, since what it holds is as of the time the task ended.
 */
#ifndef SANDBOX_RINGCENTRAL_DATASET_H
#define SANDBOX_RINGCENTRAL_DATASET_H

#include "records.h"
#include "zip.h"

#define RING_CONTACTS_MAX 30
#define RING_CHATS_MAX    10
#define RING_FILE_RECORDS 10000

/* What was asked for. */
struct ring_query {
	int64_t from_us, to_us; /* both included */
	int64_t as_of_us;
	bool created_only; /* the window says nothing of changes */
	int64_t contacts[RING_CONTACTS_MAX]; /* person numbers */
	size_t n_contacts;
	size_t chats[RING_CHATS_MAX]; /* indices */
	size_t n_chats;
	json_t *asked; /* the body, for request_info.json */
	enum ring_zip_form form;
	size_t file_records; /* in each file of the ZIP; at most 10000 */
};

/* Is this stage of a thing within the window? */
bool ring_query_has(const struct ring_query *q, int64_t created_us,
		    const struct ring_stage *stage);

/*
 * The first chat of the dataset after the one that begins with first: it has
 * about so many posts. The end of all is the number of chats.
 */
size_t ring_dataset_next(const struct ring_world *w, const struct ring_query *q,
			 size_t first, uint64_t posts);

/* Append the ZIP of the chats from first to before end. */
void ring_dataset_add(struct str *out, const struct ring_place *at,
		      const struct ring_query *q, size_t first, size_t end);

#endif
