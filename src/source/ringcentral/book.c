#include "source/ringcentral/book.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/loose.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_SHOWN 4

struct person {
	const char *id;
	size_t order; /* of being told */
	const char *name, *email;
	bool guest, gone; /* gone: the account is closed */
};

struct chat {
	const char *id;
	size_t order;
	const char *json; /* without the lists of people */
	const char *name;
	const char **people; /* ids */
	size_t n_people;
	int64_t day_us; /* told last; INT64_MIN none */
};

struct book {
	struct arena *a;
	struct person *people;
	size_t n_people;
	struct chat *chats;
	size_t n_chats;
	struct book_file *files;
	size_t n_files;
	struct str name; /* of rc_book_chat_name() */
};

struct book *rc_book_new(void)
{
	struct book *b = NEW(struct book);

	b->a = arena_new();
	b->name = STR_INIT;
	return b;
}

void rc_book_free(struct book *b)
{
	if (b == NULL)
		return;
	arena_free(b->a);
	str_done(&b->name);
	free(b);
}

/* --- adding ------------------------------------------------------------ */

static const char *full_name(struct arena *a, const json_t *o)
{
	const char *first = loose_line(a, o, "firstName");
	const char *last = loose_line(a, o, "lastName");

	if (*first != '\0' && *last != '\0')
		return arena_printf(a, "%s %s", first, last);
	if (*first != '\0' || *last != '\0')
		return *first != '\0' ? first : last;
	return loose_line(a, o, "name");
}

static void add_person(struct book *b, const json_t *o, bool guest)
{
	b->people = ARENA_GROW(b->a, b->people, b->n_people);
	b->people[b->n_people] = (struct person){
		.id = loose_line(b->a, o, "id"),
		.order = b->n_people,
		.name = full_name(b->a, o),
		.email = loose_line(b->a, o, "email"),
		.guest = guest,
		.gone = loose_bool(o, "deactivated") == 1,
	};
	b->n_people++;
}

static void add_ids(struct book *b, struct chat *c, const json_t *list)
{
	const json_t *v;
	size_t i;

	json_array_foreach(list, i, v)
	{
		c->people = ARENA_GROW(b->a, c->people, c->n_people);
		c->people[c->n_people++] = json_is_object(v)
						   ? loose_line(b->a, v, "id")
						   : loose_value_line(b->a, v);
	}
}

static const char *without_lists(struct book *b, const json_t *o)
{
	static const char *const lists[] = { "memberIds", "guestIds", "members",
					     "guests" };
	json_t *copy = json_copy((json_t *)(uintptr_t)o);
	const char *kept;
	char *text;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		(void)json_object_del(copy, lists[i]);
	text = json_dumps(copy, JSON_COMPACT);
	kept = arena_strdup(b->a, text != NULL ? text : "{}");
	free(text);
	json_decref(copy);
	return kept;
}

static void add_chat(struct book *b, const json_t *o)
{
	struct chat *c;

	b->chats = ARENA_GROW(b->a, b->chats, b->n_chats);
	c = &b->chats[b->n_chats];
	*c = (struct chat){
		.id = loose_line(b->a, o, "id"),
		.order = b->n_chats++,
		.json = without_lists(b, o),
		.name = loose_line(b->a, o, "name"),
		.day_us = INT64_MIN,
	};
	add_ids(b, c, loose_array(o, "memberIds"));
	add_ids(b, c, loose_array(o, "members"));
	add_ids(b, c, loose_array(o, "guestIds"));
	add_ids(b, c, loose_array(o, "guests"));
}

static void add_file(struct book *b, const json_t *o)
{
	struct book_file f = {
		.id = loose_line(b->a, o, "id"),
		.chat = loose_line(b->a, o, "chatId"),
		.creator = loose_id_in(b->a, o, "creator"),
		.made_us = loose_time(o, "creationTime"),
	};

	if (*f.chat == '\0')
		f.chat = loose_value_line(
			b->a, json_array_get(loose_array(o, "chatIds"), 0));
	if (*f.id == '\0' || *f.chat == '\0' || f.made_us == 0)
		return;
	b->files = ARENA_GROW(b->a, b->files, b->n_files);
	b->files[b->n_files++] = f;
}

