/*
 * portal/files.h - the web application's files, answered from memory.
 *
 * A folder as Vite builds it: index.html, and below assets/ files with a
 * digest in their names, which never change. All are read at once and kept as
 * finished responses, so that HTTP threads need not touch a disk; they are
 * read anew when index.html changes. NAME.gz and NAME.br beside a file are
 * sent to whoever takes them.
 *
 * An address that is no file's is one of the application's pages: index.html.
 */
#ifndef PORTAL_FILES_H
#define PORTAL_FILES_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct MHD_Response;
struct err;
struct files;
struct incoming;

/* folder need not be there (yet). secure: say that TLS is to be used. */
struct files *files_open(const char *folder, bool secure)
	__attribute__((returns_nonnull));
void files_close(struct files *f);
DEFINE_AUTO(struct files, files_close)

/* Read them again if they have changed; now and then. */
void files_look(struct files *f);
size_t files_count(struct files *f);

/*
 * The response to GET or HEAD, *status its status (200, 304, 404): to be
 * queued at once. Files that have changed meanwhile are kept that long.
 */
struct MHD_Response *files_find(struct files *f, const struct incoming *rq,
				unsigned int *status);

#endif
