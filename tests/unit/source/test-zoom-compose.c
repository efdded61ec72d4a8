#include "base/clock.h"
#include "base/err.h"
#include "item/item.h"
#include "source/zoom/compose.h"
#include "tests/fake/material.h"
#include "zoom-fixture.h"

#include "t.h"

T(a_whole_meeting_becomes_an_item)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fixture_load("weekly");
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;

	T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), 1);
	if (it == NULL)
		return;
	item_text_assert(it);
	T_EQ_INT(fixture_check(it, "weekly", "expected.txt"), 0);
	T_EQ_STR(it->ref.kind, "meeting");
	T_EQ_STR(it->ref.version, "0");
	T_EQ_STR(it->title, "Weekly risk call");
	T_EQ_STR(it->message_class, "IPM.NOTE.ZoomMeetings.Meeting");
	T_OK(it->answers == NULL);
}

T_MAIN