void rc_book_add(struct book *b, enum export_folder folder,
		 const json_t *record)
{
	if (folder == EXPORT_FILES)
		add_file(b, record);
	else if (folder == EXPORT_CHATS)
		add_chat(b, record);
	else if (folder == EXPORT_MEMBERS || folder == EXPORT_GUESTS)
		add_person(b, record, folder == EXPORT_GUESTS);
}

/* --- sorting, finding -------------------------------------------------- */

static int by_order(size_t x, size_t y)
{
	return x < y ? -1 : x > y;
}

static int by_person(const void *p, const void *q)
{
	const struct person *x = p, *y = q;
	int n = strcmp(x->id, y->id);

	return n != 0 ? n : by_order(x->order, y->order);
}

static int by_chat(const void *p, const void *q)
{
	const struct chat *x = p, *y = q;
	int n = strcmp(x->id, y->id);

	return n != 0 ? n : by_order(x->order, y->order);
}

static int by_id(const void *p, const void *q)
{
	return strcmp(*(const char *const *)p, *(const char *const *)q);
}

static int by_file(const void *p, const void *q)
{
	const struct book_file *x = p, *y = q;

	return strcmp(x->id, y->id);
}

/* Each of a chat's people once, by id. */
static void sort_members(struct chat *c)
{
	size_t n = 0;

	if (c->n_people == 0)
		return;
	qsort(c->people, c->n_people, sizeof(*c->people), by_id);
	for (size_t i = 0; i < c->n_people; i++)
		if (i == 0 || strcmp(c->people[i], c->people[n - 1]) != 0)
			c->people[n++] = c->people[i];
	c->n_people = n;
}

void rc_book_ready(struct book *b)
{
	size_t n = 0;

	if (b->n_people > 0)
		qsort(b->people, b->n_people, sizeof(*b->people), by_person);
	if (b->n_chats > 0)
		qsort(b->chats, b->n_chats, sizeof(*b->chats), by_chat);
	/* of those with the same id, the last */
	for (size_t i = 0; i < b->n_people; i++)
		if (i + 1 == b->n_people ||
		    strcmp(b->people[i].id, b->people[i + 1].id) != 0)
			b->people[n++] = b->people[i];
	b->n_people = n;
	n = 0;
	for (size_t i = 0; i < b->n_chats; i++)
		if (i + 1 == b->n_chats ||
		    strcmp(b->chats[i].id, b->chats[i + 1].id) != 0)
			b->chats[n++] = b->chats[i];
	b->n_chats = n;
	for (size_t i = 0; i < b->n_chats; i++)
		sort_members(&b->chats[i]);
	if (b->n_files > 0)
		qsort(b->files, b->n_files, sizeof(*b->files), by_file);
}

static int person_key(const void *key, const void *p)
{
	return strcmp(key, ((const struct person *)p)->id);
}

static int chat_key(const void *key, const void *c)
{
	return strcmp(key, ((const struct chat *)c)->id);
}

static const struct person *find_person(const struct book *b, const char *id)
{
	if (b->n_people == 0)
		return NULL;
	return bsearch(id, b->people, b->n_people, sizeof(*b->people),
		       person_key);
}

static struct chat *find_chat(struct book *b, const char *id)
{
	if (b->n_chats == 0)
		return NULL;
	return bsearch(id, b->chats, b->n_chats, sizeof(*b->chats), chat_key);
}

/* --- telling ----------------------------------------------------------- */

static void put_person(const struct book *b, const char *id, bool first,
		       bool member, struct str *out)
{
	const struct person *p = find_person(b, id);

	str_add(out, first ? "{\"id\":" : ",{\"id\":");
	encode_json(out, id);
	if (p != NULL && *p->name != '\0') {
		str_add(out, ",\"name\":");
		encode_json(out, p->name);
	}
	if (p != NULL && *p->email != '\0') {
		str_add(out, ",\"email\":");
		encode_json(out, p->email);
	}
	if (p != NULL && p->guest)
		str_add(out, ",\"guest\":true");
	if (!member)
		str_add(out, ",\"member\":false");
	/* their address may be somebody else's by then */
	if (p != NULL && p->gone)
		str_add(out, ",\"gone\":true");
	str_add_char(out, '}');
}

