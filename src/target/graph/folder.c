/*
 * folder.c - the folders of one mailbox: below the Inbox, and the hidden one
 * where large messages are put together.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "target/graph/graph-private.h"

#include <string.h>

#define SWEEP_ROUNDS 100 /* of 50 messages; more is not ours */

/* --- whose -----------------------------------------------------------------
 */

void exchange_leave(struct exchange_session *s)
{
	for (size_t i = 0; i < s->n_folders; i++) {
		free(s->folders[i].name);
		free(s->folders[i].id);
	}
	free(s->folders);
	s->folders = NULL;
	s->n_folders = 0;
	free(TAKE(s->staging));
	free(TAKE(s->mailbox));
	s->swept = s->doubt = false;
}

void exchange_enter(struct exchange_session *s, const char *mailbox)
{
	if (s->mailbox != NULL && strcmp(s->mailbox, mailbox) == 0)
		return;
	exchange_leave(s);
	s->mailbox = mem_strdup(mailbox);
	str_cut(&s->user, 0);
	str_add(&s->user, "/v1.0/users/");
	encode_percent(&s->user, mailbox);
}

/* --- finding and making ----------------------------------------------------
 */

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

/* An id as Graph gave it; without one nothing goes on. */
static int take_id(const json_t *object, char **id, struct err *e)
{
	const char *text = text_of(object, "id");

	if (*text == '\0')
		return err_set(e, ERR_RETRY, "Graph answers without an id");
	*id = mem_strdup(text);
	return 0;
}

/* where: "/mailFolders" and what else it needs; *id stays NULL if none. */
static int look(struct exchange_session *s, const char *where,
		const char *query, const char *name, char **id,
		struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	const json_t *first;
	int rc;

	graph_answer_init(&a);
	str_addf(&path, "%s?%s$select=id,displayName&$filter=", where, query);
	str_add(&path, "displayName%20eq%20");
	exchange_quote(&path, name);
	rc = exchange_get(s, path.s, "look for a folder", &a, stop, e);
	if (rc != 0)
		return rc;
	first = json_array_get(json_object_get(a.json, "value"), 0);
	return first != NULL ? take_id(first, id, e) : 0;
}

static int make(struct exchange_session *s, const char *where, const char *name,
		bool hidden, char **id, struct exchange_stop *stop,
		struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str json = STR_INIT;
	bool unknown;
	int rc;

	graph_answer_init(&a);
	str_add(&json, "{\"displayName\":");
	encode_json(&json, name);
	str_add(&json, hidden ? ",\"isHidden\":true}" : "}");
	rc = exchange_post(s, where, &json, "make a folder", &a, &unknown, stop,
			   e);
	if (rc == 1 && stop->outcome == AGENT_REFUSED)
		stop->outcome = AGENT_MAILBOX; /* no message's fault */
	return rc != 0 ? rc : take_id(a.json, id, e);
}

/* That it was made by somebody else, or by a request whose answer was lost,
   is fine: it is looked for once more. */
static int look_or_make(struct exchange_session *s, const char *where,
			const char *query, const char *name, bool hidden,
			char **id, struct exchange_stop *stop, struct err *e)
{
	int rc = look(s, where, query, name, id, stop, e);

	if (rc != 0 || *id != NULL)
		return rc;
	rc = make(s, where, name, hidden, id, stop, e);
	if (rc == 0 || (rc < 0 && e->kind != ERR_RETRY) ||
	    (rc == 1 && stop->outcome != AGENT_MAILBOX))
		return rc;
	err_clear(e);
	rc = look(s, where, query, name, id, stop, e);
	if (rc == 0 && *id == NULL) {
		stop->outcome = AGENT_MAILBOX;
		str_cut(&stop->reason, 0);
		str_addf(&stop->reason,
			 "the folder %s cannot be made; it is tried again "
			 "later",
			 name);
		return 1;
	}
	return rc;
}

int exchange_folder(struct exchange_session *s, const char *name, bool make_it,
		    const char **id, struct exchange_stop *stop, struct err *e)
{
	static const char where[] = "/mailFolders/inbox/childFolders";
	char *found = NULL;
	int rc;

	*id = NULL;
	for (size_t i = 0; i < s->n_folders; i++)
		if (strcmp(s->folders[i].name, name) == 0) {
			*id = s->folders[i].id;
			return 0;
		}
	rc = make_it ? look_or_make(s, where, "", name, false, &found, stop, e)
		     : look(s, where, "", name, &found, stop, e);
	if (rc != 0 || found == NULL)
		return rc;
	s->folders = mem_resize(s->folders,
				(s->n_folders + 1) * sizeof(*s->folders));
	s->folders[s->n_folders++] =
		(struct exchange_folder){ mem_strdup(name), found };
	*id = found;
	return 0;
}

void exchange_folder_forget(struct exchange_session *s, const char *name)
{
	for (size_t i = 0; i < s->n_folders; i++) {
		if (strcmp(s->folders[i].name, name) != 0)
			continue;
		free(s->folders[i].name);
		free(s->folders[i].id);
		s->folders[i] = s->folders[--s->n_folders];
		return;
	}
}

/* --- staging ---------------------------------------------------------------
 */

int exchange_staging(struct exchange_session *s, bool make_it, const char **id,
		     struct exchange_stop *stop, struct err *e)
{
	static const char where[] = "/mailFolders";
	static const char hidden[] = "includeHiddenFolders=true&";
	int rc = 0;

	if (s->staging == NULL)
		rc = make_it ? look_or_make(s, where, hidden, EXCHANGE_STAGING,
					    true, &s->staging, stop, e)
			     : look(s, where, hidden, EXCHANGE_STAGING,
				    &s->staging, stop, e);
	*id = s->staging;
	return rc;
}

/* Delete a page of what is in it; *n of them. */
static int sweep_page(struct exchange_session *s, const char *staging,
		      size_t *n, struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	const json_t *list, *one;
	size_t i;
	int rc;

	graph_answer_init(&a);
	str_add(&path, "/mailFolders/");
	encode_percent(&path, staging);
	str_add(&path, "/messages?$select=id&$top=50");
	rc = exchange_get(s, path.s, "look for half messages", &a, stop, e);
	if (rc != 0)
		return rc;
	list = json_object_get(a.json, "value");
	*n = json_array_size(list);
	json_array_foreach(list, i, one)
	{
		rc = exchange_delete(s, text_of(one, "id"), stop, e);
		if (rc != 0)
			return rc;
	}
	return 0;
}

int exchange_sweep(struct exchange_session *s, struct exchange_stop *stop,
		   struct err *e)
{
	const char *staging;
	size_t n = 1;
	int rc;

	if (s->swept)
		return 0;
	rc = exchange_staging(s, false, &staging, stop, e);
	for (int i = 0; rc == 0 && staging != NULL && n > 0; i++) {
		if (i == SWEEP_ROUNDS)
			return err_set(e, ERR_RETRY,
				       "the folder %s of %s does not get "
				       "empty",
				       EXCHANGE_STAGING, s->mailbox);
		rc = sweep_page(s, staging, &n, stop, e);
		if (rc == 1 && stop->absent) { /* gone, with all in it */
			free(TAKE(s->staging));
			rc = 0;
			n = 0;
		}
	}
	s->swept = rc == 0;
	return rc;
}
