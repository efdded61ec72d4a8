#include "source/ringcentral/ways.h"

#include <string.h>
#include <strings.h>

/* clang-format off */
static const struct rc_way_info ways[RC_WAYS] = {
	[WAY_SIGN_IN] = { "sign-in", "sign-in", "Auth", RC_ANY, "",
		"nothing can be collected" },
	[WAY_ACCOUNT] = { "account", "the account", "Light", RC_ANY,
		"ReadAccounts", "nothing can be collected" },
	[WAY_AUTHZ] = { "permissions", "permissions of the user", "Light",
		RC_ANY, "ReadAccounts",
		"what the user may do cannot be checked beforehand" },
	[WAY_RETENTION] = { "retention", "retention of the message store",
		"Light", RC_ANY, "EditAccounts",
		"how long RingCentral keeps faxes and voicemail is not known" },
	[WAY_TASK_CREATE] = { "team-export", "exports of team messaging",
		"Heavy", RC_TEAM, "TeamMessaging",
		"no posts, tasks, notes, events and files arrive" },
	[WAY_TASKS] = { "team-export", "list of exports", "Medium", RC_TEAM,
		"TeamMessaging",
		"no posts, tasks, notes, events and files arrive" },
	[WAY_TASK] = { "team-export", "state of an export", "Medium", RC_TEAM,
		"TeamMessaging",
		"no posts, tasks, notes, events and files arrive" },
	[WAY_DATASET] = { "team-export", "content of an export", "Medium",
		RC_TEAM, "TeamMessaging",
		"no posts, tasks, notes, events and files arrive" },
	[WAY_EXTENSIONS] = { "extensions", "list of extensions", "Medium",
		RC_ANY, "ReadAccounts",
		"messages, calls and meetings have no e-mail addresses, and "
		"nobody's messages can be looked for" },
	[WAY_MESSAGES] = { "message-sync", "SMS, fax and voicemail", "Light",
		RC_MESSAGES, "ReadMessages",
		"no SMS, fax and voicemail arrive" },
	[WAY_CALLS] = { "call-log", "call log", "Heavy", RC_CALLS,
		"ReadCallLog", "no calls arrive, nor their recordings" },
	[WAY_CALL_CHANGES] = { "call-sync", "changes of the call log", "Heavy",
		RC_CALLS, "ReadCallLog",
		"recordings that are attached late, and deletions, are not "
		"seen" },
	[WAY_MEETINGS] = { "video-history", "video meetings", "Light",
		RC_VIDEO, "Video", "no video meetings arrive" },
	[WAY_RECORDINGS] = { "video-recordings",
		"recordings of video meetings", "Light", RC_VIDEO, "Video",
		"no recordings of video meetings arrive" },
	[WAY_FILE] = { "file", "files of chats", "Medium", RC_TEAM,
		"TeamMessaging", "files of chats do not arrive" },
	[WAY_ATTACHMENT] = { "attachment", "attachments of messages", "Medium",
		RC_MESSAGES, "ReadMessages",
		"faxes, voicemail and pictures of messages do not arrive" },
	[WAY_CALL_RECORDING] = { "call-recording", "recordings of calls",
		"Heavy", RC_CALLS, "ReadCallRecording",
		"recordings of calls do not arrive" },
	[WAY_VIDEO] = { "video-content", "content of video meetings", "Medium",
		RC_VIDEO, "Video",
		"recordings and chats of video meetings do not arrive" },
};
/* clang-format on */

const struct rc_way_info *rc_way(enum rc_way way)
{
	return &ways[way];
}

bool rc_permitted(const char *granted, const char *permission)
{
	size_t len = strlen(permission), n;

	for (;; granted += n) {
		granted += strspn(granted, " ,");
		n = strcspn(granted, " ,");
		if (n == 0)
			return false;
		if (n == len && strncasecmp(granted, permission, n) == 0)
			return true;
	}
}
