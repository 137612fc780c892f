// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// A DTLS 1.2 PSK echo server on Mbed TLS 2.28, a peer for the tests. One client at a time: a datagram from another
// address ends the session and begins the next one.
//
//   mbedtls_server PORT IDENTITY KEYHEX [no-ems] [tickets] [cache] [ccm] [ccm8] [aes256] [gcm]
//
// Port 0 takes a free one. Prints "ready PORT" once it listens, then a line for each thing that happened:
//   handshake SUITE mfl BYTES   a handshake ended well, and the longest record that the server may send
//   resumed id, resumed ticket  the session of a ClientHello was found, ahead of its "handshake" line; with tickets
//                               once for each of the two ClientHellos
//   name TEXT                   the client's server_name
//   closed                      the client's close_notify
//   ended TEXT                  a connection that ended otherwise
//   failed TEXT                 a handshake that did not end well
//
// Mbed TLS 2.28 can neither send a psk_identity_hint nor export keying material under a label of one's own.

#include <arpa/inet.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_cookie.h>
#include <mbedtls/ssl_ticket.h>
#include <mbedtls/timing.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OTHER_CLIENT (-0x7000)

typedef struct {
    int fd;
    struct sockaddr_in client;
    int has_client;
} link_t;

static int same(const struct sockaddr_in *a, const struct sockaddr_in *b)
{
    return a->sin_addr.s_addr == b->sin_addr.s_addr && a->sin_port == b->sin_port;
}

static int link_send(void *context, const unsigned char *data, size_t length)
{
    link_t *link = context;
    ssize_t sent = sendto(link->fd, data, length, 0, (struct sockaddr *)&link->client, sizeof link->client);
    // A lost datagram, not an error: the client may be gone.
    return sent < 0 ? (int)length : (int)sent;
}

static int link_recv(void *context, unsigned char *data, size_t length, uint32_t timeout)
{
    link_t *link = context;
    struct pollfd waiting = {.fd = link->fd, .events = POLLIN};
    int ready = poll(&waiting, 1, timeout == 0 ? -1 : (int)timeout);
    if (ready == 0) {
        return MBEDTLS_ERR_SSL_TIMEOUT;
    }

    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t count = recvfrom(link->fd, data, length, MSG_PEEK, (struct sockaddr *)&from, &size);
    if (count < 0) {
        return MBEDTLS_ERR_SSL_WANT_READ;
    }

    if (link->has_client && !same(&from, &link->client)) {
        return OTHER_CLIENT;
    }

    link->client = from;
    link->has_client = 1;
    count = recvfrom(link->fd, data, length, 0, NULL, NULL);
    // Mbed TLS takes 0 bytes for the end of a stream: an empty datagram is none.
    return count <= 0 ? MBEDTLS_ERR_SSL_WANT_READ : (int)count;
}

static int hex(const char *text, unsigned char *out, size_t room)
{
    size_t length = strlen(text) / 2;
    for (size_t i = 0; i < length && i < room; i++) {
        unsigned int value;
        if (sscanf(text + 2 * i, "%2x", &value) != 1) {
            return -1;
        }
        out[i] = (unsigned char)value;
    }
    return (int)length;
}

static void say(const char *what, const char *text)
{
    printf(*text ? "%s %s\n" : "%s\n", what, text);
    fflush(stdout);
}

static void check(int result, const char *what)
{
    if (result != 0) {
        char text[128];
        mbedtls_strerror(result, text, sizeof text);
        fprintf(stderr, "%s: %s\n", what, text);
        exit(1);
    }
}

static int find_session(void *cache, mbedtls_ssl_session *session)
{
    int result = mbedtls_ssl_cache_get(cache, session);
    if (result == 0) {
        say("resumed", "id");
    }
    return result;
}

static int parse_ticket(void *tickets, mbedtls_ssl_session *session, unsigned char *ticket, size_t length)
{
    int result = mbedtls_ssl_ticket_parse(tickets, session, ticket, length);
    if (result == 0) {
        say("resumed", "ticket");
    }
    return result;
}

static int take_name(void *context, mbedtls_ssl_context *ssl, const unsigned char *name, size_t length)
{
    (void)context;
    (void)ssl;
    char text[256];
    if (length >= sizeof text) {
        return -1;
    }
    memcpy(text, name, length);
    text[length] = 0;
    say("name", text);
    return 0;
}

