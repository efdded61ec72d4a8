/* Switches at Zoom that keep things from arriving, or from being kept. */
#include "base/arena.h"
#include "source/loose.h"
#include "source/zoom/checking.h"

#include <inttypes.h>
#include <string.h>

/* A switch, what it means when it is not as we need it, and what to do. */
struct wish {
	const char *key;
	bool want;
	enum check_level level;
	const char *topic, *good, *bad, *remedy;
};

static const struct wish recording_wishes[] = {
	{ "cloud_recording", true, CHECK_FAIL, "Cloud recording",
	  "Cloud recording is switched on.",
	  "Cloud recording is switched off: no recordings, and none of their "
	  "chats and transcripts, will arrive.",
	  "Switch on Cloud recording under Account Settings, Recording." },
	{ "cloud_recording_download", true, CHECK_FAIL, "Downloads",
	  "Downloads of cloud recordings are allowed.",
	  "Downloads of cloud recordings are switched off: Zoom will answer "
	  "403 to them.",
	  "Allow cloud recording downloads under Account Settings, "
	  "Recording." },
	{ "cloud_recording_download_host", false, CHECK_WARN,
	  "Downloads by others than the host",
	  "Not only hosts may download recordings.",
	  "Only the host may download recordings: the app may be refused.",
	  "Switch off 'Only the host can download cloud recordings'." },
	{ "save_chat_text", true, CHECK_WARN, "Chat in recordings",
	  "Chats are saved with recordings.",
	  "Chats are not saved with recordings.",
	  "Switch on 'Save chat messages from the meeting' under Account "
	  "Settings, Recording." },
	{ "recording_audio_transcript", true, CHECK_WARN, "Transcripts",
	  "Recordings are transcribed.",
	  "Recordings are not transcribed: no transcripts will arrive.",
	  "Switch on 'Create audio transcript' under Account Settings, "
	  "Recording." },
	{ "allow_recovery_deleted_cloud_recordings", true, CHECK_WARN, "Trash",
	  "Deleted recordings stay in Zoom's trash for 30 days.",
	  "Deleted recordings do not go to the trash: what is deleted before "
	  "it was collected is lost without a trace.",
	  "Allow the recovery of deleted cloud recordings." },
};

static const struct wish archive_wishes[] = {
	{ "chat_file", true, CHECK_WARN, "Chat in the archive",
	  "Chats are archived.", "Chats are not archived.",
	  "Switch on chat in Zoom's archiving settings." },
	{ "chat_with_sender_email", true, CHECK_WARN,
	  "Senders' addresses in the archive",
	  "Archived chats have their senders' e-mail addresses.",
	  "Archived chats come without e-mail addresses: senders can only be "
	  "told by display name.",
	  "Switch on 'Include user email' in Zoom's archiving settings." },
	{ "chat_with_direct_message", true, CHECK_WARN,
	  "Private chats in the archive", "Private chats are archived.",
	  "Private chats are not archived.",
	  "Switch on 'Include direct messages' in Zoom's archiving "
	  "settings." },
	{ "audio_file", true, CHECK_WARN, "Sound in the archive",
	  "Sound is archived.", "Sound is not archived.",
	  "Switch on audio in Zoom's archiving settings, if it is to be "
	  "kept." },
	{ "video_file", true, CHECK_WARN, "Pictures in the archive",
	  "Video is archived.", "Video is not archived.",
	  "Switch on video in Zoom's archiving settings, if it is to be "
	  "kept." },
	{ "cc_transcript_file", true, CHECK_WARN,
	  "Captions and transcripts in the archive",
	  "Captions and transcripts are archived.",
	  "Captions and transcripts are not archived.",
	  "Switch on transcripts in Zoom's archiving settings." },
};

static void grant_wishes(struct checking *k, const struct wish *w, size_t n,
			 const json_t *o)
{
	for (; n > 0; n--, w++) {
		int is = loose_bool(o, w->key);

		if (is < 0)
			continue; /* Zoom does not say */
		if ((is == 1) == w->want)
			checking_find(k, CHECK_OK, w->topic, w->good, "");
		else
			checking_find(k, w->level, w->topic, w->bad, w->remedy);
	}
}
#define GRANT(k, wishes, o)                                                    \
	grant_wishes(k, wishes, sizeof(wishes) / sizeof((wishes)[0]), o)

