/* Copyright (c) The NanoDtls Authors.
 * See the LICENSE file in the project root for full license information.
 *
 * Reads CoAP messages as lines of hexadecimal digits and prints what libcoap makes of each:
 *   bad
 *   ok TYPE CODE MESSAGE_ID TOKEN NUMBER=VALUE... | PAYLOAD
 * all numbers decimal, all bytes hexadecimal.
 */
#include <coap3/coap.h>
#include <stdio.h>
#include <string.h>

#define MAX_MESSAGE 2048

static void print_hex(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
    {
        printf("%02x", bytes[i]);
    }
}

static size_t read_hex(const char *line, uint8_t *bytes)
{
    size_t length = 0;
    unsigned int value;
    while (length < MAX_MESSAGE && sscanf(line + 2 * length, "%2x", &value) == 1)
    {
        bytes[length++] = (uint8_t)value;
    }
    return length;
}

static void decode(const uint8_t *bytes, size_t length)
{
    coap_pdu_t *pdu = coap_pdu_init(0, 0, 0, length);
    if (pdu == NULL || !coap_pdu_parse(COAP_PROTO_UDP, bytes, length, pdu))
    {
        printf("bad\n");
        coap_delete_pdu(pdu);
        return;
    }

    coap_bin_const_t token = coap_pdu_get_token(pdu);
    printf("ok %d %d %d ", (int)coap_pdu_get_type(pdu), (int)coap_pdu_get_code(pdu), coap_pdu_get_mid(pdu) & 0xFFFF);
    print_hex(token.s, token.length);
    coap_opt_iterator_t iterator;
    coap_opt_t *option;
    coap_option_iterator_init(pdu, &iterator, COAP_OPT_ALL);
    while ((option = coap_option_next(&iterator)) != NULL)
    {
        printf(" %d=", iterator.number);
        print_hex(coap_opt_value(option), coap_opt_length(option));
    }

    size_t payload_length;
    const uint8_t *payload;
    printf(" | ");
    if (coap_get_data(pdu, &payload_length, &payload))
    {
        print_hex(payload, payload_length);
    }
    printf("\n");
    coap_delete_pdu(pdu);
}

int main(void)
{
    static char line[2 * MAX_MESSAGE + 2];
    static uint8_t bytes[MAX_MESSAGE];
    coap_startup();
    coap_set_log_level(LOG_EMERG);
    while (fgets(line, sizeof line, stdin) != NULL)
    {
        decode(bytes, read_hex(line, bytes));
    }
    coap_cleanup();
    return 0;
}
