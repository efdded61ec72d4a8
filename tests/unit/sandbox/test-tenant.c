/* The tenant is the same again, and has everything that is promised. */
#include "sandbox/files.h"
#include "sandbox/tenant.h"

#include "base/clock.h"
#include "base/str.h"

#include "t.h"

#include <stdlib.h>

static struct tenant_options options(uint64_t seed, size_t users, int days)
{
	struct tenant_options o = {
		.seed = seed, .users = users, .days = days, .per_day = 8
	};

	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	return o;
}

T(same_options_same_tenant)
{
	struct tenant_options o = options(7, 25, 14), p = options(8, 25, 14);
	AUTO(tenant_free) struct tenant *a = tenant_new(&o);
	AUTO(tenant_free) struct tenant *b = tenant_new(&o);
	AUTO(tenant_free) struct tenant *c = tenant_new(&p);

	T_EQ_INT(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		T_EQ_STR(a->meetings[i].uuid, b->meetings[i].uuid);
		T_EQ_INT(a->meetings[i].start_us, b->meetings[i].start_us);
		T_EQ_STR(a->meetings[i].host->name, b->meetings[i].host->name);
	}
	T_OK(strcmp(a->meetings[0].uuid, c->meetings[0].uuid) != 0);
}

/* A longer tenant ends as the shorter one does not: days are its own. */
T(every_plot_has_its_meeting)
{
	struct tenant_options o = options(1, 25, 14);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);

	for (size_t p = 0; p < plots_count; p++) {
		bool found = false;

		for (size_t i = 0; i < t->n; i++)
			found |=
				strcmp(t->meetings[i].plot, plots[p].name) == 0;
		t_label = plots[p].name;
		T_OK(found);
	}
}

T(meetings_lie_within_the_days)
{
	struct tenant_options o = options(3, 12, 9);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	char day[CLOCK_TEXT];

	T_EQ_STR(clock_day(t->from_us, day), "2026-03-22");
	T_EQ_STR(clock_day(t->until_us, day), "2026-03-31");
	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i];

		T_OK(m->start_us >= t->from_us && m->start_us < t->until_us);
		T_OK(m->end_us > m->start_us);
		T_EQ_INT(m->start_us % CLOCK_SECOND, 0);
		T_EQ_INT(m->end_us % CLOCK_SECOND, 0);
		T_OK(i == 0 || m->start_us >= t->meetings[i - 1].start_us);
		T_OK((m->parent != NULL) == ((m->what & PLOT_ROOM) != 0));
		T_OK(tenant_by_uuid(t, m->uuid) == m);
		if (m->what & PLOT_MIDNIGHT)
			T_OK(clock_day_start(m->start_us) !=
			     clock_day_start(m->end_us));
	}
	T_OK(tenant_by_uuid(t, "nobody's uuid") == NULL);
}

T(uuids_take_the_awkward_forms)
{
	struct tenant_options o = options(1, 25, 14);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	size_t leading = 0, twice = 0, inside = 0;

	for (size_t i = 0; i < t->n; i++) {
		const char *u = t->meetings[i].uuid;

		T_EQ_INT(strlen(u), 24);
		leading += u[0] == '/';
		twice += strstr(u, "//") != NULL;
		inside += strchr(u + 1, '/') != NULL && strstr(u, "//") == NULL;
	}
	T_OK(leading > 0);
	T_OK(twice > 0);
	T_OK(inside > 0);
}

T(a_number_means_the_latest_instance)
{
	struct tenant_options o = options(1, 12, 30);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	size_t series = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i], *later = NULL;

		if (!(m->what & PLOT_SERIES))
			continue;
		T_OK(tenant_by_number(t, m->number, m->start_us) == m);
		T_OK(tenant_by_number(t, m->number, m->start_us - 1) != m);
		later = tenant_by_number(t, m->number, t->until_us);
		series += later != m;
		T_OK(later != NULL && later->number == m->number);
	}
	T_OK(series > 0);
}

T(hosts_are_there_when_they_host)
{
	struct tenant_options o = options(1, 40, 20);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	size_t deleted = 0, inactive = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i];

		if (m->what & (PLOT_EXTERNAL | PLOT_ROOM))
			continue;
		T_EQ_INT(person_status_at(m->host, m->start_us), PERSON_ACTIVE);
		T_OK(m->host->created_us <= m->start_us);
		deleted += m->host->status == PERSON_DELETED;
		inactive += m->host->status == PERSON_INACTIVE;
	}
	T_OK(deleted > 0);
	T_OK(inactive > 0);
}

