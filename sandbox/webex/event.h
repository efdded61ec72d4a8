/* sandbox/webex/event.h - what an act is called in the events feed. */
#ifndef SANDBOX_WEBEX_EVENT_H
#define SANDBOX_WEBEX_EVENT_H

#include "webex.h"

/* "messages", "created" */
const char *wx_act_resource(const struct wx_act *a);
const char *wx_act_type(const struct wx_act *a);

/* About a message: purged when the message is. */
bool wx_act_is_message(const struct wx_act *a);

const struct wx_who *wx_act_actor(const struct wx_world *w,
				  const struct wx_act *a);

#endif
