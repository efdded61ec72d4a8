#include "store/store.h"

#include <string.h>

/* A store's folder adds its table here; its header would say no more. */
extern const struct store_ops store_dir_ops;
extern const struct store_ops store_azure_ops;
extern const struct store_ops store_s3_ops;

static const struct store_ops *const stores[] = {
	&store_dir_ops,
	&store_azure_ops,
	&store_s3_ops,
	NULL,
};

const struct store_ops *const *store_all(void)
{
	return stores;
}

const struct store_ops *store_find(const char *name)
{
	for (size_t i = 0; stores[i] != NULL; i++)
		if (strcmp(stores[i]->name, name) == 0)
			return stores[i];
	return NULL;
}

void store_close(struct store *s)
{
	if (s != NULL)
		s->ops->close(s);
}
