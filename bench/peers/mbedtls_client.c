// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// A DTLS 1.2 PSK client on Mbed TLS 2.28 for captures: a full handshake and one record of application data; another one by a context that
// goes on with what the first one saved, and close_notify; then a handshake and a record once more, from another port with the session resumed
// by its ID.
//
//   mbedtls_client PORT IDENTITY KEYHEX LENGTH
//
// Prints "version TEXT" and "state N", the length of the saved context, when all went well.

#include <arpa/inet.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/timing.h>
#include <mbedtls/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(int result, const char *what)
{
    if (result != 0) {
        fprintf(stderr, "%s: -0x%04X\n", what, (unsigned)-result);
        exit(1);
    }
}

static void write_reading(mbedtls_ssl_context *ssl, const unsigned char *payload, size_t length)
{
    if (mbedtls_ssl_write(ssl, payload, length) != (int)length) {
        fprintf(stderr, "write\n");
        exit(1);
    }
}

int main(int argc, char **argv)
{
    static const int suites[] = {MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8, 0};
    unsigned char key[64];
    size_t key_length = 0;
    unsigned char payload[1024];
    unsigned char state[1024];
    size_t state_length = 0;
    if (argc != 5) {
        fprintf(stderr, "usage: mbedtls_client PORT IDENTITY KEYHEX LENGTH\n");
        return 2;
    }
    for (const char *digit = argv[3]; digit[0] != 0 && digit[1] != 0 && key_length < sizeof key; digit += 2) {
        unsigned value;
        if (sscanf(digit, "%2x", &value) != 1) {
            return 2;
        }
        key[key_length++] = (unsigned char)value;
    }
    size_t length = (size_t)atoi(argv[4]);
    if (length == 0 || length > sizeof payload) {
        return 2;
    }
    memset(payload, 'x', length);
    payload[length - 1] = '\n';

    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_session session;
    mbedtls_timing_delay_context timer;
    mbedtls_net_context net;
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_session_init(&session);
    check(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0), "seed");
    check(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_DATAGRAM, MBEDTLS_SSL_PRESET_DEFAULT), "defaults");
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    mbedtls_ssl_conf_ciphersuites(&config, suites);
    mbedtls_ssl_conf_session_tickets(&config, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
    check(mbedtls_ssl_conf_psk(&config, key, key_length, (const unsigned char *)argv[2], strlen(argv[2])), "psk");
    check(mbedtls_ssl_setup(&ssl, &config), "setup");
    mbedtls_ssl_set_timer_cb(&ssl, &timer, mbedtls_timing_set_delay, mbedtls_timing_get_delay);

    for (int connection = 0; connection < 2; connection++) {
        mbedtls_net_init(&net);
        check(mbedtls_net_connect(&net, "127.0.0.1", argv[1], MBEDTLS_NET_PROTO_UDP), "connect");
        mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, mbedtls_net_recv_timeout);
        if (connection == 1) {
            check(mbedtls_ssl_set_session(&ssl, &session), "session");
        }
        int result;
        do {
            result = mbedtls_ssl_handshake(&ssl);
        } while (result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE);
        check(result, "handshake");
        if (connection == 0) {
            check(mbedtls_ssl_get_session(&ssl, &session), "session");
        }
        write_reading(&ssl, payload, length);
        usleep(100000);
        if (connection == 0) {
            // As behind a deep sleep, but on the same port: the server tells connections by their addresses.
            check(mbedtls_ssl_context_save(&ssl, state, sizeof state, &state_length), "save");
            mbedtls_ssl_free(&ssl);
            mbedtls_ssl_init(&ssl);
            check(mbedtls_ssl_setup(&ssl, &config), "setup");
            mbedtls_ssl_set_timer_cb(&ssl, &timer, mbedtls_timing_set_delay, mbedtls_timing_get_delay);
            mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, mbedtls_net_recv_timeout);
            check(mbedtls_ssl_context_load(&ssl, state, state_length), "load");
            write_reading(&ssl, payload, length);
            usleep(100000);
        }
        mbedtls_ssl_close_notify(&ssl);
        usleep(300000);
        mbedtls_net_free(&net);
        check(mbedtls_ssl_session_reset(&ssl), "reset");
    }

    printf("version %s\nstate %zu\n", MBEDTLS_VERSION_STRING_FULL, state_length);
    return 0;
}
