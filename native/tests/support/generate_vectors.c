// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// Writes the C source with the expected outputs of vectors.h, computed by OpenSSL.

#include "reference.h"
#include "vectors.h"

static void begin(const char *name)
{
    printf("const uint8_t %s[] =\n{", name);
}

static void write(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
    {
        printf(i % 24 == 0 ? "\n%d," : "%d,", bytes[i]);
    }
}

static void end(void)
{
    printf("\n};\n");
}

int main(void)
{
    static ccm_case ccm;
    static mac_case mac;
    uint8_t data[512];
    uint8_t output[128];

    printf("#include \"vectors.h\"\n");
    begin("vector_ccm");
    for (unsigned i = 0; i < VECTOR_CCM_COUNT; i++)
    {
        make_ccm_case(&ccm, i);
        reference_ccm_seal(ccm.key, ccm.nonce, ccm.aad, ccm.aad_length, ccm.data, ccm.length, output, ccm.tag_length);
        write(ccm.data, ccm.length);
        write(output, ccm.tag_length);
    }

    end();
    begin("vector_sha");
    for (unsigned i = 0; i < VECTOR_SHA_COUNT; i++)
    {
        make_sha_data(data, i);
        reference_sha256(data, i, output);
        write(output, 32);
    }

    end();
    begin("vector_mac");
    for (unsigned i = 0; i < VECTOR_MAC_COUNT; i++)
    {
        make_mac_case(&mac, i);
        reference_hmac(mac.secret, i, mac.seed, mac.seed_length, output);
        write(output, 32);
        reference_prf(mac.secret, i, mac.seed, mac.seed_length, output, mac.output_length);
        write(output, mac.output_length);
    }

    end();
    begin("vector_aes");
    for (unsigned i = 0; i < VECTOR_AES_COUNT; i++)
    {
        test_random random;
        test_random_seed(&random, 20000 + i);
        test_random_bytes(&random, data, 32);
        reference_aes(data, data + 16, output);
        write(output, 16);
    }

    end();
    return 0;
}
