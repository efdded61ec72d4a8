/*
 * create.c - a message, all of it or nothing that anybody sees.
 *
 * Graph knows no transactions. What fits is made by one request, with its
 * files in it. What does not is put together in a hidden folder and moved
 * when it is whole: a move is one step, and an id of the kind we ask for
 * stays. So half messages are in that folder only, and everything that is in
 * it when we begin is one.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "mime/entity.h"
#include "stream/reader.h"
#include "target/graph/graph-private.h"
#include "target/graph/letter.h"

#include <string.h>

#define UPLOADS   3 /* times a message is begun, where uploads break */
#define EML_MEDIA "application/octet-stream"

/* Make what json says in the folder, *id is what it is. */
static int post_message(struct exchange_session *s, const char *folder,
			const struct str *json, struct str *id, bool *unknown,
			struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	const char *text;
	int rc;

	graph_answer_init(&a);
	str_add(&path, "/mailFolders/");
	encode_percent(&path, folder);
	str_add(&path, "/messages");
	rc = exchange_post(s, path.s, json, "make a message", &a, unknown, stop,
			   e);
	if (rc != 0)
		return rc;
	text = json_string_value(json_object_get(a.json, "id"));
	if (text == NULL) {
		*unknown = true;
		return err_set(e, ERR_RETRY, "Graph answers without an id");
	}
	str_cut(id, 0);
	str_add(id, text);
	return 0;
}

/* --- by one request --------------------------------------------------------
 */

static const struct letter_file *file_at(const struct letter *l, size_t at)
{
	for (size_t i = 0; i < l->n_files; i++)
		if (l->files[i].at == at)
			return &l->files[i];
	return NULL;
}

/* Append all files to a JSON array. */
static int add_files(struct str *json, const struct agent_message *m,
		     const struct letter *l, struct err *e)
{
	AUTO(entities_free) struct entities *w = NULL;
	struct reader *bytes = NULL;
	struct entity part;
	int rc;

	if (letter_open(m, &bytes, e) < 0)
		return -1;
	w = entities_new(bytes);
	for (size_t at = 0; (rc = entities_next(w, &part, e)) > 0; at++) {
		const struct letter_file *f = file_at(l, at);

		if (f == NULL)
			continue;
		if (letter_attachment(json, f->name, f->media_type,
				      entities_body(w), e) < 0)
			return -1;
		str_add_char(json, ',');
	}
	return rc;
}

static int add_eml(struct str *json, const struct agent_message *m,
		   struct err *e)
{
	AUTO(reader_free) struct reader *bytes = NULL;

	if (letter_open(m, &bytes, e) < 0)
		return -1;
	return letter_attachment(json, LETTER_EML, EML_MEDIA, bytes, e);
}

static int create_whole(struct exchange_session *s, const char *folder,
			const struct agent_message *m, const struct letter *l,
			struct str *place, bool *unknown,
			struct exchange_stop *stop, struct err *e)
{
	AUTO(str_done) struct str json = STR_INIT;

	letter_json(l, &json);
	str_add(&json, ",\"attachments\":[");
	if (add_files(&json, m, l, e) < 0 || add_eml(&json, m, e) < 0)
		return -1;
	str_add(&json, "]}");
	return post_message(s, folder, &json, place, unknown, stop, e);
}

/* --- by steps --------------------------------------------------------------
 */

static int attach_files(struct exchange_session *s, const char *id,
			const struct agent_message *m, const struct letter *l,
			bool *stale, struct exchange_stop *stop, struct err *e)
{
	AUTO(entities_free) struct entities *w = NULL;
	struct reader *bytes = NULL;
	struct entity part;
	int rc;

	if (letter_open(m, &bytes, e) < 0)
		return -1;
	w = entities_new(bytes);
	for (size_t at = 0; (rc = entities_next(w, &part, e)) > 0; at++) {
		const struct letter_file *f = file_at(l, at);

		if (f == NULL)
			continue;
		rc = exchange_attach(s, id, f->name, f->media_type, f->size,
				     entities_body(w), stale, stop, e);
		if (rc != 0)
			return rc;
	}
	return rc;
}

