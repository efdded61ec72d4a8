#include "portal/listen.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ACCEPT_BATCH 1024

/* To be freed by freeaddrinfo(). */
static int read_address(const char *at, struct addrinfo **out, struct err *e)
{
	AUTO(free) char *host = NULL;
	const char *colon = strrchr(at, ':');
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_PASSIVE | AI_NUMERICHOST |
					      AI_NUMERICSERV };

	if (colon != NULL && at[0] == '[' && colon[-1] == ']')
		host = mem_dup(at + 1, (size_t)(colon - at - 2));
	else if (colon != NULL)
		host = mem_dup(at, (size_t)(colon - at));
	if (host == NULL || getaddrinfo(host, colon + 1, &hints, out) != 0)
		return err_set(e, ERR_USAGE,
			       "\"%.80s\" is no address to listen on, such as "
			       "127.0.0.1:8443 or [::]:8443",
			       at);
	return 0;
}

int listen_on(const char *at, struct err *e)
{
	struct addrinfo *found = NULL;
	int one = 1, fd;

	if (read_address(at, &found, e) < 0)
		return -1;
	fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one,
				 sizeof(one));
	if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) < 0 ||
	    listen(fd, ACCEPT_BATCH) < 0) {
		(void)err_sys(e, ERR_USAGE, "the portal cannot listen on %.80s",
			      at);
		if (fd >= 0)
			(void)close(fd);
		fd = -1;
	}
	freeaddrinfo(found);
	return fd;
}

char *listen_address(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t len = sizeof(at);
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if (getsockname(fd, (struct sockaddr *)&at, &len) < 0 ||
	    getnameinfo((struct sockaddr *)&at, len, host, sizeof(host), port,
			sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return mem_strdup("");
	return str_printf(strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host,
			  port);
}
