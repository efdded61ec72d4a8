#include "stream/digest.h"
#include "stream/reader.h"

#include "base/err.h"
#include "t.h"

/* Values: FIPS 180-4 examples. */
static const char abc[] =
	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char none[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

T(at_once_and_in_pieces)
{
	AUTO(digest_free) struct digest_ctx *c = digest_begin();
	struct digest d = digest_of("abc", 3), again;

	T_EQ_STR(d.hex, abc);
	T_EQ_INT(d.length, 3);
	digest_add(c, "a", 1);
	digest_add(c, "bc", 2);
	digest_end(c, &d);
	T_EQ_STR(d.hex, abc);
	again = digest_from(d.bytes, 9);
	T_EQ_STR(again.hex, abc);
	T_EQ_INT(again.length, 9);
	T_EQ_STR(digest_of("", 0).hex, none);
}

T(filter)
{
	struct err e = ERR_INIT;
	struct digest d;
	AUTO(reader_free)
	struct reader *r = reader_sha256(reader_mem("abc", 3), &d);
	char buf[2];

	T_EQ_INT(reader_read(r, buf, 2, &e), 2);
	T_EQ_INT(reader_read(r, buf, 2, &e), 1);
	T_EQ_INT(reader_read(r, buf, 2, &e), 0);
	T_EQ_INT(reader_read(r, buf, 2, &e), 0);
	T_EQ_STR(d.hex, abc);
	T_EQ_INT(d.length, 3);
}

T_MAIN
