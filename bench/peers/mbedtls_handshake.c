// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// CPU time and heap of an Mbed TLS 2.28 client in a full DTLS 1.2 handshake, TLS_PSK_WITH_AES_128_CCM_8, with cookie exchange and
// extended master secret. Client and server share a process and pass datagrams in memory; only calls of the client are timed.
//
//   mbedtls_handshake IDENTITY KEYHEX COUNT
//
// Built with -Wl,--wrap=calloc -Wl,--wrap=free and the static libraries; bench/peers/rv32 builds it for a chip's instruction set too. Prints
//   version TEXT
//   client_ns N        median
//   client_heap N      most bytes that the client's context held on the heap at once, without the allocator's own
//   client_blocks N    the number of blocks that they were in
//   client_held N      bytes that it holds there once it is connected
//   client_context N   bytes of the context itself, which is the caller's

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cookie.h>
#include <mbedtls/timing.h>
#include <mbedtls/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_DATAGRAMS 8
#define MAX_DATAGRAM 2048

typedef struct {
    unsigned char data[MAX_DATAGRAMS][MAX_DATAGRAM];
    size_t length[MAX_DATAGRAMS];
    unsigned first;
    unsigned count;
} queue_t;

typedef struct {
    queue_t *in;
    queue_t *out;
} link_t;

static int push(void *context, const unsigned char *data, size_t length)
{
    queue_t *queue = ((link_t *)context)->out;
    if (queue->count == MAX_DATAGRAMS || length > MAX_DATAGRAM) {
        return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
    }
    unsigned slot = (queue->first + queue->count++) % MAX_DATAGRAMS;
    memcpy(queue->data[slot], data, length);
    queue->length[slot] = length;
    return (int)length;
}

static int pop(void *context, unsigned char *data, size_t room)
{
    queue_t *queue = ((link_t *)context)->in;
    if (queue->count == 0) {
        return MBEDTLS_ERR_SSL_WANT_READ;
    }
    size_t length = queue->length[queue->first] < room ? queue->length[queue->first] : room;
    memcpy(data, queue->data[queue->first], length);
    queue->first = (queue->first + 1) % MAX_DATAGRAMS;
    queue->count--;
    return (int)length;
}

// The heap of whoever runs: the client, while it is set.
static int counts_heap;
static size_t heap;
static size_t heap_peak;
static size_t blocks;
static size_t blocks_at_peak;

typedef union {
    struct {
        size_t size;
        int counted;
    } block;
    max_align_t align;
} header_t;

// The library's calls of calloc and free, by the linker's --wrap: Debian builds it without its own hooks.
void *__real_calloc(size_t count, size_t size);
void __real_free(void *pointer);

void *__wrap_calloc(size_t count, size_t size)
{
    header_t *header = __real_calloc(1, sizeof *header + count * size);
    if (header == NULL) {
        return NULL;
    }
    header->block.size = count * size;
    header->block.counted = counts_heap;
    if (counts_heap) {
        heap += count * size;
        blocks++;
        if (heap > heap_peak) {
            heap_peak = heap;
            blocks_at_peak = blocks;
        }
    }
    return header + 1;
}

void __wrap_free(void *pointer)
{
    if (pointer == NULL) {
        return;
    }
    header_t *header = (header_t *)pointer - 1;
    if (header->block.counted) {
        heap -= header->block.size;
        blocks--;
    }
    __real_free(header);
}

