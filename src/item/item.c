#include "item/item.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct item *item_new(void)
{
	struct item *it = NEW(struct item);

	it->arena = arena_new();
	it->source = it->tenant = it->connector = it->conversation = "";
	it->ref = (struct item_ref){ "", "", "" };
	it->type = it->title = it->subject = it->message_class = "";
	it->author = ITEM_NOBODY;
	return it;
}

void item_free(struct item *it)
{
	if (it == NULL)
		return;
	arena_free(it->arena);
	free(it);
}

static bool same_person(const struct item_person *p, const char *name,
			const char *email, const char *vendor_id)
{
	if (*email != '\0' && *p->email != '\0')
		return str_casecmp(p->email, email) == 0;
	if (*vendor_id != '\0' && *p->vendor_id != '\0')
		return strcmp(p->vendor_id, vendor_id) == 0;
	/* a name alone says who it is only where neither has more */
	return *email == '\0' && *p->email == '\0' && *vendor_id == '\0' &&
	       *p->vendor_id == '\0' && strcmp(p->name, name) == 0;
}

size_t item_person(struct item *it, const char *name, const char *email,
		   const char *vendor_id)
{
	struct item_person *p;

	for (size_t i = 0; i < it->n_people; i++) {
		p = &it->people[i];
		if (!same_person(p, name, email, vendor_id))
			continue;
		if (*p->email == '\0')
			p->email = arena_strdup(it->arena, email);
		if (*p->vendor_id == '\0')
			p->vendor_id = arena_strdup(it->arena, vendor_id);
		if (*p->name == '\0')
			p->name = arena_strdup(it->arena, name);
		return i;
	}
	it->people = ARENA_GROW(it->arena, it->people, it->n_people);
	p = &it->people[it->n_people];
	*p = (struct item_person){
		.name = arena_strdup(it->arena, name),
		.email = arena_strdup(it->arena, email),
		.vendor_id = arena_strdup(it->arena, vendor_id),
		.role = "",
		.note = "",
	};
	return it->n_people++;
}

void item_add_fact(struct item *it, const char *label, const char *value)
{
	it->facts = ARENA_GROW(it->arena, it->facts, it->n_facts);
	it->facts[it->n_facts++] = (struct item_fact){ label, value };
}

void item_add_notice(struct item *it, const char *text)
{
	it->notices = ARENA_GROW(it->arena, it->notices, it->n_notices);
	it->notices[it->n_notices++] = text;
}

void item_add_span(struct item *it, size_t person, int64_t from_us,
		   int64_t to_us)
{
	struct item_person *p = &it->people[person];

	p->spans = ARENA_GROW(it->arena, p->spans, p->n_spans);
	p->spans[p->n_spans++] = (struct item_span){ from_us, to_us };
}

struct item_entry *item_add_entry(struct item *it, struct item_conversation *c)
{
	struct item_entry *en;

	c->entries = ARENA_GROW(it->arena, c->entries, c->n_entries);
	en = &c->entries[c->n_entries++];
	*en = (struct item_entry){ .kind = ITEM_TEXT,
				   .id = "",
				   .target = "",
				   .parent = "",
				   .author = ITEM_NOBODY,
				   .to_label = "",
				   .text = "" };
	return en;
}

struct item_conversation *item_add_conversation(struct item *it,
						const char *title)
{
	struct item_conversation *c;

	it->conversations =
		ARENA_GROW(it->arena, it->conversations, it->n_conversations);
	c = &it->conversations[it->n_conversations++];
	*c = (struct item_conversation){ .title = title, .note = "" };
	return c;
}

struct item_table *item_add_table(struct item *it, const char *title)
{
	struct item_table *t;

	it->tables = ARENA_GROW(it->arena, it->tables, it->n_tables);
	t = &it->tables[it->n_tables++];
	*t = (struct item_table){ .title = title, .note = "" };
	return t;
}

struct item_text *item_add_text(struct item *it, const char *title,
				const char *text)
{
	struct item_text *t;

	it->texts = ARENA_GROW(it->arena, it->texts, it->n_texts);
	t = &it->texts[it->n_texts++];
	*t = (struct item_text){ .title = title, .note = "", .text = text };
	return t;
}

struct item_part *item_add_part(struct item *it)
{
	struct item_part *p;

	it->parts = ARENA_GROW(it->arena, it->parts, it->n_parts);
	p = &it->parts[it->n_parts++];
	*p = (struct item_part){ .kind = "",
				 .id = "",
				 .version = "",
				 .label = "",
				 .name = "",
				 .media_type = "",
				 .reason = "" };
	return p;
}

struct item_raw *item_add_raw(struct item *it)
{
	struct item_raw *r;

	it->raws = ARENA_GROW(it->arena, it->raws, it->n_raws);
	r = &it->raws[it->n_raws++];
	*r = (struct item_raw){ .name = "", .media_type = "application/json" };
	return r;
}
