/* db/db-private.h - what the files of db/ know of each other. */
#ifndef DB_DB_PRIVATE_H
#define DB_DB_PRIVATE_H

#include "db/db.h"

extern const struct db_ops db_sqlite_ops;

#endif
