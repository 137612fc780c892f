/* Copyright (c) The NanoDtls Authors.
 * See the LICENSE file in the project root for full license information.
 *
 * A CoAP client on libcoap over DTLS with a pre-shared key: makes requests one after the other and prints how many
 * it made in a second.
 *
 *   coap_requests PORT IDENTITY KEY COUNT PATH
 */
#include <coap3/coap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <arpa/inet.h>

static int responses;

static coap_response_t on_response(coap_session_t *session, const coap_pdu_t *sent, const coap_pdu_t *received, const coap_mid_t mid)
{
    (void)session;
    (void)sent;
    (void)mid;
    if (COAP_RESPONSE_CLASS(coap_pdu_get_code(received)) == 2)
    {
        responses++;
    }
    return COAP_RESPONSE_OK;
}

static int request(coap_context_t *context, coap_session_t *session, const char *path)
{
    uint8_t token[8];
    size_t token_length;
    coap_pdu_t *pdu = coap_new_pdu(COAP_MESSAGE_CON, COAP_REQUEST_CODE_GET, session);
    if (pdu == NULL)
    {
        return 0;
    }

    coap_session_new_token(session, &token_length, token);
    coap_add_token(pdu, token_length, token);
    coap_add_option(pdu, COAP_OPTION_URI_PATH, strlen(path), (const uint8_t *)path);
    int before = responses;
    if (coap_send(session, pdu) == COAP_INVALID_MID)
    {
        return 0;
    }

    while (responses == before)
    {
        if (coap_io_process(context, 10000) < 0)
        {
            return 0;
        }
    }
    return 1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 6)
    {
        fprintf(stderr, "usage: coap_requests PORT IDENTITY KEY COUNT PATH\n");
        return 2;
    }

    coap_startup();
    coap_set_log_level(LOG_EMERG);
    coap_dtls_set_log_level(LOG_EMERG);
    coap_address_t server;
    coap_address_init(&server);
    server.addr.sin.sin_family = AF_INET;
    server.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.addr.sin.sin_port = htons((uint16_t)atoi(argv[1]));

    coap_dtls_cpsk_t setup;
    memset(&setup, 0, sizeof setup);
    setup.version = COAP_DTLS_CPSK_SETUP_VERSION;
    setup.psk_info.identity.s = (const uint8_t *)argv[2];
    setup.psk_info.identity.length = strlen(argv[2]);
    setup.psk_info.key.s = (const uint8_t *)argv[3];
    setup.psk_info.key.length = strlen(argv[3]);

    coap_context_t *context = coap_new_context(NULL);
    coap_session_t *session = context == NULL ? NULL : coap_new_client_session_psk2(context, NULL, &server, COAP_PROTO_DTLS, &setup);
    if (session == NULL)
    {
        fprintf(stderr, "no session\n");
        return 1;
    }

    coap_register_response_handler(context, on_response);
    int count = atoi(argv[4]);
    /* The handshake, and what happens once. */
    for (int i = 0; i < 200; i++)
    {
        if (!request(context, session, argv[5]))
        {
            fprintf(stderr, "no answer\n");
            return 1;
        }
    }

    double start = now();
    for (int i = 0; i < count; i++)
    {
        if (!request(context, session, argv[5]))
        {
            fprintf(stderr, "no answer\n");
            return 1;
        }
    }

    printf("%.1f\n", count / (now() - start));
    coap_session_release(session);
    coap_free_context(context);
    coap_cleanup();
    return 0;
}
