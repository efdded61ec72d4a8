/*
 * sandbox/webex/id.h - ids as Webex writes them, and back.
 *
 * Why: a Webex id is base64 (no padding) of "ciscospark://us/KIND/uuid",
 * and the sandbox stores no table of a million of them. So the uuid itself
 * carries the number of the thing, scrambled, and twelve bytes that only
 * this tenant gives to that number: an id from elsewhere finds nothing.
 *
 * The cluster ("us") is not part of what a thing is: the same thing is told
 * with another one by other endpoints, and any is taken in requests.
 */
#ifndef SANDBOX_WEBEX_ID_H
#define SANDBOX_WEBEX_ID_H

#include "sandbox/seed.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define WX_CLUSTER "us"
/* Where teams live: the same ids are written with it by /rooms. */
#define WX_CLUSTER_TEAM "urn:TEAM:eu-central-1_k"

/* The uuid of the n-th thing of a kind ("MESSAGE"). */
void wx_uuid(uint64_t seed, const char *kind, uint32_t n, char out[SEED_UUID]);

/* The reverse; false where no n has that uuid. */
bool wx_uuid_number(uint64_t seed, const char *kind, const char *uuid,
		    uint32_t *n);

/* base64 of "ciscospark://cluster/kind/rest". */
const char *wx_id(struct arena *a, const char *cluster, const char *kind,
		  const char *rest);

/* The id of the n-th thing of a kind, in cluster "us". */
const char *wx_id_of(struct arena *a, uint64_t seed, const char *kind,
		     uint32_t n);

/* What stands behind the kind, or NULL: no such id. */
const char *wx_id_rest(struct arena *a, const char *kind, const char *id);

/* The number of that thing of a kind; false: no such id. */
bool wx_id_number(struct arena *a, uint64_t seed, const char *kind,
		  const char *id, uint32_t *n);

#endif
