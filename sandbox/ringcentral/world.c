#include "world.h"

#include "sandbox/dice.h"
#include "sandbox/large.h"
#include "sandbox/seed.h"

#include "base/mem.h"
#include "base/str.h"

#include <string.h>

#define BLOCK 8 /* chats that share their posts by the weights below */

/* Sums of 1 8 4 5 2 6 1 3: some chats are busy, some are not. */
static const uint64_t weight_before[BLOCK + 1] = { 0,  1,  9,  13, 18,
						   20, 26, 27, 30 };

static bool is_weekend(int64_t us)
{
	int day = clock_to_date(us).weekday;

	return day == 0 || day == 6;
}

static void share_among_days(struct ring_world *w)
{
	uint64_t total = 0, sum = 0;

	for (size_t d = 0; d < w->days; d++)
		total += is_weekend(ring_day_us(w, (int64_t)d)) ? 1 : 4;
	w->day_start = mem_alloc(w->days + 1, sizeof(*w->day_start));
	for (size_t d = 0; d < w->days; d++) {
		sum += is_weekend(ring_day_us(w, (int64_t)d)) ? 1 : 4;
		w->day_start[d + 1] = w->volume.posts * sum / total;
	}
}

struct ring_world *ring_world_new(const struct tenant *t,
				  const struct ring_volume *volume)
{
	struct ring_world *w = NEW(struct ring_world);

	w->t = t;
	w->seed = seed_of(t->opt.seed, "ringcentral", 0);
	w->volume = *volume;
	w->days = (size_t)((t->until_us - t->from_us) / CLOCK_DAY);
	if (volume->large > 0)
		w->large =
			large_new(seed_of(w->seed, "large", 0), volume->large);
	share_among_days(w);
	w->workers = mem_alloc(t->people.n_users, sizeof(struct person *));
	for (size_t i = 0; i < t->people.n_users; i++)
		if (t->people.all[i].id != NULL)
			w->workers[w->n_workers++] = &t->people.all[i];
	return w;
}

void ring_world_free(struct ring_world *w)
{
	if (w == NULL)
		return;
	large_free(w->large);
	free(w->day_start);
	free(w->workers);
	free(w);
}

int64_t ring_day_us(const struct ring_world *w, int64_t day)
{
	return w->t->from_us + day * CLOCK_DAY;
}

int64_t ring_day_of(const struct ring_world *w, int64_t us)
{
	return (clock_day_start(us) - w->t->from_us) / CLOCK_DAY;
}

static size_t blocks_of(const struct ring_world *w)
{
	return (w->volume.chats + BLOCK - 1) / BLOCK;
}

/* Chats of a block: fewer in the last one. */
static size_t block_size(const struct ring_world *w, size_t block)
{
	size_t rest = w->volume.chats - block * BLOCK;

	return rest < BLOCK ? rest : BLOCK;
}

static uint64_t day_count(const struct ring_world *w, size_t day)
{
	return w->day_start[day + 1] - w->day_start[day];
}

/* Posts of the day in the blocks before this one. */
static uint64_t before_block(const struct ring_world *w, size_t day,
			     size_t block)
{
	return day_count(w, day) * block / blocks_of(w);
}

static uint64_t before_chat(const struct ring_world *w, size_t day, size_t chat)
{
	size_t block = chat / BLOCK;
	uint64_t start = before_block(w, day, block);
	uint64_t n = before_block(w, day, block + 1) - start;

	return start + n * weight_before[chat % BLOCK] /
			       weight_before[block_size(w, block)];
}

/* Where the chat's posts end: at the next chat's, or with the block. */
static uint64_t after_chat(const struct ring_world *w, size_t day, size_t chat)
{
	size_t block = chat / BLOCK;

	if (chat % BLOCK + 1 == block_size(w, block))
		return before_block(w, day, block + 1);
	return before_chat(w, day, chat + 1);
}

size_t ring_cell(const struct ring_world *w, size_t day, size_t chat,
		 uint64_t *first)
{
	uint64_t start = before_chat(w, day, chat);

	*first = w->day_start[day] + start;
	return (size_t)(after_chat(w, day, chat) - start);
}

static size_t day_of_post(const struct ring_world *w, uint64_t post)
{
	size_t lo = 0, hi = w->days;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->day_start[mid] <= post)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

