#include "vault/pack.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALLOCATE     ((uint64_t)16 * 1024 * 1024)
#define ZEROS        ((size_t)256 * 1024)
#define HASH_AT_ONCE ((size_t)256 * 1024)

void pack_free(struct pack *p)
{
	if (p == NULL)
		return;
	if (p->fd >= 0)
		(void)close(p->fd);
	keytree_free(p->keys);
	dictionary_free(p->dictionary);
	free(p->entries);
	free(p);
}

/* The folder of its epoch, synced into packs/ where it was made. */
static int open_epoch(int packs_dir, uint32_t epoch, struct err *e)
{
	char path[FORMAT_PATH];

	(void)format_pack_path(epoch, 0, path);
	*strchr(path, '/') = '\0';
	return file_open_folder(packs_dir, path, e);
}

static const char *file_name(const struct pack_row *row, char out[FORMAT_PATH])
{
	return strchr(format_pack_path(row->epoch, row->id, out), '/') + 1;
}

/* Not every file system can; then writing simply costs a little more. */
static int allocate(struct pack *p, uint64_t until, struct err *e)
{
	if (until <= p->allocated)
		return 0;
	until = (until + ALLOCATE - 1) / ALLOCATE * ALLOCATE;
	if (fallocate(p->fd, 0, (off_t)p->allocated,
		      (off_t)(until - p->allocated)) < 0 &&
	    errno != EOPNOTSUPP)
		return err_sys(e, ERR_STORE, "set space aside");
	p->allocated = until;
	return 0;
}

static int make_file(struct pack *p, const uint8_t *vault_id, struct err *e)
{
	AUTO(fd_close) int epoch = open_epoch(p->dir, p->row.epoch, e);
	AUTO(free) uint8_t *bytes = mem_alloc(1, PACK_HEADER);
	struct pack_header h = { .pack = p->row.id,
				 .epoch = p->row.epoch,
				 .first_seq = p->row.first_seq,
				 .made_us = p->row.made_us,
				 .dict_pack = p->row.dict_pack,
				 .dict_offset = p->row.dict_offset };
	char name[FORMAT_PATH];

	if (epoch < 0)
		return -1;
	memcpy(h.vault, vault_id, FORMAT_ID);
	format_write_pack_header(&h, bytes);
	p->fd = file_open(epoch, file_name(&p->row, name),
			  O_RDWR | O_CREAT | O_EXCL, 0600, e);
	if (p->fd < 0 || allocate(p, PACK_HEADER, e) < 0 ||
	    file_write_at(p->fd, bytes, PACK_HEADER, 0, e) < 0 ||
	    file_sync(p->fd, e) < 0)
		return -1;
	p->end = PACK_HEADER;
	return file_sync(epoch, e);
}

int pack_create(struct pack **out, int packs_dir, struct control *control,
		const struct pack_row *row, struct dictionary *dictionary,
		struct err *e)
{
	AUTO(pack_free) struct pack *p = NEW(struct pack);
	uint8_t root[KEYTREE_KEY];
	char path[FORMAT_PATH];

	p->fd = -1;
	p->dir = packs_dir;
	p->row = *row;
	p->row.state = PACK_OPEN;
	p->keys = keytree_new();
	p->dictionary = dictionary_ref(dictionary);
	random_bytes(root, sizeof(root));
	keytree_add(p->keys, KEYTREE_ROOT, root);
	if (control_add_pack(control, &p->row, root, e) < 0)
		return -1;
	mem_wipe(root, sizeof(root));
	if (make_file(p, control_vault_id(control), e) < 0)
		return err_wrap(e, "make packs/%s",
				format_pack_path(p->row.epoch, p->row.id,
						 path));
	*out = TAKE(p);
	return 0;
}

/*
 * Space that was only set aside must be noted as written when it is, and
 * syncing that note costs another write (or a journal commit). So small
 * batches, of which there are many, overwrite zeros instead; large ones gain
 * nothing by it.
 */
static int zero_ahead(struct pack *p, size_t len, struct err *e)
{
	static const uint8_t zeros[ZEROS];

	if (p->zeroed < p->end)
		p->zeroed = p->end;
	if (len > ZEROS / 4 || p->end + len <= p->zeroed)
		return 0;
	if (allocate(p, p->zeroed + ZEROS, e) < 0 ||
	    file_write_at(p->fd, zeros, ZEROS, p->zeroed, e) < 0)
		return -1;
	p->zeroed += ZEROS;
	return 0;
}

int pack_append(struct pack *p, const void *batch, size_t len, struct err *e)
{
	char path[FORMAT_PATH];

	if (allocate(p, p->end + len, e) < 0 || zero_ahead(p, len, e) < 0 ||
	    file_write_at(p->fd, batch, len, p->end, e) < 0 ||
	    file_sync_data(p->fd, e) < 0)
		return err_wrap(e, "packs/%s",
				format_pack_path(p->row.epoch, p->row.id,
						 path));
	p->end += len;
	return 0;
}

