/*
 * source/ringcentral/places.h - where content lies, as listings told.
 *
 * Why: the address of a file comes with its record and with nothing else. It
 * is not kept with the inventory (it may age, and says nothing about what was
 * said); so list() remembers it here for fetch() of the same run, and what is
 * not found here any more is asked for again.
 *
 * Safe for threads. Beyond PLACES_MAX bytes nothing more is remembered.
 */
#ifndef SOURCE_RINGCENTRAL_PLACES_H
#define SOURCE_RINGCENTRAL_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct places;
struct str;

#define PLACES_MAX ((size_t)128 << 20)

struct places *rc_places_new(void);
void rc_places_free(struct places *p);
void rc_places_clear(struct places *p);

/*
 * Texts are copied; the same (kind, id) again replaces the address. What is
 * not told of the same address ("", -1) stays as it was told before: a post
 * does not have its file's size, the list of files has.
 */
void rc_places_put(struct places *p, const char *kind, const char *id,
		   const char *url, const char *name, const char *media_type,
		   int64_t size);

struct place {
	char *url, *name, *media_type; /* heap */
	int64_t size;                  /* -1 not told */
};
void rc_place_done(struct place *at);
static inline void rc_place_done_auto(struct place *at)
{
	rc_place_done(at);
}

/* A copy: true with *out filled (to be done). */
bool rc_places_find(struct places *p, const char *kind, const char *id,
		    struct place *out);

#endif
