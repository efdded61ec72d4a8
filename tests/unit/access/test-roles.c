/* Roles, sets of them, rights, and what people write. */
#include "access/roles.h"

#include "base/err.h"
#include "t.h"

T(rights)
{
	static const struct {
		const char *label, *right, *has;
		bool met;
	} rows[] = {
		{ "nobody needs it", "", "", true },
		{ "the role", ROLE_PREVIEW, ROLE_PREVIEW, true },
		{ "another role", ROLE_PREVIEW, ROLE_EXPORT, false },
		{ "no role", ROLE_PREVIEW, "", false },
		{ "the first of two", ROLE_OWNER "|" ROLE_VIEW, ROLE_OWNER,
		  true },
		{ "the last of two", ROLE_OWNER "|" ROLE_VIEW, ROLE_VIEW,
		  true },
		{ "none of two", ROLE_OWNER "|" ROLE_VIEW, ROLE_EXPORT, false },
		{ "a role nobody knows", "Everything", "Preview|Export",
		  false },
		{ "part of a name", "Export", "Mailbox Import Export", false },
		{ "the other way", "Mailbox Import Export", "Export", false },
	};

	T_EACH(row, rows)
		T_OK(right_met(row->right, right_roles(row->has)) == row->met);
}

T(lists)
{
	static const struct {
		const char *label, *list;
		int rc;
		const char *want;
	} rows[] = {
		{ "none", "", 0, "" },
		{ "one", "Preview", 0, "Preview" },
		{ "two, our order", "Export,Preview", 0, "Preview, Export" },
		{ "blanks", "  Preview ,  Export  ", 0, "Preview, Export" },
		{ "twice", "Preview, Preview", 0, "Preview" },
		{ "unknown", "Preview, Everything", -1, "" },
		{ "empty between", "Preview,,Export", -1, "" },
		{ "capitals", "preview", -1, "" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str names = STR_INIT;
		role_set set = ROLES_NONE;
		struct err e = ERR_INIT;

		T_EQ_INT(roles_read(row->list, &set, &e), row->rc);
		roles_list(&names, set, ", ");
		T_EQ_STR(names.s, row->want);
	}
}

T(as_json)
{
	AUTO(str_done) struct str s = STR_INIT;

	roles_json(&s, right_roles("Export|Preview"));
	T_EQ_STR(s.s, "[\"Preview\",\"Export\"]");
	str_cut(&s, 0);
	roles_json(&s, ROLES_NONE);
	T_EQ_STR(s.s, "[]");
}

T_MAIN
