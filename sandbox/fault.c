#include "fault.h"

#include "dice.h"
#include "seed.h"

#include "base/err.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define RATE_ONE     10000
#define RATE_DEFAULT 500

static const char *const names[FAULT_COUNT] = {
	[FAULT_RATE_QPS] = "rate-qps",
	[FAULT_RATE_DAILY] = "rate-daily",
	[FAULT_HTTP_500] = "http-500",
	[FAULT_HTTP_502] = "http-502",
	[FAULT_CUT] = "cut",
	[FAULT_TRUNCATED] = "truncated",
	[FAULT_HTML] = "html",
	[FAULT_TOKEN_EXPIRED] = "token-expired",
	[FAULT_PAGE_TOKEN] = "page-token",
	[FAULT_LATE] = "late",
	[FAULT_SLOW] = "slow",
	[FAULT_LISTING_CHANGED] = "listing-changed",
	[FAULT_NO_LENGTH] = "no-content-length",
};

/* What is remembered of an address. */
struct place {
	uint64_t key;   /* 0: empty */
	uint64_t token; /* declared dead here; 0: none */
	uint32_t asked;
	uint32_t running; /* faults since it last went well */
};

struct faults {
	uint64_t seed;
	pthread_mutex_t lock;
	unsigned int rate[FAULT_COUNT];
	struct place *places; /* open addressing, a power of two */
	size_t size, used;
};

struct faults *faults_new(uint64_t seed)
{
	struct faults *f = NEW(struct faults);

	f->seed = seed;
	f->size = 1024;
	f->places = mem_alloc(f->size, sizeof(*f->places));
	(void)pthread_mutex_init(&f->lock, NULL);
	return f;
}

void faults_free(struct faults *f)
{
	if (f == NULL)
		return;
	(void)pthread_mutex_destroy(&f->lock);
	free(f->places);
	free(f);
}

const char *fault_name(enum fault fault)
{
	return names[fault];
}

/* "0.05" in ten-thousandths; -1 where it is no number from 0 to 1. */
static int parse_rate(const char *text)
{
	int rate = 0, unit = RATE_ONE / 10;

	if (text[0] == '1' && strspn(text + 1, ".0") == strlen(text + 1))
		return RATE_ONE;
	if (text[0] != '0' || (text[1] != '.' && text[1] != '\0'))
		return -1;
	for (const char *p = text + (text[1] == '.' ? 2 : 1); *p != '\0'; p++) {
		if (*p < '0' || *p > '9')
			return -1;
		rate += (*p - '0') * unit;
		unit /= 10;
	}
	return rate;
}

int faults_set(struct faults *f, const char *text, struct err *e)
{
	size_t n = strcspn(text, "=");
	int rate = text[n] == '=' ? parse_rate(text + n + 1) : RATE_DEFAULT;
	bool all = n == 3 && strncmp(text, "all", n) == 0, found = all;

	if (rate < 0)
		return err_set(e, ERR_USAGE,
			       "fault '%s': the rate is not a number from 0 "
			       "to 1",
			       text);
	(void)pthread_mutex_lock(&f->lock);
	for (size_t i = 0; i < FAULT_COUNT; i++)
		if (all || (strlen(names[i]) == n &&
			    strncmp(names[i], text, n) == 0)) {
			f->rate[i] = (unsigned int)rate;
			found = true;
		}
	(void)pthread_mutex_unlock(&f->lock);
	if (!found)
		return err_set(e, ERR_USAGE,
			       "there is no fault '%.*s': see "
			       "sandbox/README.md",
			       (int)n, text);
	return 0;
}

unsigned int faults_rate(struct faults *f, enum fault fault)
{
	unsigned int rate;

	(void)pthread_mutex_lock(&f->lock);
	rate = f->rate[fault];
	(void)pthread_mutex_unlock(&f->lock);
	return rate;
}

static struct place *probe(struct place *places, size_t size, uint64_t key)
{
	size_t at = (size_t)key & (size - 1);

	while (places[at].key != 0 && places[at].key != key)
		at = (at + 1) & (size - 1);
	return &places[at];
}

static void grow(struct faults *f)
{
	struct place *next = mem_alloc(f->size * 2, sizeof(*next));

	for (size_t i = 0; i < f->size; i++)
		if (f->places[i].key != 0)
			*probe(next, f->size * 2, f->places[i].key) =
				f->places[i];
	free(f->places);
	f->places = next;
	f->size *= 2;
}

static uint64_t key_of(const struct faults *f, const char *method,
		       const char *target)
{
	uint64_t key = seed_of_text(seed_of_text(f->seed, method), target);

	return key != 0 ? key : 1;
}

static struct place *find(struct faults *f, uint64_t key)
{
	struct place *p;

	if (f->used * 2 >= f->size)
		grow(f);
	p = probe(f->places, f->size, key);
	if (p->key == 0) {
		p->key = key;
		f->used++;
	}
	return p;
}

enum fault faults_draw(struct faults *f, const char *method, const char *target,
		       unsigned int mask, uint64_t *roll)
{
	uint64_t key = key_of(f, method, target);
	enum fault drawn = FAULT_NONE;
	struct place *p;
	struct dice d;

	(void)pthread_mutex_lock(&f->lock);
	p = find(f, key);
	d = dice_of(key, p->asked++);
	for (unsigned int i = 0; i < FAULT_COUNT; i++) {
		size_t roll_i = dice_below(&d, RATE_ONE);

		if (drawn == FAULT_NONE && (mask & FAULT_BIT(i)) &&
		    p->running < FAULTS_RUNNING && roll_i < f->rate[i])
			drawn = (enum fault)i;
	}
	/* One is enough: the client renews its token once, and once only. */
	if (drawn == FAULT_TOKEN_EXPIRED && p->token != 0)
		drawn = FAULT_NONE;
	p->running = drawn != FAULT_NONE ? p->running + 1 : 0;
	if (drawn == FAULT_NONE)
		p->token = 0;
	*roll = dice_roll(&d);
	(void)pthread_mutex_unlock(&f->lock);
	return drawn;
}

bool faults_once_more(struct faults *f, const char *listing, unsigned int limit)
{
	struct place *p;
	bool more;

	(void)pthread_mutex_lock(&f->lock);
	p = find(f, key_of(f, "listing", listing));
	more = p->running < limit;
	p->running += more;
	(void)pthread_mutex_unlock(&f->lock);
	return more;
}

void faults_bury(struct faults *f, const char *method, const char *target,
		 const char *token)
{
	(void)pthread_mutex_lock(&f->lock);
	find(f, key_of(f, method, target))->token = seed_of_text(1, token);
	(void)pthread_mutex_unlock(&f->lock);
}

bool faults_is_buried(struct faults *f, const char *method, const char *target,
		      const char *token)
{
	bool buried;

	(void)pthread_mutex_lock(&f->lock);
	buried = find(f, key_of(f, method, target))->token ==
		 seed_of_text(1, token);
	(void)pthread_mutex_unlock(&f->lock);
	return buried;
}
