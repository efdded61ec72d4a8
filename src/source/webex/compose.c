#include "source/webex/compose.h"

#include "source/webex/talk/meet.h"
#include "source/webex/talk/slice.h"
#include "source/webex/talk/work.h"

int webex_compose(const struct source_material *m, struct item **out,
		  struct err *e)
{
	AUTO(wxwork_done) struct wxwork w;
	struct slice_name name;
	int n;

	wxwork_open(&w, m);
	if (slice_name_read(&name, m->bundle))
		n = slice_compose(&w, &name, e);
	else
		n = meet_compose(&w, e);
	if (n > 0)
		*out = TAKE(w.it);
	return n;
}
