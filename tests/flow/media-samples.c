/* Writes one file of each kind into a folder, for media.py. */
#include "base/str.h"
#include "sandbox/media.h"

#include <stdio.h>
#include <stdlib.h>

static int failed;

static void put(const char *folder, const char *name, struct str *s)
{
	char *path = str_printf("%s/%s", folder, name);
	FILE *f = fopen(path, "wbe");

	if (f == NULL || fwrite(s->s, 1, s->len, f) != s->len ||
	    fclose(f) != 0) {
		perror(path);
		failed = 1;
	}
	str_done(s);
	free(path);
}

int main(int argc, char **argv)
{
	struct str s = STR_INIT;

	if (argc != 2) {
		fprintf(stderr, "usage: media-samples FOLDER\n");
		return 2;
	}
	media_mp4(&s, 1, 75, 320, 192);
	put(argv[1], "clock.mp4", &s);
	media_mp4(&s, 2, 3, 64, 48);
	put(argv[1], "small.mp4", &s);
	media_mp4(&s, 3, 17, 1278, 718);
	put(argv[1], "wide.mp4", &s);
	(void)media_mp4_prefix(&s, 4, 20, (uint64_t)5 << 30);
	put(argv[1], "huge.mp4", &s);
	media_m4a(&s, 5, 30);
	put(argv[1], "sound.m4a", &s);
	media_jpg(&s, 6);
	put(argv[1], "board.jpg", &s);
	media_png(&s, 6);
	put(argv[1], "board.png", &s);
	media_pdf(&s, 7, "Räntor & <Ökning> 📈");
	put(argv[1], "latin.pdf", &s);
	media_pdf(&s, 8, "債券デスク 朝会");
	put(argv[1], "japanese.pdf", &s);
	media_pdf(&s, 9, "اجتماع المخاطر 12");
	put(argv[1], "arabic.pdf", &s);
	media_docx(&s, "Räntor & <Ökning>\n\nsecond\tcell\n債券");
	put(argv[1], "page.docx", &s);
	media_xlsx(&s, "name\t=1+1\n\nräntor & <b>\t債券");
	put(argv[1], "sheet.xlsx", &s);
	return failed;
}
