/*
 * people.c - the name and address each person has in the message.
 *
 * An address that cannot stand in a header (none given, quoted or foreign
 * letters, too long) is replaced by one under <source>.invalid, a name that
 * RFC 2606 keeps free for ever. It says as much of the original as is safe
 * and, where anything was left out, the start of its SHA-256, so that two
 * that differ never get the same.
 */
#include "convert/work.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/str.h"
#include "mime/header.h"
#include "stream/digest.h"

#include <stdlib.h>
#include <string.h>

#define LOCAL_KEPT  28 /* of an id that has to be shortened */
#define LOCAL_MAX   48
#define DIGEST_SAID 10 /* bytes: 16 characters of base32 */

static bool safe(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("_-+=", c) != NULL);
}

static bool safe_local(const char *id)
{
	size_t len = strlen(id);

	for (size_t i = 0; i < len; i++)
		if (!safe(id[i]) && (id[i] != '.' || i == 0 ||
				     id[i + 1] == '.' || id[i + 1] == '\0'))
			return false;
	return len > 0 && len <= LOCAL_MAX && strstr(id, "=?") == NULL;
}

/*
 * The start of text in safe letters, "-" and the digest of what it is and
 * says: nobody gets the address of another by a name that looks like an id.
 */
static void add_shortened(struct str *out, const char *what, const char *id)
{
	AUTO(str_done) struct str all = STR_INIT;
	char text[(8 * DIGEST_SAID + 4) / 5 + 1];
	size_t before = out->len;
	struct digest d;

	str_addf(&all, "%s:%s", what, id);
	d = digest_of(all.s, all.len);

	for (size_t i = 0; i < LOCAL_KEPT && id[i] != '\0'; i++) {
		bool keep = safe(id[i]) && id[i] != '=';

		if (keep)
			str_add_char(out, id[i]);
		else if (out->len > before && out->s[out->len - 1] != '-')
			str_add_char(out, '-');
	}
	if (out->len > before && out->s[out->len - 1] != '-')
		str_add_char(out, '-');
	encode_base32(d.bytes, DIGEST_SAID, text);
	str_add(out, text);
}

/* "zoom-meetings.invalid" */
static void add_domain(struct str *out, const char *source)
{
	size_t n = 0;

	str_add_char(out, '@');
	for (; *source != '\0' && n < 20; source++) {
		char c = str_lower(*source);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    (c == '-' && n > 0 && source[1] != '\0')) {
			str_add_char(out, c);
			n++;
		}
	}
	while (out->s[out->len - 1] == '-')
		str_cut(out, out->len - 1);
	str_add(out, n > 0 ? ".invalid" : "source.invalid");
}

/* what: "id", "email" or "name"; only an id is taken as it is. */
static void add_made_up(struct str *out, const struct item *it,
			const char *what, const char *id)
{
	if (strcmp(what, "id") == 0 && safe_local(id))
		str_add(out, id);
	else
		add_shortened(out, what, id);
	add_domain(out, it->source);
}

/* For somebody whose e-mail address cannot stand in a header, or is not
   known. */
static void add_address(struct str *out, const struct item *it,
			const struct item_person *p)
{
	AUTO(str_done) struct str name = STR_INIT;

	if (*p->email != '\0') {
		add_made_up(out, it, "email", p->email);
		return;
	}
	if (*p->vendor_id != '\0') {
		add_made_up(out, it, "id", p->vendor_id);
		return;
	}
	work_line_add(&name, p->name);
	add_made_up(out, it, "name", name.s);
}

void convert_address(struct str *out, const struct item *it,
		     const struct item_person *p)
{
	if (*p->email != '\0')
		str_add(out, p->email);
	else
		add_address(out, it, p);
}

static void fill_person(struct work *w, struct work_person *out,
			const struct item_person *p)
{
	AUTO(str_done) struct str made_up = STR_INIT;
	const char *name = work_line(w, p->name);

	out->known = header_address_ok(p->email);
	if (!out->known)
		add_address(&made_up, w->it, p);
	out->addr = out->known ? p->email : arena_strdup(w->arena, made_up.s);
	if (*name == '\0')
		name = work_line(w, p->email);
	if (*name == '\0')
		name = work_line(w, p->vendor_id);
	out->name = *name != '\0' ? name : "(no name)";
}

struct sort_key {
	const struct work_person *p;
	size_t index;
};

static int by_address(const void *va, const void *vb)
{
	const struct sort_key *a = va, *b = vb;
	int order = str_casecmp(a->p->addr, b->p->addr);

	if (order == 0)
		order = strcmp(a->p->addr, b->p->addr);
	if (order == 0)
		order = strcmp(a->p->name, b->p->name);
	return order != 0 ? order
			  : (a->index > b->index) - (a->index < b->index);
}

static size_t count_to(const struct work *w)
{
	size_t size = 0, n = 0;

	while (n < w->n_sorted) {
		const struct work_person *p = &w->people[w->sorted[n]];

		/* a name takes about twice its bytes as encoded words */
		size += strlen(p->addr) + 2 * strlen(p->name) + 4;
		if (size > WORK_TO_MAX)
			break;
		n++;
	}
	return n;
}

void work_people(struct work *w)
{
	AUTO(str_done) struct str nobody = STR_INIT;
	const struct item *it = w->it;
	struct sort_key *keys =
		arena_alloc(w->arena, it->n_people, sizeof(*keys));
	size_t n = 0;

	w->people = arena_alloc(w->arena, it->n_people, sizeof(*w->people));
	w->sorted = arena_alloc(w->arena, it->n_people, sizeof(*w->sorted));
	for (size_t i = 0; i < it->n_people; i++) {
		fill_person(w, &w->people[i], &it->people[i]);
		if (i != it->author)
			keys[n++] = (struct sort_key){ &w->people[i], i };
	}
	qsort(keys, n, sizeof(*keys), by_address);
	for (size_t i = 0; i < n; i++)
		w->sorted[i] = keys[i].index;
	w->n_sorted = n;
	w->n_to = count_to(w);
	add_made_up(&nobody, it, "id", "unknown");
	w->nobody = (struct work_person){
		.name = "(unknown)",
		.addr = arena_strdup(w->arena, nobody.s),
	};
}