static int attach_eml(struct exchange_session *s, const char *id,
		      const struct agent_message *m, bool *stale,
		      struct exchange_stop *stop, struct err *e)
{
	AUTO(reader_free) struct reader *bytes = NULL;

	if (letter_open(m, &bytes, e) < 0)
		return -1;
	return exchange_attach(s, id, LETTER_EML, EML_MEDIA, m->size, bytes,
			       stale, stop, e);
}

static int move(struct exchange_session *s, const char *id, const char *folder,
		struct str *place, bool *unknown, struct exchange_stop *stop,
		struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	AUTO(str_done) struct str json = STR_INIT;
	const char *text;
	int rc;

	graph_answer_init(&a);
	str_add(&path, "/messages/");
	encode_percent(&path, id);
	str_add(&path, "/move");
	str_add(&json, "{\"destinationId\":");
	encode_json(&json, folder);
	str_add_char(&json, '}');
	rc = exchange_post(s, path.s, &json, "move a message", &a, unknown,
			   stop, e);
	if (rc != 0)
		return rc;
	text = json_string_value(json_object_get(a.json, "id"));
	str_cut(place, 0);
	str_add(place, text != NULL ? text : id);
	return 0;
}

/* What is left of it goes at once; else with the next sweep. */
static void take_away(struct exchange_session *s, const char *id)
{
	struct exchange_stop stop AUTO(exchange_stop_done) = EXCHANGE_STOP_INIT;
	struct err e = ERR_INIT;

	if (id[0] != '\0' && exchange_delete(s, id, &stop, &e) != 0)
		s->swept = false;
}

static int stage(struct exchange_session *s, const struct agent_message *m,
		 const struct letter *l, struct str *id, bool *stale,
		 struct exchange_stop *stop, struct err *e)
{
	AUTO(str_done) struct str json = STR_INIT;
	bool unknown = false;
	const char *staging;
	int rc;

	rc = exchange_staging(s, true, &staging, stop, e);
	if (rc != 0)
		return rc;
	letter_json(l, &json);
	str_add_char(&json, '}');
	rc = post_message(s, staging, &json, id, &unknown, stop, e);
	if (rc == 1 && stop->absent) {
		free(TAKE(s->staging)); /* somebody took it away */
		*stale = true;
	}
	if (unknown) { /* it may be there, and be listed only later */
		s->swept = false;
		*stale = s->doubt = true;
	}
	str_done(&json);
	json = STR_INIT;
	if (rc == 0)
		rc = attach_files(s, id->s, m, l, stale, stop, e);
	if (rc == 0)
		rc = attach_eml(s, id->s, m, stale, stop, e);
	return rc;
}

static int create_staged(struct exchange_session *s, const char *folder,
			 const struct agent_message *m, const struct letter *l,
			 struct str *place, bool *unknown,
			 struct exchange_stop *stop, struct err *e)
{
	AUTO(str_done) struct str id = STR_INIT;
	int rc;

	for (int i = 0;; i++) {
		bool stale = false;

		rc = exchange_sweep(s, stop, e);
		if (rc == 0)
			rc = stage(s, m, l, &id, &stale, stop, e);
		if (rc == 0)
			break;
		take_away(s, id.s);
		str_cut(&id, 0);
		if (!stale || i + 1 == UPLOADS)
			return rc;
		err_clear(e);
	}
	rc = move(s, id.s, folder, place, unknown, stop, e);
	if (rc != 0 && !*unknown)
		take_away(s, id.s);
	if (*unknown)
		s->swept = false;
	return rc;
}

int exchange_create(struct exchange_session *s, const char *folder,
		    const struct agent_message *m, const struct letter *l,
		    struct str *place, bool *unknown,
		    struct exchange_stop *stop, struct err *e)
{
	*unknown = false;
	return (m->size <= EXCHANGE_WHOLE_MAX ? create_whole : create_staged)(
		s, folder, m, l, place, unknown, stop, e);
}