void pack_note(struct pack *p, uint64_t name, uint64_t offset,
	       const struct meta *m)
{
	if (p->n_entries == p->cap_entries) {
		p->cap_entries = 2 * p->cap_entries + 1024;
		p->entries = mem_resize(p->entries,
					p->cap_entries * sizeof(*p->entries));
	}
	p->entries[p->n_entries++] =
		(struct footer_entry){ .name = name, .offset = offset };
	p->row.records++;
	p->row.plain_bytes += m->length;
	if (m->form == META_OBJECT) {
		p->row.objects++;
		p->row.object_bytes += format_object_size(m->length);
	}
}

int pack_adopt(struct pack **out, int packs_dir, const struct pack_row *row,
	       struct err *e)
{
	AUTO(pack_free) struct pack *p = NEW(struct pack);
	char path[FORMAT_PATH];
	struct stat st;

	p->fd = -1;
	p->dir = packs_dir;
	p->row = *row;
	p->fd = openat(packs_dir, format_pack_path(row->epoch, row->id, path),
		       O_RDWR | O_CLOEXEC);
	if (p->fd < 0 && errno == EACCES && /* sealed but for its row */
	    fchmodat(packs_dir, path, 0600, 0) == 0)
		p->fd = openat(packs_dir, path, O_RDWR | O_CLOEXEC);
	if (p->fd < 0 && errno == ENOENT) {
		*out = NULL;
		return 0;
	}
	if (p->fd < 0 || fstat(p->fd, &st) < 0)
		return err_sys(e, ERR_STORE, "open packs/%s", path);
	p->allocated = (uint64_t)st.st_size;
	p->end = PACK_HEADER;
	*out = TAKE(p);
	return 0;
}

int pack_remove(int packs_dir, const struct pack_row *row, struct err *e)
{
	AUTO(fd_close) int epoch = open_epoch(packs_dir, row->epoch, e);
	char name[FORMAT_PATH];

	if (epoch < 0)
		return -1;
	if (unlinkat(epoch, file_name(row, name), 0) < 0 && errno != ENOENT)
		return err_sys(e, ERR_STORE, "remove %s", name);
	return file_sync(epoch, e);
}

/* --- sealing ------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
	const struct footer_entry *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

void pack_sort(struct pack *p)
{
	if (p->n_entries > 0)
		qsort(p->entries, p->n_entries, sizeof(*p->entries), by_name);
}

static int write_footer(struct pack *p, struct err *e)
{
	struct footer f = { .count = p->n_entries,
			    .first_seq = p->row.first_seq,
			    .start = p->end };
	size_t size = (size_t)format_footer_size(f.count);
	AUTO(free) uint8_t *bytes = mem_alloc(1, size);

	pack_sort(p);
	format_write_footer(&f, p->entries, bytes);
	p->row.bytes = p->end + size;
	if (file_write_at(p->fd, bytes, size, p->end, e) < 0)
		return -1;
	if (ftruncate(p->fd, (off_t)p->row.bytes) < 0)
		return err_sys(e, ERR_STORE, "cut");
	if (fchmod(p->fd, 0440) < 0)
		return err_sys(e, ERR_STORE, "make read-only");
	return file_sync(p->fd, e);
}

static int hash_file(struct pack *p, struct err *e)
{
	AUTO(digest_free) struct digest_ctx *ctx = digest_begin();
	AUTO(free) uint8_t *buf = mem_alloc(1, HASH_AT_ONCE);
	struct digest d;
	uint64_t at = 0;
	ssize_t n;

	while ((n = file_read_at(p->fd, buf, HASH_AT_ONCE, at, e)) > 0) {
		digest_add(ctx, buf, (size_t)n);
		at += (uint64_t)n;
	}
	if (n < 0)
		return -1;
	if (at != p->row.bytes)
		return err_set(e, ERR_STORE, "changed while it was sealed");
	digest_end(ctx, &d);
	memcpy(p->row.sha256, d.bytes, DIGEST_BYTES);
	return 0;
}

int pack_seal(struct pack *p, struct control *control, struct err *e)
{
	char path[FORMAT_PATH];

	if (write_footer(p, e) < 0 || hash_file(p, e) < 0)
		return err_wrap(e, "seal packs/%s",
				format_pack_path(p->row.epoch, p->row.id,
						 path));
	p->row.sealed_us = clock_now_us();
	if (control_seal_pack(control, &p->row, e) < 0)
		return -1;
	p->row.state = PACK_SEALED;
	return 0;
}
