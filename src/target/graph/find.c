#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "target/graph/graph-private.h"

#include <string.h>

int exchange_find(struct exchange_session *s, const char *folder,
		  const char *message_id, const char *but, struct str *id,
		  struct exchange_stop *stop, struct err *e)
{
	AUTO(graph_answer_done) struct graph_answer a = { 0 };
	AUTO(str_done) struct str path = STR_INIT;
	json_t *one;
	size_t i;
	int rc;

	graph_answer_init(&a);
	str_add(&path, "/mailFolders/");
	encode_percent(&path, folder);
	str_add(&path, "/messages?$select=id,internetMessageId&$filter="
		       "internetMessageId%20eq%20");
	exchange_quote(&path, message_id);
	rc = exchange_get(s, path.s, "look for a message", &a, stop, e);
	if (rc != 0)
		return rc;
	json_array_foreach(json_object_get(a.json, "value"), i, one)
	{
		const char *text =
			json_string_value(json_object_get(one, "id"));

		if (text == NULL || (but != NULL && strcmp(text, but) == 0))
			continue;
		str_cut(id, 0);
		str_add(id, text);
		break;
	}
	return 0;
}
