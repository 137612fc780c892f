// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// CPU time of an OpenSSL client in a full DTLS 1.2 handshake, PSK-AES128-CCM8, with cookie exchange and extended master secret.
// Client and server share a process and pass datagrams in memory; only calls of the client are timed.
//
//   openssl_handshake IDENTITY KEYHEX COUNT
//
// Prints "version TEXT" and "client_ns N" (median).

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MTU 1400

static unsigned char key[64];
static size_t key_length;
static const char *identity;

static unsigned client_psk(SSL *ssl, const char *hint, char *identity_out, unsigned identity_room, unsigned char *psk, unsigned room)
{
    (void)ssl;
    (void)hint;
    if (strlen(identity) >= identity_room || key_length > room) {
        return 0;
    }
    strcpy(identity_out, identity);
    memcpy(psk, key, key_length);
    return (unsigned)key_length;
}

static unsigned server_psk(SSL *ssl, const char *identity_in, unsigned char *psk, unsigned room)
{
    (void)ssl;
    if (strcmp(identity_in, identity) != 0 || key_length > room) {
        return 0;
    }
    memcpy(psk, key, key_length);
    return (unsigned)key_length;
}

static int make_cookie(SSL *ssl, unsigned char *cookie, unsigned *length)
{
    (void)ssl;
    memset(cookie, 0xC0, 20);
    *length = 20;
    return 1;
}

static int check_cookie(SSL *ssl, const unsigned char *cookie, unsigned length)
{
    (void)ssl;
    return length == 20 && cookie[0] == 0xC0;
}

static void check(int good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s\n", what);
        ERR_print_errors_fp(stderr);
        exit(1);
    }
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    long long x = *(const long long *)a;
    long long y = *(const long long *)b;
    return x < y ? -1 : x > y;
}

static SSL *make(SSL_CTX *context, BIO *in, BIO *out)
{
    SSL *ssl = SSL_new(context);
    check(ssl != NULL, "SSL_new");
    BIO_up_ref(in);
    BIO_up_ref(out);
    SSL_set_bio(ssl, in, out);
    SSL_set_mtu(ssl, MTU);
    return ssl;
}

static BIO *make_queue(void)
{
    // Without ends of datagrams: whole records, which is all that DTLS looks at.
    BIO *bio = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(bio, -1);
    return bio;
}

// Whether the handshake of one side ended; anything but waiting for the other side is an error.
static int advance(SSL *ssl)
{
    int result = SSL_do_handshake(ssl);
    check(result == 1 || SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ, "handshake");
    return result == 1;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: openssl_handshake IDENTITY KEYHEX COUNT\n");
        return 2;
    }
    identity = argv[1];
    for (const char *digit = argv[2]; digit[0] != 0 && digit[1] != 0 && key_length < sizeof key; digit += 2) {
        unsigned value;
        if (sscanf(digit, "%2x", &value) != 1) {
            return 2;
        }
        key[key_length++] = (unsigned char)value;
    }
    int count = atoi(argv[3]);
    long long *times = calloc((size_t)count, sizeof *times);

    SSL_CTX *client_context = SSL_CTX_new(DTLS_client_method());
    SSL_CTX *server_context = SSL_CTX_new(DTLS_server_method());
    check(client_context != NULL && server_context != NULL, "contexts");
    SSL_CTX *both[] = {client_context, server_context};
    for (int i = 0; i < 2; i++) {
        check(SSL_CTX_set_min_proto_version(both[i], DTLS1_2_VERSION) && SSL_CTX_set_max_proto_version(both[i], DTLS1_2_VERSION), "version");
        check(SSL_CTX_set_cipher_list(both[i], "PSK-AES128-CCM8"), "suite");
        SSL_CTX_set_options(both[i], SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET);
        SSL_CTX_set_session_cache_mode(both[i], SSL_SESS_CACHE_OFF);
    }
    SSL_CTX_set_psk_client_callback(client_context, client_psk);
    SSL_CTX_set_psk_server_callback(server_context, server_psk);
    SSL_CTX_set_options(server_context, SSL_OP_COOKIE_EXCHANGE);
    SSL_CTX_set_cookie_generate_cb(server_context, make_cookie);
    SSL_CTX_set_cookie_verify_cb(server_context, check_cookie);

    for (int i = 0; i < count; i++) {
        BIO *to_client = make_queue();
        BIO *to_server = make_queue();
        SSL *server = make(server_context, to_server, to_client);
        SSL_set_accept_state(server);
        long long start = now();
        SSL *client = make(client_context, to_client, to_server);
        SSL_set_connect_state(client);
        times[i] = now() - start;
        int client_done = 0;
        int server_done = 0;
        for (int step = 0; !client_done || !server_done; step++) {
            check(step <= 20, "the handshake does not end");
            if (!client_done) {
                start = now();
                client_done = advance(client);
                times[i] += now() - start;
            }
            if (!server_done) {
                server_done = advance(server);
            }
        }
        check(strcmp(SSL_get_cipher(client), "PSK-AES128-CCM8") == 0 && SSL_get_extms_support(client) == 1, "suite or extended master secret");
        SSL_free(client);
        SSL_free(server);
        BIO_free(to_client);
        BIO_free(to_server);
    }

    qsort(times, (size_t)count, sizeof *times, compare);
    printf("version %s\nclient_ns %lld\n", OpenSSL_version(OPENSSL_VERSION), times[count / 2]);
    return 0;
}
