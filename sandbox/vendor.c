#include "vendor.h"

#include "http.h"
#include "ringcentral/ringcentral.h"
#include "webex/vendor-webex.h"

#include "base/err.h"

#include <string.h>

/* In the order in which the README names them; ends with NULL. */
static const struct vendor *const all[] = { &webex_vendor, &ringcentral, NULL };

const struct vendor *vendor_find(const char *name)
{
	for (size_t i = 0; all[i] != NULL; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

static int play(struct sandbox *sb, const char *name, struct err *e)
{
	const struct vendor *v = vendor_find(name);

	if (v == NULL)
		return err_set(e, ERR_USAGE, "--also: '%s' is not played here",
			       name);
	for (size_t i = 0; i < sb->n_played; i++)
		if (sb->played[i].vendor == v)
			return err_set(e, ERR_USAGE, "--also: '%s' twice",
				       name);
	sb->played[sb->n_played++] =
		(struct played){ .vendor = v, .state = v->begin(sb) };
	return 0;
}

int vendors_begin(struct sandbox *sb, const char *list, struct err *e)
{
	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, ",");
		char name[32];

		(void)snprintf(name, sizeof(name), "%.*s", (int)n, list);
		if (play(sb, name, e) < 0)
			return -1;
		list += n + (list[n] == ',');
	}
	return 0;
}

void vendors_end(struct sandbox *sb)
{
	while (sb->n_played > 0) {
		struct played *p = &sb->played[--sb->n_played];

		p->vendor->end(p->state);
	}
}

bool vendors_set(struct sandbox *sb, const char *text, int *rc, struct err *e)
{
	for (size_t i = 0; i < sb->n_played; i++) {
		const struct played *p = &sb->played[i];
		size_t n = strlen(p->vendor->name);

		if (strncmp(text, p->vendor->name, n) != 0 || text[n] != '.')
			continue;
		*rc = p->vendor->set(p->state, text + n + 1, e);
		return true;
	}
	return false;
}

bool vendors_answer(struct request *rq, struct reply *rp)
{
	for (size_t i = 0; i < rq->sb->n_played; i++) {
		const struct played *p = &rq->sb->played[i];

		if (rq->malformed || !p->vendor->owns(rq))
			continue;
		p->vendor->answer(rq, rp, p->state);
		return true;
	}
	return false;
}

void vendors_greet(struct sandbox *sb, json_t *greeting)
{
	for (size_t i = 0; i < sb->n_played; i++) {
		const struct played *p = &sb->played[i];

		json_object_set_new(greeting, p->vendor->name,
				    p->vendor->greeting(sb, p->state));
	}
}

void vendors_truth(FILE *out, struct sandbox *sb)
{
	for (size_t i = 0; i < sb->n_played; i++)
		sb->played[i].vendor->truth(out, sb, sb->played[i].state);
}
