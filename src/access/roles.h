/*
 * access/roles.h - the roles there are, sets of them, and rights.
 *
 * A role lets its bearer do something; role groups have roles and members
 * (groups.h). A right is what a verb asks for: one role, or several parted
 * by '|', of which any will do; "" asks for none. Names are stored and part
 * of the interface: never change one. Sets live in memory only.
 *
 * Names after those of Exchange and Microsoft Purview, where people know
 * them from.
 */
#ifndef ACCESS_ROLES_H
#define ACCESS_ROLES_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define ROLE_IMPORT    "Mailbox Import Export"
#define ROLE_CONNECTOR "Data Connector Admin"
#define ROLE_OWNER     "Organization Configuration"
#define ROLE_VIEW      "View-Only Configuration"
#define ROLE_ROLES     "Role Management"
#define ROLE_AUDIT     "Audit Logs"
#define ROLE_SEARCH    "Mailbox Search"
#define ROLE_PREVIEW   "Preview"
#define ROLE_EXPORT    "Export"

/* A right that whoever is known here has: to manage what is their own. */
#define RIGHT_ONESELF "*"
/* Only the owner of the installation's folder has it, at the command line. */
#define RIGHT_FOLDER "/"

struct role {
	const char *name;
	const char *help; /* what it lets, one line, no full stop */
};

/* All, in the order in which people are shown them; *n of them. */
const struct role *roles_all(size_t *n);

/* A set: bit i is roles_all()[i]. */
typedef uint32_t role_set;
#define ROLES_NONE ((role_set)0)
#define ROLES_ALL  (~ROLES_NONE)

/* The set of the role alone, ROLES_NONE where there is none of this name. */
role_set role_named(const char *name);
/* Errors: ERR_USAGE naming those there are. */
int role_read(const char *name, role_set *out, struct err *e);

/* "Preview, Export": parted by commas; NULL and "" are none. Errors: as above.
 */
int roles_read(const char *list, role_set *out, struct err *e);

/* The set of all roles that a right names; ROLES_NONE for "". */
role_set right_roles(const char *right);
/* Does the set do for the right? */
bool right_met(const char *right, role_set has);

/* Append the names of a set, parted: "A, B". */
void roles_list(struct str *out, role_set set, const char *parted);
/* Append them as a JSON array. */
void roles_json(struct str *out, role_set set);

#endif