size_t ring_cell_of(const struct ring_world *w, uint64_t post, size_t *day,
		    size_t *chat)
{
	size_t d = day_of_post(w, post), block;
	uint64_t rest = post - w->day_start[d];

	block = (size_t)(rest * blocks_of(w) / day_count(w, d));
	while (before_block(w, d, block + 1) <= rest)
		block++;
	*day = d;
	*chat = block * BLOCK;
	while (after_chat(w, d, *chat) <= rest)
		(*chat)++;
	return (size_t)(rest - before_chat(w, d, *chat));
}

static unsigned int count_on(const struct ring_world *w, unsigned int per_day,
			     int64_t day)
{
	return is_weekend(ring_day_us(w, day)) ? (per_day + 3) / 4 : per_day;
}

size_t ring_count_on(const struct ring_world *w, unsigned int per_day,
		     int64_t day, uint64_t *first)
{
	if (day < 0 || day >= (int64_t)w->days)
		return 0;
	*first = (uint64_t)day * per_day; /* numbers of weekends have gaps */
	return count_on(w, per_day, day);
}

/* ---- people by number ---- */

#define USER_BASE  INT64_C(62288000016)
#define GUEST_BASE INT64_C(70114000016)
#define ID_STEP    1000

int64_t ring_person_number(const struct ring_world *w, const struct person *p)
{
	int64_t i = p - w->t->people.all, users;

	users = (int64_t)w->t->people.n_users;
	return i < users ? USER_BASE + i * ID_STEP
			 : GUEST_BASE + (i - users) * ID_STEP;
}

const struct person *ring_person_by(const struct ring_world *w, int64_t number)
{
	const struct people *all = &w->t->people;
	int64_t base = number >= GUEST_BASE ? GUEST_BASE : USER_BASE, i;

	if (number < base || (number - base) % ID_STEP != 0)
		return NULL;
	i = (number - base) / ID_STEP;
	if (base == GUEST_BASE)
		i += (int64_t)all->n_users;
	else if (i >= (int64_t)all->n_users)
		return NULL;
	return i < (int64_t)all->n ? &all->all[i] : NULL;
}

const struct person *ring_person_by_text(const struct ring_world *w,
					 const char *id)
{
	long long number;

	return str_int64(id, &number) ? ring_person_by(w, number) : NULL;
}

const struct person *ring_person_by_email(const struct ring_world *w,
					  const char *email)
{
	for (size_t i = 0; i < w->t->people.n; i++) {
		const struct person *p = &w->t->people.all[i];

		if (str_casecmp(ring_person_email(p), email) == 0)
			return p;
	}
	return NULL;
}

const char *ring_person_email(const struct person *p)
{
	return p->status == PERSON_GUEST ? p->mailbox : p->email;
}

int ring_extension_number(const struct ring_world *w, const struct person *p)
{
	return 101 + (int)(p - w->t->people.all);
}

void ring_phone(const struct ring_world *w, const struct person *p,
		char out[RING_ID])
{
	(void)snprintf(out, RING_ID, "+1650555%04u",
		       (unsigned int)(p - w->t->people.all) % 10000);
}

void ring_phone_outside(uint64_t roll, char out[RING_ID])
{
	static const char *const prefixes[] = { "+4689000", "+3319900",
						"+8135550", "+9714555",
						"+1212555", "+4420794" };
	struct dice d = dice_of(roll, 0x7e1);
	const char *prefix = prefixes[dice_below(&d, 6)];

	(void)snprintf(out, RING_ID, "%s%04u", prefix,
		       (unsigned int)dice_below(&d, 10000));
}

bool ring_person_is_listed(const struct person *p, int64_t at_us)
{
	if (p->status == PERSON_PENDING)
		return false;
	if (p->status == PERSON_INACTIVE || p->status == PERSON_DELETED)
		return at_us < clock_day_start(p->left_us) + CLOCK_DAY;
	return true;
}

const char *ring_time(int64_t us, char out[CLOCK_TEXT])
{
	int ms = (int)(us % CLOCK_SECOND / 1000);

	clock_rfc3339(us - us % CLOCK_SECOND, out);
	if (ms != 0)
		(void)snprintf(out + strlen(out) - 1, 8, ".%03dZ", ms);
	return out;
}
