/* roles.c - the table of roles; sets of them; rights. */
#include "access/roles.h"

#include "base/encode.h"
#include "base/err.h"

#include <string.h>

static const struct role all[] = {
	{ ROLE_OWNER, "Change persons, directories, the store, the vault, "
		      "settings and alerts" },
	{ ROLE_VIEW, "See how all is set up; change nothing, read nothing" },
	{ ROLE_ROLES, "Manage accounts, role groups, tokens and sign-in" },
	{ ROLE_AUDIT, "See who did what, and from where" },
	{ ROLE_IMPORT, "Set up connectors and targets, and run them" },
	{ ROLE_CONNECTOR, "The same" },
	{ ROLE_SEARCH, "List mailboxes and their messages" },
	{ ROLE_PREVIEW, "Read messages" },
	{ ROLE_EXPORT, "Take messages out" },
};
#define N_ROLES (sizeof(all) / sizeof(all[0]))

const struct role *roles_all(size_t *n)
{
	*n = N_ROLES;
	return all;
}

static role_set named(const char *name, size_t len)
{
	for (size_t i = 0; i < N_ROLES; i++)
		if (strlen(all[i].name) == len &&
		    memcmp(all[i].name, name, len) == 0)
			return (role_set)1 << i;
	return ROLES_NONE;
}

role_set role_named(const char *name)
{
	return named(name, strlen(name));
}

int role_read(const char *name, role_set *out, struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;
	role_set set = role_named(name);

	if (set == ROLES_NONE) {
		roles_list(&names, ((role_set)1 << N_ROLES) - 1, ", ");
		return err_set(e, ERR_USAGE,
			       "there is no role \"%.60s\"; there are: %s",
			       name, names.s);
	}
	*out = set;
	return 0;
}

int roles_read(const char *list, role_set *out, struct err *e)
{
	role_set set = ROLES_NONE, one;

	while (list != NULL && *list != '\0') {
		AUTO(str_done) struct str name = STR_INIT;
		size_t gap = strspn(list, " "), len;

		list += gap;
		len = strcspn(list, ",");
		str_add_len(&name, list, len);
		while (name.len > 0 && name.s[name.len - 1] == ' ')
			str_cut(&name, name.len - 1);
		if (role_read(name.s, &one, e) < 0)
			return -1;
		set |= one;
		list += len;
		list += *list == ',';
	}
	*out = set;
	return 0;
}

role_set right_roles(const char *right)
{
	role_set set = ROLES_NONE;

	for (const char *at = right; *at != '\0';) {
		size_t len = strcspn(at, "|");

		set |= named(at, len);
		at += len;
		at += *at == '|';
	}
	return set;
}

bool right_met(const char *right, role_set has)
{
	/* a right that names only what we do not know is nobody's */
	return right[0] == '\0' || (right_roles(right) & has) != 0;
}

void roles_list(struct str *out, role_set set, const char *parted)
{
	bool first = true;

	for (size_t i = 0; i < N_ROLES; i++) {
		if ((set & ((role_set)1 << i)) == 0)
			continue;
		if (!first)
			str_add(out, parted);
		str_add(out, all[i].name);
		first = false;
	}
}

void roles_json(struct str *out, role_set set)
{
	bool first = true;

	str_add_char(out, '[');
	for (size_t i = 0; i < N_ROLES; i++) {
		if ((set & ((role_set)1 << i)) == 0)
			continue;
		if (!first)
			str_add_char(out, ',');
		encode_json(out, all[i].name);
		first = false;
	}
	str_add_char(out, ']');
}
