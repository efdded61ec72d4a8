/*
 * access/mapping.h - role groups that a provider's word puts people into.
 *
 * Mappings are settings of identity providers (group.NAME=ROLE GROUP). One
 * that names a role group which is not there gives nothing, until there is
 * one of this name.
 */
#ifndef ACCESS_MAPPING_H
#define ACCESS_MAPPING_H

#include "access/roles.h"

#include <stdint.h>

struct db;
struct err;

/* The roles of all groups that the provider's mappings name. */
int mapped_roles(struct db *db, int64_t provider, role_set *out, struct err *e);

/* Does a mapping of any provider name the role group? 1, 0, -1. */
int mapped_group(struct db *db, const char *group, struct err *e);

#endif
