/* watch/channels-private.h - a channel with its values, opened. */
#ifndef WATCH_CHANNELS_PRIVATE_H
#define WATCH_CHANNELS_PRIVATE_H

#include "catalog/values.h"
#include "watch/channels.h"

struct channel;

struct values_of channel_values_of(const struct channel_ops *ops, int64_t id);

/* Zeroes at first; stop may be set before. It must stay where it is. */
struct channel_opened {
	struct values *values;
	struct host host;
	struct channel *channel;
	const atomic_bool *stop;
};
/* Errors: as channel.h has them for open; ERR_STORE. */
int channel_open(struct channel_opened *out, struct archive *a, struct db *db,
		 int64_t id, const struct channel_ops *ops, struct err *e);
void channel_opened_done(struct channel_opened *o);
static inline void channel_opened_done_auto(struct channel_opened *o)
{
	channel_opened_done(o);
}

#endif
