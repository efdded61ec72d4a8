#include "tests/fake/ringcentral.h"

#include "source/ringcentral/ringcentral.h"
#include "tests/fake/zip-bytes.h"

static const char *const settings[] = {
	"api-url", "{A}",       "media-url",   "{A}",           "auth",
	"jwt",     "client-id", "CLIENT",      "client-secret", "CLIENTSECRET",
	"jwt",     "THEJWT",    "limit-share", "100",           NULL,
};

static void add_entry(struct str *line, const struct source_entry *en)
{
	str_addf(line, "entry %s %s \"%s\" %s [%s] '%s' in %s by %s size %lld",
		 en->kind, en->id, en->version, fake_state_name(en->state),
		 en->reason, en->label, en->bundle, en->found_by,
		 (long long)en->size);
}

static void hasten(struct source *src)
{
	((struct rc *)src)->poll_us = 1000;
}

static const struct fake_vendor ringcentral = {
	.ops = &source_ringcentral_ops,
	.root = "",
	.token = "/restapi/oauth/token",
	.grant = "200|{\"access_token\":\"TOKEN{N}\",\"refresh_token\":"
		 "\"R{N}\",\"expires_in\":3600,\"scope\":\"\"}",
	.unknown = "404|{\"errorCode\":\"CMN-102\",\"message\":\"not "
		   "scripted\"}",
	.expired = "401|{\"errorCode\":\"OAU-128\",\"message\":\"Access token "
		   "expired\"}",
	.settings = settings,
	.entry = add_entry,
	.hasten = hasten,
};

struct fake_api *fake_rc_new(void)
{
	return fake_api_new(&ringcentral);
}

void fake_rc_export(struct fake_api *z, const char *files)
{
	static const char path[] = "/team-messaging/v1/data-export";
	struct str zip AUTO(str_done) = STR_INIT;
	struct str task AUTO(str_done) = STR_INIT;

	zip_bytes(&zip, files, false);
	fake_api_bytes(z, "export", zip.s, zip.len);
	fake_api_instead(z, path, "200|{\"tasks\":[]}");
	str_addf(&task, "POST %s", path);
	fake_api_instead(z, task.s, "202|{\"id\":\"t1\"}");
	str_cut(&task, 0);
	str_addf(&task,
		 "200|{\"id\":\"t1\",\"status\":\"Completed\",\"datasets\":"
		 "[{\"id\":\"1\",\"uri\":\"{A}/dataset\",\"size\":%zu}]}",
		 zip.len);
	fake_api_instead(z, "/team-messaging/v1/data-export/t1", task.s);
	fake_api_instead(z, "/dataset",
			 "200 Content-Type: application/zip|BYTES:export");
}
