/* Ids of Webex: there and back, and nothing that is not ours. */
#include "sandbox/webex/id.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/str.h"

#include "t.h"

#define SEED UINT64_C(42)

T(ids_go_there_and_back)
{
	AUTO(arena_free) struct arena *a = arena_new();
	static const uint32_t some[] = { 0,        1,          2,
					 255,      65536,      999999,
					 16777216, 2147483647, UINT32_MAX };

	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		const char *id = wx_id_of(a, SEED, "MESSAGE", some[i]);
		uint32_t n = 7;

		T_OK(strchr(id, '=') == NULL);
		T_OK(wx_id_number(a, SEED, "MESSAGE", id, &n));
		T_EQ_INT(n, some[i]);
	}
}

T(the_cluster_does_not_matter)
{
	AUTO(arena_free) struct arena *a = arena_new();
	char uuid[SEED_UUID];
	const char *here, *there;
	uint32_t n = 0, m = 0;

	wx_uuid(SEED, "TEAM", 12, uuid);
	here = wx_id(a, WX_CLUSTER, "TEAM", uuid);
	there = wx_id(a, WX_CLUSTER_TEAM, "TEAM", uuid);
	T_OK(strcmp(here, there) != 0);
	T_OK(wx_id_number(a, SEED, "TEAM", here, &n));
	T_OK(wx_id_number(a, SEED, "TEAM", there, &m));
	T_EQ_INT(n, 12);
	T_EQ_INT(m, 12);
}

static const struct {
	const char *label;
	const char *plain; /* before base64 */
} strangers[] = {
	{ "nothing", "" },
	{ "no scheme", "us/MESSAGE/92db3be0-43bd-11e6-8ae9-dd5b3dfc565d" },
	{ "another kind",
	  "ciscospark://us/ROOM/92db3be0-43bd-11e6-8ae9-dd5b3dfc565d" },
	{ "a kind that begins alike",
	  "ciscospark://us/MESSAGES/92db3be0-43bd-11e6-8ae9-dd5b3dfc565d" },
	{ "a uuid that nobody gave",
	  "ciscospark://us/MESSAGE/92db3be0-43bd-11e6-8ae9-dd5b3dfc565d" },
	{ "a short one", "ciscospark://us/MESSAGE/92db3be0" },
	{ "no uuid", "ciscospark://us/MESSAGE/" },
	{ "no kind", "ciscospark://us" },
	{ "not hex",
	  "ciscospark://us/MESSAGE/zzdb3be0-43bd-11e6-8ae9-dd5b3dfc565d" },
};

T(other_ids_are_nobody)
{
	AUTO(arena_free) struct arena *a = arena_new();
	uint32_t n = 7;

	T_EACH(row, strangers) {
		struct str id AUTO(str_done) = STR_INIT;

		encode_base64(&id, row->plain, strlen(row->plain));
		T_OK(!wx_id_number(a, SEED, "MESSAGE", id.s, &n));
	}
	t_label = "";
	T_OK(!wx_id_number(a, SEED, "MESSAGE", "!!", &n));
	T_OK(!wx_id_number(a, SEED, "MESSAGE",
			   wx_id_of(a, SEED + 1, "MESSAGE", 3), &n));
	T_EQ_INT(n, 7);
}

T_MAIN
