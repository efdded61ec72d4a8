/* sandbox/webex/api-meetings.h - what the handlers about meetings share. */
#ifndef SANDBOX_WEBEX_API_MEETINGS_H
#define SANDBOX_WEBEX_API_MEETINGS_H

#include "meeting.h"
#include "webex.h"

/* An ended instance, a quarter of an hour ago; NULL after having answered. */
const struct wx_meeting *wx_need_meeting(struct call *c, const char *id);
/* The same, named by meetingId. */
const struct wx_meeting *wx_need_meeting_arg(struct call *c);

/* meetingId, scheduledMeetingId, meetingSeriesId */
void wx_put_meeting_ids(json_t *o, const struct wx_meeting *m);

/* An account where there is one, else a name. */
json_t *wx_part_json(const struct wx_part *p);

/* from and to of a listing: 7 days by default, 30 at most. -1: answered. */
int wx_arg_span(struct call *c, int64_t *from_us, int64_t *until_us);

#endif
