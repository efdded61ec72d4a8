#include "verb/permit.h"

#include "access/principal.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "verb/perform.h"
#include "verb/verb.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- the refusal -----------------------------------------------------------
 */

static int record_refusal(const struct verb_call *call, struct err *e)
{
	AUTO(str_done) struct str needs = STR_INIT;

	str_add(&needs, "\"needs\":");
	roles_json(&needs, right_roles(call->verb->right));
	return verb_record_end(call, ACT_REFUSED, needs.s, e);
}

static int refuse(const struct verb_call *call, struct err *e)
{
	AUTO(str_done) struct str roles = STR_INIT;
	role_set needs = right_roles(call->verb->right);

	if (record_refusal(call, e) < 0)
		return err_wrap(e, "record a refusal");
	if (strcmp(call->verb->right, RIGHT_FOLDER) == 0)
		return err_set(e, ERR_RIGHT,
			       "only the owner of the folder %s may do this, "
			       "at the command line",
			       call->home);
	if (needs == ROLES_NONE)
		return err_set(e, ERR_RIGHT,
			       "%.100s has no account here: whoever has the "
			       "role \"%s\" can make one",
			       call->who->name.s, ROLE_ROLES);
	roles_list(&roles, needs, "\" or \"");
	return err_set(e, ERR_RIGHT,
		       "%.100s may not do this: it needs the role \"%s\"; "
		       "whoever has the role \"%s\" can give it, by a role "
		       "group",
		       call->who->name.s, roles.s, ROLE_ROLES);
}

int verb_permit(const struct verb_call *call, struct err *e)
{
	if (call->verb->right[0] == '\0')
		return 0;
	/* nobody can be asked for: what there is to protect is not there */
	if (call->who == NULL || access_may(call->who, call->verb->right))
		return 0;
	return refuse(call, e);
}

/* --- who sits there --------------------------------------------------------
 */

static char *system_name(void)
{
	struct passwd pw, *found = NULL;
	char buf[4096];

	if (getpwuid_r(geteuid(), &pw, buf, sizeof(buf), &found) == 0 &&
	    found != NULL)
		return mem_strdup(found->pw_name);
	return str_printf("%ld", (long)geteuid());
}

static bool is_own(const char *home)
{
	struct stat st;

	return stat(home, &st) == 0 && st.st_uid == geteuid();
}

int verb_who_local(struct verb_call *call, struct principal **out,
		   struct err *e)
{
	AUTO(principal_free) struct principal *p = NULL;
	AUTO(db_close) struct db *db = NULL;
	AUTO(free) char *name = system_name();
	struct err no = ERR_INIT;

	if (archive_control(call->home, &db, &no) < 0) {
		if (no.kind == ERR_USAGE)
			return 0;
		*e = no;
		return -1;
	}
	if (access_local(db, name, is_own(call->home), &p, e) < 0)
		return -1;
	call->who = p;
	call->actor = principal_actor(p);
	*out = TAKE(p);
	return 0;
}