/// Echoes until the session ends. Returns when the next one may begin; MBEDTLS_ERR_SSL_CLIENT_RECONNECT when it has
/// begun already, with a ClientHello that came from the same address and carried a cookie.
static int serve(mbedtls_ssl_context *ssl)
{
    unsigned char data[16384];
    printf("handshake %s mfl %u\n", mbedtls_ssl_get_ciphersuite(ssl), (unsigned)mbedtls_ssl_get_output_max_frag_len(ssl));
    fflush(stdout);
    for (;;) {
        int count = mbedtls_ssl_read(ssl, data, sizeof data);
        if (count == MBEDTLS_ERR_SSL_WANT_READ || count == MBEDTLS_ERR_SSL_WANT_WRITE || count == MBEDTLS_ERR_SSL_TIMEOUT) {
            continue;
        }
        if (count <= 0) {
            if (count == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
                mbedtls_ssl_close_notify(ssl);
                say("closed", "");
            } else if (count != OTHER_CLIENT) {
                char text[128];
                mbedtls_strerror(count, text, sizeof text);
                say("ended", text);
            }
            return count;
        }
        mbedtls_ssl_write(ssl, data, (size_t)count);
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: mbedtls_server PORT IDENTITY KEYHEX [options]\n");
        return 2;
    }

    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_cookie_ctx cookies;
    mbedtls_ssl_cache_context cache;
    mbedtls_ssl_ticket_context tickets;
    mbedtls_timing_delay_context timer;
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_cookie_init(&cookies);
    mbedtls_ssl_cache_init(&cache);
    mbedtls_ssl_ticket_init(&tickets);
    check(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0), "seed");
    check(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_DATAGRAM, MBEDTLS_SSL_PRESET_DEFAULT),
        "defaults");
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    mbedtls_ssl_conf_extended_master_secret(&config, MBEDTLS_SSL_EXTENDED_MS_ENABLED);

    mbedtls_ssl_conf_sni(&config, take_name, NULL);

    // Each suite once, and the 0 that ends the list.
    int suites[6] = {0};
    int suite_count = 0;
    int use_cache = 0;
    for (int i = 4; i < argc; i++) {
        if (strcmp(argv[i], "no-ems") == 0) {
            mbedtls_ssl_conf_extended_master_secret(&config, MBEDTLS_SSL_EXTENDED_MS_DISABLED);
        } else if (strcmp(argv[i], "tickets") == 0) {
            check(mbedtls_ssl_ticket_setup(&tickets, mbedtls_ctr_drbg_random, &random, MBEDTLS_CIPHER_AES_256_GCM, 3600), "tickets");
            mbedtls_ssl_conf_session_tickets_cb(&config, mbedtls_ssl_ticket_write, parse_ticket, &tickets);
        } else if (strcmp(argv[i], "cache") == 0) {
            use_cache = 1;
        } else if (strcmp(argv[i], "ccm8") == 0 && suite_count < 3) {
            suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8;
        } else if (strcmp(argv[i], "ccm") == 0 && suite_count < 3) {
            suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_128_CCM;
        } else if (strcmp(argv[i], "gcm") == 0 && suite_count < 3) {
            suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_128_GCM_SHA256;
        } else if (strcmp(argv[i], "aes256") == 0 && suite_count < 3) {
            suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_256_CCM_8;
            suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_256_CCM;
        } else {
            fprintf(stderr, "unknown option %s\n", argv[i]);
            return 2;
        }
    }

    if (use_cache) {
        mbedtls_ssl_conf_session_cache(&config, &cache, find_session, mbedtls_ssl_cache_set);
    }
    if (suite_count == 0) {
        suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8;
        suites[suite_count++] = MBEDTLS_TLS_PSK_WITH_AES_128_CCM;
    }
    mbedtls_ssl_conf_ciphersuites(&config, suites);

    unsigned char key[64];
    int key_length = hex(argv[3], key, sizeof key);
    if (key_length <= 0 || key_length > (int)sizeof key) {
        fprintf(stderr, "bad key\n");
        return 2;
    }
    check(mbedtls_ssl_conf_psk(&config, key, (size_t)key_length, (const unsigned char *)argv[2], strlen(argv[2])), "psk");
    check(mbedtls_ssl_cookie_setup(&cookies, mbedtls_ctr_drbg_random, &random), "cookies");
    mbedtls_ssl_conf_dtls_cookies(&config, mbedtls_ssl_cookie_write, mbedtls_ssl_cookie_check, &cookies);
    check(mbedtls_ssl_setup(&ssl, &config), "setup");
    mbedtls_ssl_set_timer_cb(&ssl, &timer, mbedtls_timing_set_delay, mbedtls_timing_get_delay);

    link_t link = {.fd = socket(AF_INET, SOCK_DGRAM, 0)};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(link.fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fprintf(stderr, "bind: %s\n", strerror(errno));
        return 3;
    }
    socklen_t address_size = sizeof address;
    if (getsockname(link.fd, (struct sockaddr *)&address, &address_size) != 0) {
        return 3;
    }
    char port[8];
    snprintf(port, sizeof port, "%u", ntohs(address.sin_port));
    say("ready", port);

    mbedtls_ssl_set_bio(&ssl, &link, link_send, NULL, link_recv);
    int result = 0;
    for (;;) {
        if (result != MBEDTLS_ERR_SSL_CLIENT_RECONNECT) {
            struct sockaddr_in from;
            socklen_t size = sizeof from;
            unsigned char first;
            if (recvfrom(link.fd, &first, 1, MSG_PEEK, (struct sockaddr *)&from, &size) < 0) {
                continue;
            }
            link.client = from;
            link.has_client = 1;
            mbedtls_ssl_session_reset(&ssl);
        }

        for (;;) {
            check(mbedtls_ssl_set_client_transport_id(&ssl, (unsigned char *)&link.client, sizeof link.client), "transport id");
            do {
                result = mbedtls_ssl_handshake(&ssl);
            } while (result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE);
            if (result != MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED) {
                break;
            }
            mbedtls_ssl_session_reset(&ssl);
        }
        if (result == 0) {
            result = serve(&ssl);
        } else if (result != OTHER_CLIENT) {
            char text[128];
            mbedtls_strerror(result, text, sizeof text);
            say("failed", text);
        }
    }
}
