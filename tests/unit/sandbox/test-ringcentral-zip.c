/* A ZIP in each of its forms, read back from its central directory. */
#include "sandbox/ringcentral/zip.h"

#include "base/str.h"

#include "t.h"

#include <zlib.h>

static uint64_t get(const struct str *s, size_t at, int bytes)
{
	uint64_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | (unsigned char)s->s[at + (size_t)bytes];
	return v;
}

/* Inflate, or copy, an entry of which the central directory is at `at`. */
static void read_entry(struct str *out, const struct str *zip, size_t at,
		       bool in_64)
{
	size_t name = get(zip, at + 28, 2);
	size_t packed = get(zip, at + 20, 4), size = get(zip, at + 24, 4);
	size_t local = get(zip, at + 42, 4), data;

	if (in_64) {
		size = get(zip, at + 46 + name + 4, 8);
		packed = get(zip, at + 46 + name + 12, 8);
		local = get(zip, at + 46 + name + 20, 8);
	}
	T_EQ_INT(get(zip, local, 4), 0x04034b50);
	data = local + 30 + get(zip, local + 26, 2) + get(zip, local + 28, 2);
	if (get(zip, at + 10, 2) == 0) {
		str_add_len(out, zip->s + data, size);
		T_EQ_INT(packed, size);
	} else {
		z_stream z = { .next_in = (Bytef *)zip->s + data,
			       .avail_in = (uInt)packed };

		T_EQ_INT(inflateInit2(&z, -MAX_WBITS), Z_OK);
		z.next_out = (Bytef *)str_room(out, size + 1);
		z.avail_out = (uInt)size + 1;
		T_EQ_INT(inflate(&z, Z_FINISH), Z_STREAM_END);
		out->len += z.total_out;
		(void)inflateEnd(&z);
		/* the sizes stand behind, too */
		T_EQ_INT(get(zip, data + packed, 4), 0x08074b50);
		T_EQ_INT(get(zip, data + packed + 8, in_64 ? 8 : 4), packed);
	}
	T_EQ_INT(out->len, size);
	T_EQ_INT(get(zip, at + 16, 4),
		 crc32(0, (const Bytef *)out->s, (uInt)out->len));
}

T(what_goes_in_comes_out)
{
	static const struct {
		const char *label;
		enum ring_zip_form form;
		unsigned int method, flags;
	} rows[] = {
		{ "deflated", RING_ZIP_DEFLATED, 8, 0x0808 },
		{ "stored", RING_ZIP_STORED, 0, 0x0800 },
		{ "zip64", RING_ZIP_64, 8, 0x0808 },
	};

	T_EACH(row, rows) {
		struct str zip AUTO(str_done) = STR_INIT;
		struct str long_text AUTO(str_done) = STR_INIT;
		AUTO(ring_zip_free)
		struct ring_zip *z = NULL;
		bool in_64 = row->form == RING_ZIP_64;
		const char *wanted[4];
		size_t at, end;

		for (int i = 0; i < 9000; i++)
			str_addf(&long_text, "%d,", i);
		wanted[0] = "";
		wanted[1] = "";
		wanted[2] = "{\"records\":[]}";
		wanted[3] = long_text.s;
		str_add(&zip, "before"); /* offsets count from the ZIP's own */
		str_cut(&zip, 0);
		z = ring_zip_new(&zip, row->form);
		ring_zip_add(z, "posts/", "", 0);
		ring_zip_add(z, "empty", "", 0);
		ring_zip_add(z, "posts/posts_1.json", wanted[2],
			     strlen(wanted[2]));
		ring_zip_add(z, "long", wanted[3], strlen(wanted[3]));
		ring_zip_end(z);
		end = zip.len - 22;
		T_EQ_INT(get(&zip, end, 4), 0x06054b50);
		T_EQ_INT(get(&zip, end + 10, 2), in_64 ? 0xffff : 4);
		at = get(&zip, end + 16, 4);
		if (in_64) {
			size_t end_64 = get(&zip, end - 20 + 8, 8);

			T_EQ_INT(get(&zip, end - 20, 4), 0x07064b50);
			T_EQ_INT(get(&zip, end_64, 4), 0x06064b50);
			T_EQ_INT(get(&zip, end_64 + 32, 8), 4);
			at = get(&zip, end_64 + 48, 8);
		}
		for (size_t i = 0; i < 4; i++) {
			struct str got AUTO(str_done) = STR_INIT;

			T_EQ_INT(get(&zip, at, 4), 0x02014b50);
			T_EQ_INT(get(&zip, at + 8, 2),
				 i == 0 ? 0x0800 : row->flags);
			T_EQ_INT(get(&zip, at + 10, 2),
				 i == 0 ? 0 : row->method);
			read_entry(&got, &zip, at, in_64);
			str_add(&got, "");
			T_EQ_INT(got.len, strlen(wanted[i]));
			T_OK(memcmp(got.s, wanted[i], got.len) == 0);
			at += 46 + get(&zip, at + 28, 2) +
			      get(&zip, at + 30, 2);
		}
	}
}

T_MAIN