static void check(int result, const char *what)
{
    if (result != 0) {
        fprintf(stderr, "%s: -0x%04X\n", what, (unsigned)-result);
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

static void configure(mbedtls_ssl_config *config, int endpoint, mbedtls_ctr_drbg_context *random, const char *identity, const unsigned char *key, size_t key_length)
{
    static const int suites[] = {MBEDTLS_TLS_PSK_WITH_AES_128_CCM_8, 0};
    mbedtls_ssl_config_init(config);
    check(mbedtls_ssl_config_defaults(config, endpoint, MBEDTLS_SSL_TRANSPORT_DATAGRAM, MBEDTLS_SSL_PRESET_DEFAULT), "defaults");
    mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, random);
    mbedtls_ssl_conf_ciphersuites(config, suites);
    mbedtls_ssl_conf_extended_master_secret(config, MBEDTLS_SSL_EXTENDED_MS_ENABLED);
    check(mbedtls_ssl_conf_psk(config, key, key_length, (const unsigned char *)identity, strlen(identity)), "psk");
}

int main(int argc, char **argv)
{
    unsigned char key[64];
    size_t key_length = 0;
    if (argc != 4) {
        fprintf(stderr, "usage: mbedtls_handshake IDENTITY KEYHEX COUNT\n");
        return 2;
    }
    for (const char *digit = argv[2]; digit[0] != 0 && digit[1] != 0 && key_length < sizeof key; digit += 2) {
        unsigned value;
        if (sscanf(digit, "%2x", &value) != 1) {
            return 2;
        }
        key[key_length++] = (unsigned char)value;
    }
    int count = atoi(argv[3]);
    long long *times = calloc((size_t)count, sizeof *times);

    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_config client_config;
    mbedtls_ssl_config server_config;
    mbedtls_ssl_context client;
    mbedtls_ssl_context server;
    mbedtls_ssl_cookie_ctx cookies;
    mbedtls_timing_delay_context client_timer;
    mbedtls_timing_delay_context server_timer;
    static queue_t to_client;
    static queue_t to_server;
    link_t client_link = {&to_client, &to_server};
    link_t server_link = {&to_server, &to_client};
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_init(&client);
    mbedtls_ssl_init(&server);
    mbedtls_ssl_cookie_init(&cookies);
    check(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0), "seed");
    configure(&client_config, MBEDTLS_SSL_IS_CLIENT, &random, argv[1], key, key_length);
    configure(&server_config, MBEDTLS_SSL_IS_SERVER, &random, argv[1], key, key_length);
    check(mbedtls_ssl_cookie_setup(&cookies, mbedtls_ctr_drbg_random, &random), "cookies");
    mbedtls_ssl_conf_dtls_cookies(&server_config, mbedtls_ssl_cookie_write, mbedtls_ssl_cookie_check, &cookies);
    check(mbedtls_ssl_setup(&server, &server_config), "server");
    mbedtls_ssl_set_bio(&server, &server_link, push, pop, NULL);
    mbedtls_ssl_set_timer_cb(&server, &server_timer, mbedtls_timing_set_delay, mbedtls_timing_get_delay);
    counts_heap = 1;
    check(mbedtls_ssl_setup(&client, &client_config), "client");
    counts_heap = 0;
    mbedtls_ssl_set_bio(&client, &client_link, push, pop, NULL);
    mbedtls_ssl_set_timer_cb(&client, &client_timer, mbedtls_timing_set_delay, mbedtls_timing_get_delay);

    for (int i = 0; i < count; i++) {
        to_client.count = 0;
        to_server.count = 0;
        check(mbedtls_ssl_session_reset(&server), "server reset");
        check(mbedtls_ssl_set_client_transport_id(&server, (const unsigned char *)"peer", 4), "transport id");
        long long start = now();
        counts_heap = 1;
        check(mbedtls_ssl_session_reset(&client), "client reset");
        counts_heap = 0;
        times[i] = now() - start;
        int client_result = MBEDTLS_ERR_SSL_WANT_READ;
        int server_result = MBEDTLS_ERR_SSL_WANT_READ;
        for (int step = 0; client_result != 0 || server_result != 0; step++) {
            if (step > 20) {
                fprintf(stderr, "the handshake does not end: client -0x%04X, server -0x%04X\n", (unsigned)-client_result, (unsigned)-server_result);
                return 1;
            }
            if (client_result != 0) {
                start = now();
                counts_heap = 1;
                client_result = mbedtls_ssl_handshake(&client);
                counts_heap = 0;
                times[i] += now() - start;
            }
            if (server_result != 0) {
                server_result = mbedtls_ssl_handshake(&server);
                if (server_result == MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED) {
                    check(mbedtls_ssl_session_reset(&server), "server reset");
                    check(mbedtls_ssl_set_client_transport_id(&server, (const unsigned char *)"peer", 4), "transport id");
                }
            }
        }
        if (strcmp(mbedtls_ssl_get_ciphersuite(&client), "TLS-PSK-WITH-AES-128-CCM-8") != 0) {
            fprintf(stderr, "another suite\n");
            return 1;
        }
    }

    qsort(times, (size_t)count, sizeof *times, compare);
    printf("version %s\nclient_ns %lld\nclient_heap %zu\nclient_blocks %zu\nclient_held %zu\nclient_context %zu\n", MBEDTLS_VERSION_STRING_FULL, times[count / 2], heap_peak, blocks_at_peak, heap, sizeof client);
    return 0;
}
