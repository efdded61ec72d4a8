/*
 * source/zoom/read/subgroup.h - who was in a private chat group, and when.
 *
 * Zoom's archive keeps a log (SUB_GROUP_MEMBER_LOG) beside the chat; a chat
 * message to a private group names the group only.
 *
 * Source: Zoom's schema "Subgroup Archiving Activity". Texts in the arena.
 */
#ifndef SOURCE_ZOOM_READ_SUBGROUP_H
#define SOURCE_ZOOM_READ_SUBGROUP_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct subgroup_member {
	const char *group;
	const char *email;
	long long joined_us, left_us; /* since archiving began; -1 unknown */
};

struct subgroups {
	int64_t start_us;                /* of archiving; 0 unknown */
	struct subgroup_member *members; /* sorted by group */
	size_t n_members;
};

/* Add what one log says. */
void subgroup_add(struct subgroups *g, struct arena *a, const json_t *o);

/* After the last log: the members become searchable. */
void subgroup_sort(struct subgroups *g);

/*
 * The members of a group; *n of them (NULL only where *n is 0). `group` is the
 * id decoded or not, as the log has it.
 */
const struct subgroup_member *subgroup_find(const struct subgroups *g,
					    const char *group, size_t *n);

#endif
