/* What a history or a report says beyond the usual: features, own fields. */
#include "base/arena.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/zoom/meeting/about.h"

#include <string.h>

#define FIELDS_MAX   30
#define FEATURES_MAX 100

/* "in_meeting_chat" -> "in meeting chat", of all that are true. */
static const char *features_of(struct arena *a, const json_t *used)
{
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0;

	/* in the order of the document, which is part of the raw bytes */
	for (void *at = json_object_iter((json_t *)(uintptr_t)used);
	     at != NULL && n < FEATURES_MAX;
	     at = json_object_iter_next((json_t *)(uintptr_t)used, at)) {
		const char *key = json_object_iter_key(at);
		char *words;

		if (!json_is_true(json_object_iter_value(at)))
			continue;
		words = arena_strdup(a, loose_clean_line(a, key, strlen(key)));
		for (char *c = words; *c != '\0'; c++)
			if (*c == '_')
				*c = ' ';
		str_addf(&s, "%s%s", n++ > 0 ? ", " : "", words);
	}
	return arena_dup(a, s.s, s.len);
}

static void add_fields(struct about *ab, struct arena *a, const json_t *list,
		       const char *key)
{
	for (size_t i = 0;
	     i < json_array_size(list) && ab->n_fields < FIELDS_MAX; i++) {
		const json_t *o = json_array_get(list, i);
		const char *label = loose_line(a, o, key),
			   *value = loose_line(a, o, "value");

		if (*label == '\0' || *value == '\0')
			continue;
		ab->fields = ARENA_GROW(a, ab->fields, ab->n_fields);
		ab->fields[ab->n_fields++] = (struct item_fact){ label, value };
	}
}

void about_more(struct about *ab, struct arena *a, const json_t *o)
{
	const json_t *used = loose_object(o, "feature_used");

	if (*ab->features == '\0' && used != NULL)
		ab->features = features_of(a, used);
	if (ab->n_fields > 0)
		return;
	add_fields(ab, a, loose_array(o, "tracking_fields"), "field");
	add_fields(ab, a, loose_array(o, "custom_keys"), "key");
}
