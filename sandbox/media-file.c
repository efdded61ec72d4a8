#include "sandbox/media.h"

#include "base/str.h"
#include "sandbox/dice.h"

#include <string.h>

#define FILM_WIDTH  320
#define FILM_HEIGHT 192

static int length_of(uint64_t seed)
{
	struct dice d = dice_of(seed, 0xf11e);

	return 10 + (int)dice_below(&d, 50);
}

static void add_film(struct str *out, uint64_t seed, const char *text)
{
	(void)text;
	media_mp4(out, seed, length_of(seed), FILM_WIDTH, FILM_HEIGHT);
}

static void add_sound(struct str *out, uint64_t seed, const char *text)
{
	(void)text;
	media_m4a(out, seed, length_of(seed));
}

static void add_jpg(struct str *out, uint64_t seed, const char *text)
{
	(void)text;
	media_jpg(out, seed);
}

static void add_png(struct str *out, uint64_t seed, const char *text)
{
	(void)text;
	media_png(out, seed);
}

static void add_docx(struct str *out, uint64_t seed, const char *text)
{
	(void)seed;
	media_docx(out, text);
}

static void add_xlsx(struct str *out, uint64_t seed, const char *text)
{
	(void)seed;
	media_xlsx(out, text);
}

void media_file(struct str *out, uint64_t seed, const char *name,
		const char *text)
{
	static const struct {
		const char *extension;
		void (*add)(struct str *out, uint64_t seed, const char *text);
	} kinds[] = {
		{ ".mp4", add_film },  { ".m4a", add_sound },
		{ ".jpg", add_jpg },   { ".jpeg", add_jpg },
		{ ".png", add_png },   { ".pdf", media_pdf },
		{ ".docx", add_docx }, { ".xlsx", add_xlsx },
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(kinds) / sizeof(kinds[0]);
	     i++)
		if (str_casecmp(dot, kinds[i].extension) == 0) {
			kinds[i].add(out, seed, text);
			return;
		}
	str_add(out, text);
}
