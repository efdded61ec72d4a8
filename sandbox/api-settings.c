/* Settings of the account and of a user: what a preflight looks at. */
#include "api.h"

#include "base/clock.h"

#include <string.h>

static json_t *archive(const struct setup *s)
{
	return json_pack("{s:b, s:i, s:{s:b, s:b, s:b, s:b, s:b, s:b, s:i, "
			 "s:i}}",
			 "enable", 1, "type", 3, "settings", "chat_file", 1,
			 "chat_with_sender_email", s->sender_email,
			 "chat_with_direct_message", s->direct_message,
			 "audio_file", 1, "video_file", 1, "cc_transcript_file",
			 1, "archive_retention", ARCHIVE_RETENTION_DAYS,
			 "action_when_archive_failed", 1);
}

static json_t *recording(const struct setup *s, bool account)
{
	json_t *o = json_object();

	put_bool(o, "local_recording", false);
	put_bool(o, "cloud_recording",
		 s->cloud_recording && s->plan != PLAN_FREE);
	put_bool(o, "record_speaker_view", true);
	put_bool(o, "record_gallery_view", true);
	put_bool(o, "record_audio_file", true);
	put_bool(o, "record_audio_file_each_participant", true);
	put_bool(o, "save_chat_text", true);
	put_bool(o, "show_timestamp", true);
	put_bool(o, "recording_audio_transcript", true);
	put_str(o, "auto_recording", "cloud");
	put_bool(o, "auto_delete_cmr", false);
	put_int(o, "auto_delete_cmr_days", 30);
	json_object_set_new(o, "ip_address_access_control",
			    json_pack("{s:b, s:s}", "enable", 0,
				      "ip_addresses_or_ranges", ""));
	if (s->archiving && s->plan == PLAN_BUSINESS)
		json_object_set_new(o, "archive", archive(s));
	if (!account)
		return o;
	put_bool(o, "cloud_recording_download", s->download);
	put_bool(o, "cloud_recording_download_host", false);
	put_bool(o, "account_user_access_recording", true);
	put_bool(o, "host_delete_cloud_recording", true);
	put_bool(o, "allow_recovery_deleted_cloud_recordings", true);
	return o;
}

static json_t *in_meeting(void)
{
	json_t *o = json_object();

	put_bool(o, "e2e_encryption", true);
	put_bool(o, "chat", true);
	put_bool(o, "private_chat", true);
	put_bool(o, "auto_saving_chat", false);
	put_bool(o, "polling", true);
	put_bool(o, "breakout_room", true);
	put_bool(o, "closed_caption", true);
	put_bool(o, "file_transfer", true);
	return o;
}

static bool is_account(struct request *rq, struct reply *rp)
{
	const char *account = request_decode(rq, rq->segments[2]);

	if (strcmp(account, "me") == 0 ||
	    strcmp(account, rq->sb->tenant->account_id) == 0)
		return true;
	reply_error(rp, 404, 2001, "Account does not exist: %s.", account);
	return false;
}

static void settings(struct request *rq, struct reply *rp, bool account)
{
	struct setup s = sandbox_setup(rq->sb);
	const char *option = request_arg(rq, "option");
	json_t *o;

	if (option != NULL && strcmp(option, "meeting_authentication") != 0 &&
	    strcmp(option, "recording_authentication") != 0) {
		reply_invalid(rq, rp, "option", "Invalid value.");
		return;
	}
	o = json_object();
	if (option != NULL) {
		put_bool(o, option, false);
		json_object_set_new(o, "authentication_options", json_array());
	} else {
		json_object_set_new(o, "in_meeting", in_meeting());
		json_object_set_new(o, "recording", recording(&s, account));
	}
	reply_json(rp, 200, o);
}

void api_account_settings(struct request *rq, struct reply *rp)
{
	if (is_account(rq, rp))
		settings(rq, rp, true);
}

void api_user_settings(struct request *rq, struct reply *rp)
{
	if (path_user(rq, rp, rq->segments[2]) != NULL)
		settings(rq, rp, false);
}

/* What users cannot change: recording to the cloud, and its deletion. */
void api_lock_settings(struct request *rq, struct reply *rp)
{
	if (!is_account(rq, rp))
		return;
	reply_json(rp, 200,
		   json_pack("{s:{s:b, s:b}, s:{s:b, s:b, s:b, s:b}}",
			     "in_meeting", "chat", 1, "private_chat", 0,
			     "recording", "local_recording", 1,
			     "cloud_recording", 1, "auto_delete_cmr", 1,
			     "host_delete_cloud_recording", 0));
}
