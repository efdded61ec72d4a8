/*
 * zoom-items: compose what zoom-dump --keep brought, one item a line.
 *
 *	zoom-items FOLDER...
 *
 * Each folder is a material (tests/fake/material.h). On standard output
 * stands, for each, a JSON object: what zoom_compose() returned and the
 * members of the item that a test holds against the sandbox's truth.
 */
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/compose.h"
#include "tests/fake/item-text.h"
#include "tests/fake/material.h"

#include <jansson.h>
#include <stdio.h>

static json_t *people_of(const struct item *it)
{
	json_t *all = json_array();

	for (size_t i = 0; i < it->n_people; i++) {
		const struct item_person *p = &it->people[i];
		json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:b, s:[]}", "name",
				      p->name, "email", p->email, "role",
				      p->role, "note", p->note, "external",
				      p->external, "spans");

		for (size_t k = 0; k < p->n_spans; k++)
			(void)json_array_append_new(
				json_object_get(o, "spans"),
				json_pack("[I, I]",
					  (json_int_t)p->spans[k].from_us,
					  (json_int_t)p->spans[k].to_us));
		(void)json_array_append_new(all, o);
	}
	return all;
}

static json_t *entry_of(const struct item_entry *en)
{
	json_t *to = json_array();

	for (size_t i = 0; i < en->n_to; i++)
		(void)json_array_append_new(
			to, json_integer((json_int_t)en->to[i]));
	return json_pack("{s:i, s:s, s:s, s:s, s:I, s:I, s:o, s:s, s:s}",
			 "kind", (int)en->kind, "id", en->id, "target",
			 en->target, "parent", en->parent, "time",
			 (json_int_t)en->time_us, "author",
			 en->author == ITEM_NOBODY ? (json_int_t)-1
						   : (json_int_t)en->author,
			 "to", to, "to_label", en->to_label, "text", en->text);
}

static json_t *conversations_of(const struct item *it)
{
	json_t *all = json_array();

	for (size_t i = 0; i < it->n_conversations; i++) {
		const struct item_conversation *c = &it->conversations[i];
		json_t *o = json_pack("{s:s, s:b, s:[]}", "title", c->title,
				      "spoken", c->spoken, "entries");

		for (size_t k = 0; k < c->n_entries; k++)
			(void)json_array_append_new(json_object_get(o,
								    "entries"),
						    entry_of(&c->entries[k]));
		(void)json_array_append_new(all, o);
	}
	return all;
}

static json_t *parts_of(const struct item *it)
{
	json_t *all = json_array();

	for (size_t i = 0; i < it->n_parts; i++)
		(void)json_array_append_new(
			all, json_pack("{s:s, s:s, s:s, s:s, s:i, s:s}", "kind",
				       it->parts[i].kind, "id", it->parts[i].id,
				       "name", it->parts[i].name, "label",
				       it->parts[i].label, "state",
				       (int)it->parts[i].state, "reason",
				       it->parts[i].reason));
	return all;
}

static json_t *lists_of(const struct item *it)
{
	json_t *o =
		json_pack("{s:[], s:[], s:[]}", "notices", "tables", "texts");

	for (size_t i = 0; i < it->n_notices; i++)
		(void)json_array_append_new(json_object_get(o, "notices"),
					    json_string(it->notices[i]));
	for (size_t i = 0; i < it->n_tables; i++)
		(void)json_array_append_new(
			json_object_get(o, "tables"),
			json_pack("{s:s, s:I}", "title", it->tables[i].title,
				  "rows", (json_int_t)it->tables[i].n_rows));
	for (size_t i = 0; i < it->n_texts; i++)
		(void)json_array_append_new(json_object_get(o, "texts"),
					    json_string(it->texts[i].text));
	return o;
}

static json_t *compose(const char *folder)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_load(folder);
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int rc = zoom_compose(fake_material(fm), &it, &e);
	json_t *o = json_pack("{s:s, s:i}", "folder", folder, "result", rc);

	if (rc < 0)
		(void)json_object_set_new(
			o, "error",
			json_string(err_str(&e, text, sizeof(text))));
	if (rc != 1)
		return o;
	item_text_assert(it);
	(void)json_object_update_new(
		o,
		json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "kind",
			  it->ref.kind, "subject", it->subject, "class",
			  it->message_class, "title", it->title, "time",
			  (json_int_t)it->time_us, "start",
			  (json_int_t)it->start_us, "end",
			  (json_int_t)it->end_us, "author",
			  it->author == ITEM_NOBODY ? (json_int_t)-1
						    : (json_int_t)it->author));
	(void)json_object_update_new(o, lists_of(it));
	(void)json_object_set_new(o, "people", people_of(it));
	(void)json_object_set_new(o, "conversations", conversations_of(it));
	(void)json_object_set_new(o, "parts", parts_of(it));
	return o;
}

int main(int argc, char *argv[])
{
	for (int i = 1; i < argc; i++) {
		json_t *o = compose(argv[i]);

		(void)json_dumpf(o, stdout, JSON_COMPACT);
		(void)putchar('\n');
		json_decref(o);
	}
	return 0;
}