T(people_are_told_apart)
{
	struct tenant_options o = options(1, 300, 2);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	const struct people *p = &t->people;

	for (size_t i = 0; i < p->n_users; i++) {
		const struct person *one = &p->all[i];

		T_OK(people_lookup(p, one->email) == one);
		T_OK((one->id == NULL) == (one->status == PERSON_PENDING));
		if (one->id != NULL)
			T_OK(people_lookup(p, one->id) == one);
		for (size_t k = 0; k < i; k++)
			T_OK(strcmp(one->mailbox, p->all[k].mailbox) != 0);
	}
	T_OK(people_lookup(p, "nobody@nordwind.example") == NULL);
}

T(a_shared_account_changes_hands)
{
	struct tenant_options o = options(1, 12, 10);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	const struct person *desk =
		people_lookup(&t->people, "RECEPTION@nordwind.example");

	T_OK(desk != NULL && desk->heir != NULL);
	T_EQ_STR(person_mailbox_at(desk, desk->heir_us - 1), desk->mailbox);
	T_EQ_STR(person_mailbox_at(desk, desk->heir_us), desk->heir->mailbox);
}

T(a_file_goes_through_its_life)
{
	struct tenant_options o = options(1, 25, 14);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	struct file all[FILES_MAX];
	size_t trashed = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i];
		size_t n = files_of(t, m, all);

		T_OK(n < FILES_MAX);
		for (size_t k = 0; k < n; k++) {
			const struct file *f = &all[k];

			T_EQ_INT(file_at(f, m, m->end_us - 1), STAGE_NONE);
			T_EQ_INT(file_at(f, m, m->end_us), STAGE_PROCESSING);
			if (f->trashed_us > f->ready_us)
				T_EQ_INT(file_at(f, m, f->ready_us),
					 STAGE_READY);
			if (f->gone_us != FILE_NEVER)
				T_EQ_INT(file_at(f, m, f->gone_us), STAGE_GONE);
			if (f->trashed_us == FILE_NEVER)
				continue;
			trashed++;
			T_EQ_INT(file_at(f, m, f->trashed_us), STAGE_TRASHED);
			T_EQ_INT(f->gone_us - f->trashed_us, 30 * CLOCK_DAY);
		}
	}
	T_OK(trashed > 0);
}

T(a_file_is_found_by_its_id)
{
	struct tenant_options o = options(1, 25, 14);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	struct file all[FILES_MAX], f;
	const struct meeting *m;

	for (size_t i = 0; i < t->n; i++) {
		size_t n = files_of(t, &t->meetings[i], all);

		for (size_t k = 0; k < n; k++) {
			T_OK(files_find(t, all[k].id, &m, &f));
			T_OK(m == &t->meetings[i]);
			T_EQ_INT(f.n, all[k].n);
			all[k].id[20] = all[k].id[20] == '0' ? '1' : '0';
			T_OK(!files_find(t, all[k].id, &m, &f));
		}
	}
	T_OK(!files_find(t, "", &m, &f));
	T_OK(!files_find(t, "zzzzzzzz-54bb-4e29-9ad3-6f2f0a5f1c3d", &m, &f));
	T_OK(!files_find(t, "ffffffff-ffff-4e29-9ad3-6f2f0a5f1c3d", &m, &f));
}

T(the_directory_names_every_address)
{
	struct tenant_options o = options(1, 20, 10);
	AUTO(tenant_free) struct tenant *t = tenant_new(&o);
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	people_write_directory(&t->people, out);
	(void)fclose(out);
	T_OK(str_starts(text, "person,name,mailbox,address,valid_from,"
			      "valid_until\n"));
	for (size_t i = 0; i < t->people.n_users; i++) {
		char row[128], low[80];

		(void)snprintf(low, sizeof(low), "%s", t->people.all[i].email);
		str_lowercase(low);
		(void)snprintf(row, sizeof(row), ",%s,", low);
		t_label = low;
		T_OK(strstr(text, row) != NULL);
	}
	T_OK(strstr(text, ",,2026-03-26T00:00:00Z\n") != NULL);
	T_OK(strstr(text, ",2026-03-26T00:00:00Z,\n") != NULL);
	free(text);
}

T_MAIN
