#include "source/source.h"

#include <string.h>

/* A vendor's folder adds its table here; its header would say no more. */
extern const struct source_ops source_zoom_ops;
extern const struct source_ops source_webex_ops;
extern const struct source_ops source_ringcentral_ops;

static const struct source_ops *const sources[] = {
	&source_zoom_ops,
	&source_webex_ops,
	&source_ringcentral_ops,
	NULL,
};

const struct source_ops *const *source_all(void)
{
	return sources;
}

const struct source_ops *source_find(const char *name)
{
	for (size_t i = 0; sources[i] != NULL; i++)
		if (strcmp(sources[i]->name, name) == 0)
			return sources[i];
	return NULL;
}
