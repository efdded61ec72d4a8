#include "source/zoom/meeting/attend.h"

#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/timeline.h"

#include <string.h>

static const struct people_row empty_row = { .name = "",
					     .email = "",
					     .account = "",
					     .uuid = "",
					     .joining = "",
					     .role = "",
					     .device = "",
					     .internal = -1 };

/* The first of several members that is given. */
static const char *either(struct arena *a, const json_t *o, const char *key,
			  const char *other)
{
	const char *text = loose_line(a, o, key);

	return *text != '\0' ? text : loose_line(a, o, other);
}

static const char *role_of(const struct work *w, const char *role)
{
	bool known = *w->about.host_id != '\0' || *w->about.host_email != '\0';

	if (str_casecmp(role, "host") == 0)
		return known ? "" : "Host";
	if (str_casecmp(role, "co-host") == 0 ||
	    str_casecmp(role, "cohost") == 0)
		return "Co-host";
	return str_casecmp(role, "panelist") == 0 ? "Panelist" : "";
}

static void add_row(struct work *w, enum people_list list, const json_t *o)
{
	struct arena *a = w->a;
	struct people_row row = empty_row;

	if (!json_is_object(o))
		return;
	row.list = list;
	row.name = either(a, o, "name", "user_name");
	row.email = either(a, o, "user_email", "email");
	row.account = either(a, o, "participant_user_id", "id");
	row.uuid = loose_line(a, o, "participant_uuid");
	row.joining = loose_line(a, o, "user_id");
	row.role = role_of(w, loose_line(a, o, "role"));
	row.device = loose_line(a, o, "device");
	row.from_us = loose_time(o, "join_time");
	row.to_us = loose_time(o, "leave_time");
	row.internal = loose_bool(o, "internal_user");
	row.waiting =
		strcmp(loose_line(a, o, "status"), "in_waiting_room") == 0;
	row.failover = loose_bool(o, "failover") == 1;
	(void)people_row(w->people, &row);
}

static void add_page(struct work *w, enum people_list list, struct doc *d)
{
	json_t *o = work_read(w, d);
	const json_t *rows = loose_array(o, "participants");

	for (size_t i = 0; i < json_array_size(rows); i++)
		add_row(w, list, json_array_get(rows, i));
	if (o != NULL && rows == NULL)
		work_notice(w,
			    "Zoom's answer \"%.200s\" has no list of "
			    "participants; it is attached as it came.",
			    d->raw->name);
	work_forget(d);
}

static void add_host(struct work *w)
{
	struct people_row row = empty_row;

	if (*w->about.host_email == '\0' && *w->about.host_id == '\0')
		return;
	row.list = PEOPLE_HOST;
	row.name = w->about.host_name;
	row.email = w->about.host_email;
	row.account = w->about.host_id;
	row.role = "Host";
	(void)people_row(w->people, &row);
}

/* A host known by name only is looked for among those present. */
static void find_host(struct work *w)
{
	size_t who;

	if (*w->about.host_email != '\0' || *w->about.host_id != '\0' ||
	    *w->about.host_name == '\0')
		return;
	who = people_ensure(w->people, PEOPLE_HOST, w->about.host_name, "", "");
	if (who < PEOPLE_AMBIGUOUS)
		people_role(w->people, who, "Host");
}

static void add_archived(struct work *w)
{
	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];
		struct people_row row = empty_row;

		if (!f->individual || !people_is_email(f->email))
			continue;
		row.list = PEOPLE_ARCHIVE;
		row.email = f->email;
		row.from_us = f->joined_us;
		row.to_us = f->left_us;
		(void)people_row(w->people, &row);
	}
}

static void add_speaker(void *ctx, const struct timeline_user *u)
{
	struct work *w = ctx;
	struct people_row row = empty_row;

	row.list = PEOPLE_SPEECH;
	row.name = u->name;
	row.email = u->email;
	row.account = u->account;
	(void)people_row(w->people, &row);
}

static int add_speakers(struct work *w, struct err *e)
{
	for (size_t i = 0; i < w->n_files; i++) {
		const struct file *f = &w->files[i];
		AUTO(json_decref) json_t *doc = NULL;
		int rc;

		if (f->content != FILE_TIMELINE || !files_listed(f) ||
		    f->part->state != SOURCE_PART_CAPTURED)
			continue;
		rc = talk_document(w, f, &doc, e);
		if (rc < 0)
			return -1;
		if (rc > 0)
			timeline_read(doc, w->a, add_speaker, w);
	}
	return 0;
}

int attend_read(struct work *w, struct err *e)
{
	static const struct {
		enum doc_kind kind;
		enum people_list list;
	} lists[] = {
		{ DOC_REPORT_PEOPLE, PEOPLE_REPORT },
		{ DOC_PEOPLE, PEOPLE_PAST },
		{ DOC_METRICS_PEOPLE, PEOPLE_METRICS },
	};

	add_host(w);
	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
		for (size_t i = 0; i < w->n_docs; i++)
			if (w->docs[i].kind == lists[k].kind)
				add_page(w, lists[k].list, &w->docs[i]);
	if (!people_listed(w->people) && add_speakers(w, e) < 0)
		return -1;
	add_archived(w);
	people_settle(w->people);
	find_host(w);
	return 0;
}
