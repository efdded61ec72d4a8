#include "base/encode.h"
#include "base/str.h"
#include "store/azure/sign.h"
#include "t.h"

/* Strings as the documentation builds them, signed by Python's hmac with the
   emulator's published key. */
#define KEY                                                                    \
	"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"      \
	"K1SZFPTOtr/KBHBeksoGMGw=="
#define DATE "Fri, 27 Nov 2026 17:00:00 GMT"
#define SHA256                                                                 \
	"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"

static const struct {
	const char *label;
	struct azure_signed request;
	const struct azure_pair query[AZURE_PAIRS], headers[AZURE_PAIRS];
	const char *string, *header;
} cases[] = {
	{ "Put Blob, account in the path",
	  { .method = "PUT",
	    .account = "devstoreaccount1",
	    .path = "/devstoreaccount1/c/packs/1.pack",
	    .n_headers = 6,
	    .length = 11 },
	  { { NULL, NULL } },
	  { { "x-ms-version", "2023-11-03" },
	    { "x-ms-meta-sha256", SHA256 },
	    { "content-md5", "XrY7u+Ae7tCTyyK7j1rNww==" },
	    { "x-ms-date", DATE },
	    { "if-none-match", "*" },
	    { "x-ms-blob-type", "BlockBlob" } },
	  "PUT\n\n\n11\nXrY7u+Ae7tCTyyK7j1rNww==\n\n\n\n\n*\n\n\n"
	  "x-ms-blob-type:BlockBlob\nx-ms-date:" DATE
	  "\nx-ms-meta-sha256:" SHA256 "\nx-ms-version:2023-11-03\n"
	  "/devstoreaccount1/devstoreaccount1/c/packs/1.pack",
	  "SharedKey devstoreaccount1:"
	  "Co6Tw5fQFT4R8KfETV0l/QY/2Mp7E/yfg1Pg19bzLuw=" },
	{ "List Blobs",
	  { .method = "GET",
	    .account = "estreat",
	    .path = "/vault",
	    .n_query = 5,
	    .n_headers = 2 },
	  { { "restype", "container" },
	    { "comp", "list" },
	    { "maxresults", "5000" },
	    { "prefix", "packs/2026-11/" },
	    { "marker", "2!a/b=" } },
	  { { "x-ms-date", DATE }, { "x-ms-version", "2023-11-03" } },
	  "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" DATE
	  "\nx-ms-version:2023-11-03\n/estreat/vault\ncomp:list\n"
	  "marker:2!a/b=\nmaxresults:5000\nprefix:packs/2026-11/\n"
	  "restype:container",
	  "SharedKey estreat:fYUFGzm/7O8Ib8P76qOLBh0J3/Iq5SlgkijpUFtsoOQ=" },
	{ "Put Block",
	  { .method = "PUT",
	    .account = "estreat",
	    .path = "/vault/a",
	    .n_query = 2,
	    .n_headers = 3,
	    .length = 3 },
	  { { "comp", "block" }, { "blockid", "AAECAwQFBgcAAAAB" } },
	  { { "content-md5", "kAFQmDzST7DWlj99KOF/cg==" },
	    { "x-ms-date", DATE },
	    { "x-ms-version", "2023-11-03" } },
	  "PUT\n\n\n3\nkAFQmDzST7DWlj99KOF/cg==\n\n\n\n\n\n\n\nx-ms-date:" DATE
	  "\nx-ms-version:2023-11-03\n/estreat/vault/a\n"
	  "blockid:AAECAwQFBgcAAAAB\ncomp:block",
	  "SharedKey estreat:tfTHsmzPBPex86bcQVRfz+gbKNDT22vLKknCEmwrNKg=" },
	{ "an empty body has no length",
	  { .method = "HEAD",
	    .account = "estreat",
	    .path = "/vault/a",
	    .n_headers = 2 },
	  { { NULL, NULL } },
	  { { "x-ms-date", DATE }, { "x-ms-version", "2023-11-03" } },
	  "HEAD\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" DATE
	  "\nx-ms-version:2023-11-03\n/estreat/vault/a",
	  "SharedKey estreat:vaqou4lGNhDt3hGU9spNeM16VMjl+CdAFGtxYieWX8E=" },
};

T(shared_key)
{
	struct str key AUTO(str_done) = STR_INIT;

	T_OK(decode_base64(&key, KEY, strlen(KEY)));
	T_EACH(c, cases) {
		struct str string AUTO(str_done) = STR_INIT;
		struct str header AUTO(str_done) = STR_INIT;
		struct azure_signed r = c->request;

		r.query = c->query;
		r.headers = c->headers;
		azure_string_to_sign(&string, &r);
		T_EQ_STR(string.s, c->string);
		azure_shared_key(&header, &r, key.s, key.len);
		T_EQ_STR(header.s, c->header);
	}
}

T_MAIN
