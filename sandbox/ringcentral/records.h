/*
 * sandbox/ringcentral/records.h - what a data export says of each thing.
 *
 * The field names are those of RingCentral's page on the structure of
 * compliance exports, oddities included: "Type" of a chat with a capital,
 * colours that the REST API does not have. Each function gives a new object
 * as of a stage of the thing's life.
 */
#ifndef SANDBOX_RINGCENTRAL_RECORDS_H
#define SANDBOX_RINGCENTRAL_RECORDS_H

#include "things.h"

#include <jansson.h>

/* Whose addresses stand in the links. */
struct ring_place {
	const struct ring_world *w;
	const char *account_id;
	const char *media; /* "http://localhost:8081" */
};

json_t *ring_record_chat(const struct ring_place *at, const struct ring_chat *c,
			 int64_t now_us);
/* Of a guest: as in the folder of guests, without times. */
json_t *ring_record_member(const struct ring_place *at, const struct person *p,
			   int64_t now_us);
json_t *ring_record_post(const struct ring_place *at, const struct ring_chat *c,
			 const struct ring_post *p,
			 const struct ring_stage *stage);
json_t *ring_record_thing(const struct ring_place *at,
			  const struct ring_chat *c, const struct ring_post *p,
			  enum ring_thing thing, const struct ring_life *life,
			  const struct ring_stage *stage);

/* ---- for everything that writes the JSON of RingCentral ---- */
void ring_put(json_t *o, const char *key, const char *value);
void ring_put_int(json_t *o, const char *key, int64_t value);
void ring_put_bool(json_t *o, const char *key, bool value);
void ring_put_time(json_t *o, const char *key, int64_t us);
/* The number as a string, as most ids are. */
void ring_put_id(json_t *o, const char *key, int64_t id);
/* {"id":"62288001016"} */
json_t *ring_ref(const struct ring_world *w, const struct person *p);
/* ".../file/16392192010" */
void ring_put_file_uri(json_t *o, const struct ring_place *at, uint64_t post);

#endif
