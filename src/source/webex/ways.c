#include "source/webex/ways.h"

#include <string.h>

/* clang-format off */
static const struct webex_way_info ways[WEBEX_WAYS] = {
	[WAY_ME] = { "me", "the account's owner", NEED_MUST,
		"spark-admin:people_read or spark:people_read",
		"the organisation cannot be told" },
	[WAY_EVENTS] = { "events", "events feed", NEED_MUST,
		"spark-compliance:events_read",
		"no posts, edits, deletions and memberships arrive" },
	[WAY_MESSAGE] = { "messages", "a single post", NEED_MUST,
		"spark-compliance:messages_read",
		"posts that were deleted before a run, files, and what could "
		"not be decrypted at first are missing" },
	[WAY_MESSAGES] = { "rooms", "posts of a space", NEED_MUST,
		"spark-compliance:messages_read",
		"posts older than the events feed are missing" },
	[WAY_ROOMS] = { "spaces", "names of spaces", NEED_SHOULD,
		"spark-compliance:rooms_read",
		"spaces have no names" },
	[WAY_MEMBERSHIPS] = { "memberships", "members of spaces", NEED_MUST,
		"spark-compliance:memberships_read",
		"posts reach their author only" },
	[WAY_TEAM] = { "teams", "names of teams", NEED_SHOULD,
		"spark-compliance:teams_read",
		"teams have no names" },
	[WAY_PEOPLE] = { "people", "names of people", NEED_SHOULD,
		"spark-admin:people_read",
		"some people are shown by address only, and posts older than "
		"the events feed are not looked for" },
	[WAY_CONTENT] = { "content", "files of posts", NEED_MUST,
		"spark-compliance:messages_read",
		"no files arrive" },
	[WAY_SITES] = { "sites", "list of meeting sites", NEED_SHOULD,
		"meeting:admin_preferences_read",
		"only recordings and transcripts of the default site are found, "
		"unless the setting sites names the others" },
	[WAY_MEETINGS] = { "meetings", "details of meetings", NEED_SHOULD,
		"meeting:admin_schedule_read or spark-compliance:meetings_read",
		"meetings have neither title nor times" },
	[WAY_PARTICIPANTS] = { "participants", "participants of meetings",
		NEED_MUST, "meeting:admin_participants_read or "
		"spark-compliance:meetings_read",
		"meetings reach only those the events feed names" },
	[WAY_RECORDINGS] = { "recordings", "list of recordings", NEED_MUST,
		"spark-compliance:recordings_read or "
		"meeting:admin_recordings_read",
		"no recordings arrive" },
	[WAY_RECORDING] = { "recording", "a single recording", NEED_MUST,
		"spark-compliance:recordings_read or "
		"meeting:admin_recordings_read",
		"no recordings arrive" },
	[WAY_TRANSCRIPTS] = { "transcripts", "list of transcripts",
		NEED_SHOULD, "meeting:admin_transcripts_read or "
		"spark-compliance:meetings_read",
		"no transcripts arrive" },
	[WAY_TRANSCRIPT] = { "transcript", "a transcript", NEED_SHOULD,
		"meeting:admin_transcripts_read or "
		"spark-compliance:meetings_read",
		"no transcripts arrive" },
	[WAY_CAPTIONS] = { "captions", "closed captions", NEED_SHOULD,
		"meeting:admin_transcripts_read or "
		"spark-compliance:meetings_read",
		"no closed captions arrive" },
	[WAY_CHATS] = { "meeting-chats", "chats of meetings", NEED_SHOULD,
		"spark-compliance:meetings_read",
		"what was written in meetings is missing" },
	[WAY_POLLS] = { "polls", "polls of meetings", NEED_SHOULD,
		"meeting:admin_schedule_read or spark-compliance:meetings_read",
		"polls are missing" },
	[WAY_QA] = { "qa", "questions and answers", NEED_SHOULD,
		"meeting:admin_schedule_read or spark-compliance:meetings_read",
		"questions and answers are missing" },
	[WAY_SUMMARIES] = { "summaries", "AI summaries", NEED_SHOULD,
		"spark-compliance:meetings_read",
		"AI summaries are missing" },
};
/* clang-format on */

const struct webex_way_info *webex_way(enum webex_way way)
{
	return &ways[way];
}

static bool has_word(const char *list, const char *word, size_t len)
{
	for (;;) {
		size_t n;

		list += strspn(list, " ,");
		n = strcspn(list, " ,");
		if (n == 0)
			return false;
		if (n == len && strncmp(list, word, n) == 0)
			return true;
		list += n;
	}
}

bool webex_way_uses(const char *scope, size_t len)
{
	bool any = false;

	for (size_t i = 0; i < WEBEX_WAYS && !any; i++)
		any = has_word(ways[i].scope, scope, len);
	return any && memchr(scope, ':', len) != NULL; /* "or" is none */
}

/* A row may name several scopes, "a or b": any of them will do. */
bool webex_way_granted(enum webex_way way, const char *scopes)
{
	const char *any = ways[way].scope;

	for (;;) {
		size_t n;

		any += strspn(any, " ");
		n = strcspn(any, " ");
		if (n == 0)
			return false;
		if (has_word(scopes, any, n))
			return true;
		any += n;
	}
}
