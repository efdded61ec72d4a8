/*
 * A large object: blocks in parallel, then the list that makes them a blob.
 *
 * Blocks that are not part of a blob yet belong to its name, not to who sent
 * them: so each try gives them a random beginning of their ids, or two that
 * store under one name would mix their blocks. All ids of a name must have
 * the same length.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "http/http.h"
#include "store/azure/azure.h"
#include "store/azure/request.h"
#include "store/pieces.h"

#include <stdatomic.h>
#include <string.h>

#define TRY_BYTES 8
#define ID_BYTES  (TRY_BYTES + 4)
#define ID_TEXT   17 /* base64 of ID_BYTES, a NUL */

struct upload {
	struct azure *az;
	const char *name;
	unsigned char try[TRY_BYTES];
	atomic_bool taken; /* the service refuses: something has the name */
};

static void block_id(const struct upload *u, uint64_t n, struct str *out)
{
	unsigned char id[ID_BYTES];

	memcpy(id, u->try, TRY_BYTES);
	for (int i = 0; i < 4; i++)
		id[TRY_BYTES + i] = (unsigned char)(n >> (24 - 8 * i));
	encode_base64(out, id, sizeof(id));
}

static int put_block(void *ctx, const struct piece *p, struct err *e)
{
	struct upload *u = ctx;
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str id AUTO(str_done) = STR_INIT;
	struct azure_request rq = { .method = "PUT",
				    .name = u->name,
				    .body = p->bytes,
				    .len = p->len };

	block_id(u, p->n, &id);
	azure_query(&rq, "comp", "block");
	azure_query(&rq, "blockid", id.s);
	azure_header(&rq, "content-md5", p->md5);
	if (azure_send(u->az, &rq, &r, e) < 0)
		return -1;
	if (http_status(r) / 100 != 2) {
		if (azure_is_taken(r))
			atomic_store(&u->taken, true);
		return azure_refused(u->az, &rq, r, e);
	}
	azure_drain(r);
	return 0;
}

static int put_list(struct upload *u, uint64_t count,
		    const struct store_content *c,
		    const struct store_protection *p, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str xml AUTO(str_done) = STR_INIT;
	struct azure_request rq = { .method = "PUT", .name = u->name };
	struct azure_new_blob room;
	char md5[STORE_MD5_TEXT];

	str_add(&xml, "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
	for (uint64_t n = 0; n < count; n++) {
		str_add(&xml, "<Latest>");
		block_id(u, n, &xml);
		str_add(&xml, "</Latest>");
	}
	str_add(&xml, "</BlockList>");
	rq.body = xml.s;
	rq.len = xml.len;
	azure_query(&rq, "comp", "blocklist");
	azure_content_md5(&rq, md5);
	azure_new_blob(u->az, &rq, c, p, &room);
	if (azure_send(u->az, &rq, &r, e) < 0)
		return -1;
	return azure_created(u->az, &rq, r, e);
}

/* Larger where the number of blocks would not do. */
static size_t block_size(const struct azure *az, uint64_t size)
{
	uint64_t least = size / AZURE_BLOCKS_MAX + 1;

	return least > az->block ? (size_t)least : az->block;
}

int azure_put_blocks(struct azure *az, const char *name,
		     const struct store_content *c,
		     const struct store_protection *p, struct err *e)
{
	struct upload u = { .az = az, .name = name };
	struct pieces pieces = { .content = c,
				 .piece = block_size(az, c->size),
				 .md5 = true,
				 .at_once = az->connections,
				 .send = put_block,
				 .ctx = &u };

	random_bytes(u.try, sizeof(u.try));
	if (pieces_send(&pieces, e) == 0)
		return put_list(&u, pieces_count(&pieces), c, p, e);
	if (e->kind != ERR_ITEM || !atomic_load(&u.taken))
		return -1;
	err_clear(e);
	return 0;
}
