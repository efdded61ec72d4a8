#include "source/zoom/read/subgroup.h"

#include "base/arena.h"
#include "source/lines.h"
#include "source/loose.h"

#include <stdlib.h>
#include <string.h>

static long long elapsed(struct arena *a, const json_t *o, const char *key)
{
	long long us;

	return lines_elapsed(loose_line(a, o, key), false, &us) > 0 ? us : -1;
}

void subgroup_add(struct subgroups *g, struct arena *a, const json_t *o)
{
	const json_t *groups = loose_array(o, "private_group");

	if (g->start_us == 0)
		g->start_us = loose_time(o, "archiving_start_time");
	for (size_t i = 0; i < json_array_size(groups); i++) {
		const json_t *group = json_array_get(groups, i);
		const char *id = loose_line(a, group, "id");
		const json_t *actions = loose_array(group, "actions");

		for (size_t k = 0; k < json_array_size(actions); k++) {
			const json_t *who = json_array_get(actions, k);

			g->members = ARENA_GROW(a, g->members, g->n_members);
			g->members[g->n_members++] = (struct subgroup_member){
				.group = id,
				.email = loose_line(a, who, "email"),
				.joined_us = elapsed(a, who, "joinTime"),
				.left_us = elapsed(a, who, "leaveTime"),
			};
		}
	}
}

static int by_group(const void *a, const void *b)
{
	const struct subgroup_member *x = a, *y = b;
	int c = strcmp(x->group, y->group);

	return c != 0 ? c : strcmp(x->email, y->email);
}

void subgroup_sort(struct subgroups *g)
{
	if (g->n_members > 1)
		qsort(g->members, g->n_members, sizeof(*g->members), by_group);
}

const struct subgroup_member *subgroup_find(const struct subgroups *g,
					    const char *group, size_t *n)
{
	size_t lo = 0, hi = g->n_members, end;

	*n = 0;
	if (hi == 0)
		return NULL;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(g->members[mid].group, group) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	end = lo;
	while (end < g->n_members && strcmp(g->members[end].group, group) == 0)
		end++;
	*n = end - lo;
	return g->members + lo;
}
