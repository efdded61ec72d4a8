/*
 * portal/connections.h - connections to control, kept for the next call.
 *
 * To open one costs more than most calls do. Each is one call's alone while
 * it lasts; as many are kept as calls were at work at once.
 */
#ifndef PORTAL_CONNECTIONS_H
#define PORTAL_CONNECTIONS_H

#include "base/cleanup.h"

struct archive;
struct connections;
struct db;
struct err;

struct connections *connections_new(struct archive *a)
	__attribute__((returns_nonnull));
/* When all were given back. */
void connections_free(struct connections *c);
DEFINE_AUTO(struct connections, connections_free)

/* Errors: as archive_db(). */
int connections_take(struct connections *c, struct db **out, struct err *e);
/* What is open in it is rolled back. NULL is fine. */
void connections_give(struct connections *c, struct db *db);

#endif
