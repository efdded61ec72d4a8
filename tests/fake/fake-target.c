#include "tests/fake/fake-target.h"

#include "target/copies.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum err_kind refuses;
static int left;

void fake_target_refuse(enum err_kind kind, int times)
{
	(void)pthread_mutex_lock(&lock);
	refuses = kind;
	left = times;
	(void)pthread_mutex_unlock(&lock);
}

/* Names that the linker's --wrap gives to the function and its stand-in. */
int __real_copies_put(struct archive *a, const struct copies *c, struct err *e);
int __wrap_copies_put(struct archive *a, const struct copies *c, struct err *e);

int __wrap_copies_put(struct archive *a, const struct copies *c, struct err *e)
{
	enum err_kind kind = ERR_NONE;

	(void)pthread_mutex_lock(&lock);
	if (left > 0) {
		left--;
		kind = refuses;
	}
	(void)pthread_mutex_unlock(&lock);
	if (kind != ERR_NONE)
		return err_set(e, kind, "the mailbox takes no such message");
	return __real_copies_put(a, c, e);
}
