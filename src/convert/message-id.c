/* message-id.c - the name of a message is a function of what it is about. */
#include "convert/convert.h"

#include "base/encode.h"
#include "item/item.h"
#include "stream/digest.h"

#include <string.h>

void convert_message_id(struct str *out, const struct convert_config *cfg,
			const char *source, const char *tenant,
			const struct item_ref *ref)
{
	const char *parts[] = { source, tenant, ref->kind, ref->id,
				ref->version };
	AUTO(str_done) struct str all = STR_INIT;
	char text[(8 * DIGEST_BYTES + 4) / 5 + 1];
	struct digest d;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (i > 0)
			str_add_char(&all, '\0');
		str_add(&all, parts[i]);
	}
	d = digest_of(all.s, all.len);
	encode_base32(d.bytes, sizeof(d.bytes), text);
	str_addf(out, "<%s@%s>", text, cfg->domain);
}
