/* tests/samples/build.h - short ways to fill an item. */
#ifndef TESTS_SAMPLES_BUILD_H
#define TESTS_SAMPLES_BUILD_H

#include "base/clock.h"
#include "item/item.h"

/* 2026-03-01T10:00:00Z plus so many seconds */
#define AT(seconds) ((INT64_C(1772359200) + (seconds)) * CLOCK_SECOND)

struct item *build_item(const char *source, const char *kind, const char *id);
struct item_entry *build_entry(struct item *it, struct item_conversation *c,
			       enum item_entry_kind kind, int64_t time_us,
			       size_t author, const char *text);
/* Captured, with the digest of what sample_opener gives for it. */
struct item_part *build_part(struct item *it, const char *name,
			     const char *media_type, uint64_t seq,
			     uint64_t size);
struct item_part *build_missing(struct item *it, const char *name,
				enum item_part_state state, const char *reason);
void build_raw(struct item *it, const char *name, uint64_t seq, uint64_t size);

struct item *sample_empty(void);
struct item *sample_meeting(void);
struct item *sample_slice(void);
struct item *sample_names(void);
struct item *sample_note(void);
struct item *sample_supplement(void);
struct item *sample_hall(void);    /* 500 people, 2,000 lines */
struct item *sample_webinar(void); /* 3,000 people */

#endif
