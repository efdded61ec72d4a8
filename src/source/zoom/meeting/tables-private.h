/* source/zoom/meeting/tables-private.h - what the files of tables share. */
#ifndef SOURCE_ZOOM_MEETING_TABLES_PRIVATE_H
#define SOURCE_ZOOM_MEETING_TABLES_PRIVATE_H

#include <jansson.h>
#include <stdint.h>

struct arena;
struct doc;
struct item_table;
struct work;

/* Who asks or answers was there, even where no list says so. */
void tables_meet(struct work *w, const json_t *who);

/* "2026-03-02 09:30:00", "" where unknown. */
const char *tables_time(struct arena *a, int64_t us);

/* Cut to TABLES_ROWS, and say so. */
void tables_limit(struct work *w, struct item_table *t);

/* The document's list; where there is none, a notice. */
const json_t *tables_list(struct work *w, struct doc *d, const char *key);

/* The table "Questions and answers", where there are any. */
void tables_qa(struct work *w);

#endif
