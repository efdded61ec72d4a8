#include "large.h"

#include "media.h"
#include "seed.h"

#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include "stream/digest.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <string.h>

#define BLOCK ((size_t)1 << 20)
#define STEP  ((size_t)4096)

struct large {
	uint64_t size;
	char *head; /* the MP4 and the header of the free box */
	size_t head_len;
	char *block; /* BLOCK bytes of noise */
	pthread_mutex_t lock;
	struct digest digest; /* length 0: not counted yet */
};

static void put_be(unsigned char *p, uint64_t v, int bytes)
{
	while (bytes-- > 0) {
		p[bytes] = (unsigned char)v;
		v >>= 8;
	}
}

struct large *large_new(uint64_t seed, uint64_t size)
{
	struct large *l = NEW(struct large);
	struct str head AUTO(str_done) = STR_INIT;

	l->size = size < LARGE_MIN ? LARGE_MIN : size;
	if (media_mp4_prefix(&head, seed, 10, l->size) < 0)
		abort(); /* LARGE_MIN is more than ten seconds take */
	l->head_len = head.len;
	l->head = str_detach(&head);
	l->block = mem_alloc(1, BLOCK);
	seed_bytes(seed, l->block, BLOCK);
	(void)pthread_mutex_init(&l->lock, NULL);
	return l;
}

void large_free(struct large *l)
{
	if (l == NULL)
		return;
	(void)pthread_mutex_destroy(&l->lock);
	free(l->head);
	free(l->block);
	free(l);
}

uint64_t large_size(const struct large *l)
{
	return l->size;
}

/* Each STEP of the filler begins with its own number, 8 bytes. */
static void number_steps(uint64_t from, char *out, size_t len)
{
	for (uint64_t step = from / STEP; step * STEP < from + len; step++) {
		unsigned char number[8];
		uint64_t at = step * STEP;

		put_be(number, step, 8);
		if (at >= from && at + 8 <= from + len) {
			memcpy(out + (at - from), number, 8);
			continue;
		}
		for (uint64_t i = 0; i < 8; i++)
			if (at + i >= from && at + i < from + len)
				out[at + i - from] = (char)number[i];
	}
}

size_t large_read(const struct large *l, uint64_t offset, void *out, size_t len)
{
	size_t at;

	if (offset >= l->size)
		return 0;
	if (len > l->size - offset)
		len = (size_t)(l->size - offset);
	if (offset < l->head_len) {
		if (len > l->head_len - offset)
			len = (size_t)(l->head_len - offset);
		memcpy(out, l->head + offset, len);
		return len;
	}
	offset -= l->head_len;
	at = (size_t)(offset % BLOCK);
	if (len > BLOCK - at)
		len = BLOCK - at;
	memcpy(out, l->block + at, len);
	number_steps(offset, out, len);
	return len;
}

static void count(struct large *l)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char *buf = mem_alloc(1, BLOCK);
	uint64_t at = 0;
	size_t n;

	if (ctx == NULL || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		abort();
	while ((n = large_read(l, at, buf, BLOCK)) > 0) {
		if (EVP_DigestUpdate(ctx, buf, n) != 1)
			abort();
		at += n;
	}
	if (EVP_DigestFinal_ex(ctx, l->digest.bytes, NULL) != 1)
		abort();
	EVP_MD_CTX_free(ctx);
	free(buf);
	encode_hex(l->digest.bytes, sizeof(l->digest.bytes), l->digest.hex);
	l->digest.length = at;
}

const struct digest *large_digest(struct large *l)
{
	(void)pthread_mutex_lock(&l->lock);
	if (l->digest.length == 0)
		count(l);
	(void)pthread_mutex_unlock(&l->lock);
	return &l->digest;
}
