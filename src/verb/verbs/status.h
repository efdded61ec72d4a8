/*
 * verb/verbs/status.h - the parts of `estreat status`, a table each.
 *
 * For people what is empty is left out; programs get every table. 0, or -1
 * where nobody takes the output (ERR_STORE).
 */
#ifndef VERB_VERBS_STATUS_H
#define VERB_VERBS_STATUS_H

#include "verb/print.h"

#include <stdbool.h>

struct err;
struct health;
struct verb_call;

static inline bool status_for_people(const struct printer *p)
{
	return print_form(p) == PRINT_TEXT;
}

/* By which they print, for the API's description. */
extern const struct table status_attention_table;
extern const struct table status_connector_table;
extern const struct table status_reason_table;
extern const struct table status_loss_table;
extern const struct table status_target_table;
extern const struct table status_directory_table;
extern const struct table status_store_table;
extern const struct table status_disk_table;
extern const struct table status_expiry_table;
extern const struct table status_channel_table;

/* What is not in order, as the rules have it; reads the alerts that are open.
   Also ERR_STORE. */
int status_attention(struct verb_call *call, const struct health *h,
		     struct err *e);

int status_connectors(struct printer *p, const struct health *h, struct err *e);
int status_reasons(struct printer *p, const struct health *h, struct err *e);
/* What sources will delete, and is not captured. */
int status_losses(struct printer *p, const struct health *h, struct err *e);

int status_targets(struct printer *p, const struct health *h, struct err *e);
int status_directories(struct printer *p, const struct health *h,
		       struct err *e);
int status_stores(struct printer *p, const struct health *h, struct err *e);
int status_disks(struct printer *p, const struct health *h, struct err *e);
int status_expiries(struct printer *p, const struct health *h, struct err *e);
int status_channels(struct printer *p, const struct health *h, struct err *e);

#endif
