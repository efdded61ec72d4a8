#include "base/mem.h"
#include "sandbox/dice.h"
#include "sandbox/media-private.h"

#include <stdlib.h>
#include <string.h>

#define DIGIT_W 3
#define DIGIT_H 5

enum colour { GROUND, STRIPE, INK, BAR, NOTE, FRAME, ARROW, LIGHT };

/* Three columns by five rows, the top left corner in the highest bit. */
static const uint16_t digits[10] = { 075557, 026227, 071747, 071717, 055711,
				     074717, 074757, 071122, 075757, 075717 };

static struct media_rgb shade(struct dice *d, unsigned int low,
			      unsigned int high)
{
	unsigned int span = high - low + 1;

	return (struct media_rgb){ (uint8_t)(low + dice_below(d, span)),
				   (uint8_t)(low + dice_below(d, span)),
				   (uint8_t)(low + dice_below(d, span)) };
}

void media_picture_init(struct media_picture *p, int width, int height,
			uint64_t seed)
{
	struct dice d = dice_of(seed, 0xc010);

	*p = (struct media_picture){ .width = width, .height = height };
	p->cells = mem_alloc((size_t)(width * height), 1);
	p->colours[GROUND] = shade(&d, 20, 90);
	p->colours[STRIPE] = shade(&d, 50, 120);
	p->colours[INK] = shade(&d, 225, 255);
	p->colours[BAR] = shade(&d, 120, 220);
	p->colours[NOTE] = shade(&d, 160, 240);
	p->colours[FRAME] = shade(&d, 10, 60);
	p->colours[ARROW] = shade(&d, 60, 160);
	p->colours[LIGHT] = (struct media_rgb){ 250, 250, 246 };
}

void media_picture_done(struct media_picture *p)
{
	free(p->cells);
	p->cells = NULL;
}

/* Outside the picture nothing is drawn. */
static void set(struct media_picture *p, int x, int y, enum colour c)
{
	if (x >= 0 && x < p->width && y >= 0 && y < p->height)
		p->cells[y * p->width + x] = (uint8_t)c;
}

/* Each point of the digit is a square of so many cells. */
static void draw_digit(struct media_picture *p, int x, int y, int digit,
		       int scale)
{
	for (int i = 0; i < DIGIT_W * DIGIT_H * scale * scale; i++) {
		int dx = i % (DIGIT_W * scale), dy = i / (DIGIT_W * scale);
		int bit = dy / scale * DIGIT_W + dx / scale;

		if (digits[digit] >> (DIGIT_W * DIGIT_H - 1 - bit) & 1)
			set(p, x + dx, y + dy, INK);
	}
}

static void draw_ground(struct media_picture *p)
{
	for (int y = 0; y < p->height; y++)
		for (int x = 0; x < p->width; x++)
			set(p, x, y, (x / 4 + y / 3) % 2 ? STRIPE : GROUND);
}

/* "07:42": 17 points wide, in the middle. */
static void draw_time(struct media_picture *p, int second, int scale)
{
	int minutes = second / 60 % 100;
	int x = (p->width - 17 * scale) / 2, y = (p->height - 7 * scale) / 2;
	int dot = x + 8 * scale + scale / 2;

	draw_digit(p, x, y, minutes / 10, scale);
	draw_digit(p, x + 4 * scale, y, minutes % 10, scale);
	set(p, dot, y + 3 * scale / 2, INK);
	set(p, dot, y + 7 * scale / 2, INK);
	draw_digit(p, x + 10 * scale, y, second % 60 / 10, scale);
	draw_digit(p, x + 14 * scale, y, second % 10, scale);
}

void media_picture_clock(struct media_picture *p, int second)
{
	int across = p->width / 19, down = p->height / 7;
	int scale = across < down ? across : down;

	draw_ground(p);
	for (int i = 0; i <= second % p->width; i++)
		set(p, i, p->height - 1, BAR);
	if (scale > 0)
		draw_time(p, second, scale);
}

static void draw_frame(struct media_picture *p, struct dice *d)
{
	int w = 5 + (int)dice_below(d, 7), h = 4 + (int)dice_below(d, 3);
	int x = (int)dice_below(d, (size_t)p->width);
	int y = (int)dice_below(d, (size_t)p->height);
	bool filled = dice_percent(d, 60);

	for (int i = 0; i < w * h; i++) {
		int dx = i % w, dy = i / w;
		bool edge = dx == 0 || dy == 0 || dx == w - 1 || dy == h - 1;

		if (edge || filled)
			set(p, x + dx, y + dy, edge ? FRAME : NOTE);
	}
}

static void draw_arrow(struct media_picture *p, struct dice *d)
{
	int x = (int)dice_below(d, (size_t)p->width);
	int y = (int)dice_below(d, (size_t)p->height);
	int length = 4 + (int)dice_below(d, 8);

	for (int i = 0; i < length; i++)
		set(p, x + i, y, ARROW);
	set(p, x + length - 2, y - 1, ARROW);
	set(p, x + length - 2, y + 1, ARROW);
}

void media_picture_board(struct media_picture *p, uint64_t seed)
{
	struct dice d = dice_of(seed, 0xb0a2d);
	int number = (int)dice_below(&d, 1000);

	p->colours[INK] = p->colours[FRAME];
	memset(p->cells, LIGHT, (size_t)(p->width * p->height));
	for (size_t i = 4 + dice_below(&d, 4); i > 0; i--)
		draw_frame(p, &d);
	for (size_t i = 2 + dice_below(&d, 3); i > 0; i--)
		draw_arrow(p, &d);
	draw_digit(p, 1, 1, number / 100, 1);
	draw_digit(p, 5, 1, number / 10 % 10, 1);
	draw_digit(p, 9, 1, number % 10, 1);
}