/* Whose account is closed stays on the lists, and can read nothing. */
static bool is_gone(const struct book *b, const char *id)
{
	const struct person *p = find_person(b, id);

	return p != NULL && p->gone;
}

bool rc_book_has(struct book *b, const char *chat, const char *id)
{
	const struct chat *c = find_chat(b, chat);

	return c != NULL && c->n_people > 0 && !is_gone(b, id) &&
	       bsearch(&id, c->people, c->n_people, sizeof(*c->people),
		       by_id) != NULL;
}

void rc_book_person(struct book *b, const char *id, struct str *out)
{
	str_add(out, "{\"people\":[");
	put_person(b, id, true, false, out);
	str_add(out, "]}");
}

void rc_book_beside(struct book *b, const char *chat, const char *const *more,
		    size_t n_more, struct str *out)
{
	const struct chat *c = find_chat(b, chat);
	size_t n = c != NULL ? c->n_people : 0, told = 0;

	str_add(out, "{\"chat\":");
	if (c != NULL) {
		str_add(out, c->json);
	} else {
		str_add(out, "{\"id\":");
		encode_json(out, chat);
		str_add_char(out, '}');
	}
	str_add(out, ",\"people\":[");
	for (size_t i = 0; i < n; i++)
		if (!is_gone(b, c->people[i]))
			put_person(b, c->people[i], told++ == 0, true, out);
	for (size_t i = 0; i < n_more; i++)
		if (*more[i] != '\0' && !rc_book_has(b, chat, more[i]))
			put_person(b, more[i], told++ == 0, false, out);
	str_add(out, "]}");
}

const char *rc_book_chat_name(struct book *b, const char *chat)
{
	const struct chat *c = find_chat(b, chat);

	str_cut(&b->name, 0);
	if (c == NULL || *c->name != '\0')
		return c != NULL ? c->name : "";
	for (size_t i = 0; i < c->n_people && i < NAMES_SHOWN; i++) {
		const struct person *p = find_person(b, c->people[i]);

		if (p != NULL)
			str_addf(&b->name, "%s%s", b->name.len > 0 ? ", " : "",
				 p->name);
	}
	return b->name.s;
}

bool rc_book_day_told(struct book *b, const char *chat, int64_t day_us)
{
	struct chat *c = find_chat(b, chat);

	if (c == NULL)
		return false;
	if (c->day_us == day_us)
		return true;
	c->day_us = day_us;
	return false;
}

static int file_key(const void *key, const void *f)
{
	return strcmp(key, ((const struct book_file *)f)->id);
}

static struct book_file *find_file(const struct book *b, const char *id)
{
	if (b->n_files == 0)
		return NULL;
	return bsearch(id, b->files, b->n_files, sizeof(*b->files), file_key);
}

bool rc_book_file_known(const struct book *b, const char *id)
{
	return find_file(b, id) != NULL;
}

void rc_book_file_told(struct book *b, const char *id)
{
	struct book_file *f = find_file(b, id);

	/* told twice it stands here twice */
	for (; f != NULL && f > b->files && strcmp(f[-1].id, id) == 0;)
		f--;
	for (; f != NULL && f < b->files + b->n_files && strcmp(f->id, id) == 0;
	     f++)
		f->told = true;
}

int rc_book_each_file(struct book *b,
		      int (*each)(void *ctx, const struct book_file *f,
				  struct err *e),
		      void *ctx, struct err *e)
{
	for (size_t i = 0; i < b->n_files; i++)
		if (!b->files[i].told && each(ctx, &b->files[i], e) < 0)
			return -1;
	return 0;
}

size_t rc_book_chats(const struct book *b)
{
	return b->n_chats;
}
