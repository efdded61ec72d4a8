/* Message stores, calls, video: ids that lead back, and lives in order. */
#include "sandbox/ringcentral/calls.h"
#include "sandbox/ringcentral/messages.h"
#include "sandbox/ringcentral/ring.h"
#include "sandbox/ringcentral/video.h"
#include "sandbox/ringcentral/wav.h"

#include "base/clock.h"
#include "base/str.h"

#include "t.h"

#include <inttypes.h>

static struct ring_volume volume = {
	.chats = 1, .messages = 40, .calls = 30, .meetings = 12
};

static struct tenant *make(unsigned int late)
{
	struct tenant_options o = {
		.seed = 2, .users = 20, .days = 10, .per_day = 1, .late = late
	};

	(void)clock_parse("2026-03-31T00:00:00Z", &o.now_us);
	return tenant_new(&o);
}

T(messages_lead_back)
{
	AUTO(tenant_free) struct tenant *t = make(0);
	AUTO(ring_world_free)
	struct ring_world *w = ring_world_new(t, &volume);
	int types[4] = { 0 }, purged = 0, transcribed = 0;

	for (int64_t day = 0; day < (int64_t)w->days; day++)
		for (size_t i = 0; i < ring_messages_on(w, day); i++) {
			struct ring_message m, again;

			ring_message_make(&m, w, day, i);
			T_OK(ring_message_find(&again, w, m.id));
			T_EQ_INT(again.at_us, m.at_us);
			T_OK(!ring_message_find(&again, w, m.id + 1));
			T_OK(m.n_attachments > 0);
			T_OK(m.owner != m.peer);
			T_OK(m.deleted_us <= m.purged_us);
			T_EQ_INT(ring_message_changed(&m, m.at_us), m.at_us);
			types[m.type]++;
			purged += m.purged_us != INT64_MAX;
			if (m.type == RING_VOICEMAIL && m.n_attachments == 2) {
				int64_t us = m.attachments[1].from_us;

				transcribed++;
				T_OK(us > m.at_us);
				T_OK(m.purged_us < us ||
				     ring_message_changed(&m, us) >= us);
			}
		}
	for (size_t i = 0; i < 4; i++)
		T_OK(types[i] > 0);
	T_OK(purged > 0);
	T_OK(transcribed > 0);
}

T(recordings_come_later_than_calls)
{
	static const struct {
		const char *label;
		unsigned int late;
		int64_t most_us;
	} rows[] = {
		{ "in time", 0, CLOCK_HOUR },
		{ "late", 10000, CLOCK_DAY + CLOCK_HOUR },
	};

	T_EACH(row, rows) {
		AUTO(tenant_free) struct tenant *t = make(row->late);
		AUTO(ring_world_free)
		struct ring_world *w = ring_world_new(t, &volume);
		int recorded = 0;

		for (int64_t day = 0; day < (int64_t)w->days; day++)
			for (size_t i = 0; i < ring_calls_on(w, day); i++) {
				struct ring_call c, again;
				char id[RING_ID];

				ring_call_make(&c, w, day, i);
				if (!c.recorded) {
					T_OK(c.ready_us == INT64_MAX);
					continue;
				}
				recorded++;
				(void)snprintf(id, sizeof(id), "%" PRId64,
					       c.recording_id);
				T_OK(ring_call_of_recording(&again, w, id));
				T_EQ_STR(again.id, c.id);
				T_OK(c.end_us < c.attached_us);
				T_OK(c.attached_us < c.ready_us);
				T_OK(c.ready_us <= c.end_us + row->most_us);
				T_OK(c.seconds >= 30 && !c.missed);
			}
		T_OK(recorded > 0);
	}
}

T(meetings_lead_back)
{
	AUTO(tenant_free) struct tenant *t = make(0);
	AUTO(ring_world_free)
	struct ring_world *w = ring_world_new(t, &volume);
	int guests = 0, telephones = 0, nights = 0;
	struct ring_video v;

	for (int64_t day = 0; day < (int64_t)w->days; day++)
		for (size_t i = 0; i < ring_videos_on(w, day); i++) {
			struct ring_video again;

			ring_video_make(&v, w, day, i);
			T_OK(ring_video_find(&again, w, v.id));
			T_EQ_INT(again.number, v.number);
			T_OK(v.host == v.participants[0].person);
			T_OK(v.host->status != PERSON_GUEST);
			nights += v.end_us >= ring_day_us(w, day + 1);
			for (size_t k = 0; k < v.n_participants; k++) {
				const struct person *p =
					v.participants[k].person;

				telephones += p == NULL;
				guests +=
					p != NULL && p->status == PERSON_GUEST;
			}
		}
	T_OK(guests > 0);
	T_OK(telephones > 0);
	T_OK(nights > 0);
	T_OK(!ring_video_find(&v, w, "nowhere"));
}

T(sync_tokens_are_signed)
{
	char token[RING_SYNC_TOKEN], text[RING_SYNC_TOKEN];
	int64_t us = 0;
	uint64_t rest = 0;

	ring_sync_token(token, 7, 5 * CLOCK_DAY, 42);
	T_OK(ring_sync_read(token, 7, 6 * CLOCK_DAY, 10, &us, &rest));
	T_EQ_INT(us, 5 * CLOCK_DAY);
	T_EQ_INT(rest, 42);
	T_OK(!ring_sync_read(token, 8, 6 * CLOCK_DAY, 10, &us, &rest));
	T_OK(!ring_sync_read(token, 7, 16 * CLOCK_DAY, 10, &us, &rest));
	for (size_t i = 0; i < strlen(token); i++) {
		(void)snprintf(text, sizeof(text), "%s", token);
		text[i] = text[i] == '1' ? '2' : '1';
		T_OK(!ring_sync_read(text, 7, 6 * CLOCK_DAY, 10, &us, &rest));
	}
}

T(sound_is_as_long_as_it_says)
{
	struct str wav AUTO(str_done) = STR_INIT;
	struct str again AUTO(str_done) = STR_INIT;

	ring_wav(&wav, 1, 3);
	ring_wav(&again, 1, 3);
	T_EQ_INT(wav.len, 44 + 3 * RING_WAV_RATE);
	T_OK(memcmp(wav.s, "RIFF", 4) == 0);
	T_OK(memcmp(wav.s + 8, "WAVEfmt ", 8) == 0);
	T_OK(memcmp(wav.s, again.s, wav.len) == 0);
	str_cut(&again, 0);
	ring_wav(&again, 2, 3);
	T_OK(memcmp(wav.s, again.s, wav.len) != 0);
}

T_MAIN