static void check_auto_recording(struct checking *k, const json_t *o)
{
	const char *how = loose_line(k->a, o, "auto_recording");

	if (strcmp(how, "cloud") == 0)
		checking_find(
			k, CHECK_OK, "Automatic recording",
			"Meetings are recorded to the cloud by themselves.",
			"");
	else if (*how != '\0')
		checking_find(
			k, CHECK_WARN, "Automatic recording",
			arena_printf(
				k->a,
				"Automatic recording is set to '%s': only "
				"meetings that somebody records in the cloud "
				"have recordings.",
				how),
			"Set automatic recording to the cloud, and lock it, if "
			"all meetings are to be recorded.");
}

static void check_auto_delete(struct checking *k, const json_t *o)
{
	int64_t days = 0;

	(void)loose_int(o, "auto_delete_cmr_days", &days);
	if (loose_bool(o, "auto_delete_cmr") != 1) {
		checking_find(
			k, CHECK_OK, "Deletion at Zoom",
			"Zoom does not delete cloud recordings by itself.", "");
		return;
	}
	checking_find(
		k, days < 7 ? CHECK_WARN : CHECK_OK, "Deletion at Zoom",
		arena_printf(
			k->a,
			"Zoom deletes cloud recordings after %" PRId64
			" day%s: a connector that rests longer loses them.",
			days, days == 1 ? "" : "s"),
		days < 7 ? "Let Zoom keep recordings for 14 days at least, and "
			   "run the connector every day."
			 : "");
}

static void check_addresses(struct checking *k, const json_t *o)
{
	const json_t *access = loose_object(o, "ip_address_access_control");

	if (loose_bool(access, "enable") == 1)
		checking_find(
			k, CHECK_WARN, "Downloads by IP address",
			arena_printf(k->a,
				     "Recordings can only be reached from: %s.",
				     loose_line(k->a, access,
						"ip_addresses_or_ranges")),
			"Make sure that the address this machine has on the "
			"Internet is among them.");
}

static void check_retention(struct checking *k, const json_t *settings)
{
	int64_t days, action;

	if (loose_int(settings, "archive_retention", &days))
		checking_find(
			k, days < 7 ? CHECK_WARN : CHECK_OK,
			"Retention of the archive",
			arena_printf(k->a,
				     "Zoom keeps archived files for %" PRId64
				     " day%s: a connector that rests longer "
				     "loses them.",
				     days, days == 1 ? "" : "s"),
			days < 7 ? "Ask for the longest retention, 30 days."
				 : "");
	if (loose_int(settings, "action_when_archive_failed", &action))
		checking_find(
			k, CHECK_OK, "When archiving fails",
			action == 1 ? "Zoom goes on with the meeting."
				    : "Zoom ends the meeting, or keeps people "
				      "out.",
			"");
}

static void check_archive(struct checking *k, const json_t *archive)
{
	const json_t *settings = loose_object(archive, "settings");
	int64_t type = 3;

	if (archive == NULL) {
		checking_find(
			k, CHECK_WARN, "Archiving",
			"The account has no archiving: private chats, edits "
			"and "
			"deletions in chats, breakout rooms and meetings of "
			"other organisations will not arrive.",
			"Ask Zoom for the Meeting and Webinar Archiving "
			"feature "
			"if you need them.");
		return;
	}
	if (loose_bool(archive, "enable") == 0) {
		checking_find(k, CHECK_WARN, "Archiving",
			      "Archiving is licensed but switched off.",
			      "Switch it on in Zoom's account settings.");
		return;
	}
	(void)loose_int(archive, "type", &type);
	checking_find(k, type == 2 ? CHECK_WARN : CHECK_OK, "Archiving",
		      type == 1 ? "Meetings are archived, webinars are not."
		      : type == 2
			      ? "Only webinars are archived, meetings are not."
			      : "Meetings and webinars are archived.",
		      type == 2 ? "Let Zoom archive meetings too." : "");
	GRANT(k, archive_wishes, settings);
	check_retention(k, settings);
}

int checking_settings(struct checking *k, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	const json_t *recording;

	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_SETTINGS, "/accounts/me/settings");
	if (zoom_ask(k->z, &q, &a, e) < 0)
		return -1;
	if (!checking_judge(k, &q, &a, "Zoom tells the account's settings."))
		return 0;
	recording = loose_object(a.json, "recording");
	GRANT(k, recording_wishes, recording);
	check_auto_recording(k, recording);
	check_auto_delete(k, recording);
	check_addresses(k, recording);
	check_archive(k, loose_object(recording, "archive"));
	return 0;
}
