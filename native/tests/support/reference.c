// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

static void require(int good, const char *what)
{
    if (!good)
    {
        fprintf(stderr, "OpenSSL: %s failed\n", what);
        abort();
    }
}

void reference_aes(const uint8_t *key, const uint8_t *block, uint8_t *output)
{
    int length = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    require(EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, key, NULL), "AES");
    EVP_CIPHER_CTX_set_padding(context, 0);
    require(EVP_EncryptUpdate(context, output, &length, block, 16) && length == 16, "AES");
    EVP_CIPHER_CTX_free(context);
}

void reference_ccm_seal(const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_length, uint8_t *data,
    size_t length, uint8_t *tag, size_t tag_length)
{
    int written = 0;
    uint8_t nothing[16];
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    require(EVP_EncryptInit_ex(context, EVP_aes_128_ccm(), NULL, NULL, NULL), "CCM");
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, NULL), "CCM nonce length");
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, (int)tag_length, NULL), "CCM tag length");
    require(EVP_EncryptInit_ex(context, NULL, NULL, key, nonce), "CCM key");
    require(EVP_EncryptUpdate(context, NULL, &written, NULL, (int)length), "CCM length");
    if (aad_length != 0)
    {
        require(EVP_EncryptUpdate(context, NULL, &written, aad, (int)aad_length), "CCM additional data");
    }

    require(EVP_EncryptUpdate(context, length != 0 ? data : nothing, &written, length != 0 ? data : nothing, (int)length), "CCM data");
    require(EVP_EncryptFinal_ex(context, nothing, &written), "CCM end");
    require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, (int)tag_length, tag), "CCM tag");
    EVP_CIPHER_CTX_free(context);
}

void reference_sha256(const uint8_t *data, size_t length, uint8_t *digest)
{
    require(EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL), "SHA-256");
}

void reference_hmac(const uint8_t *secret, size_t secret_length, const uint8_t *data, size_t length, uint8_t *code)
{
    unsigned written = 0;
    require(HMAC(EVP_sha256(), secret, (int)secret_length, data, length, code, &written) != NULL && written == 32, "HMAC");
}

void reference_prf(const uint8_t *secret, size_t secret_length, const uint8_t *seed, size_t seed_length, uint8_t *output,
    size_t output_length)
{
    // RFC 5246 section 5: P_hash(secret, seed) = HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + ...
    uint8_t input[32 + 256];
    uint8_t block[32];
    require(seed_length <= 256, "seed length");
    reference_hmac(secret, secret_length, seed, seed_length, input);
    memcpy(input + 32, seed, seed_length);
    while (output_length != 0)
    {
        size_t part = output_length < 32 ? output_length : 32;
        reference_hmac(secret, secret_length, input, 32 + seed_length, block);
        memcpy(output, block, part);
        output += part;
        output_length -= part;
        reference_hmac(secret, secret_length, input, 32, block);
        memcpy(input, block, 32);
    }
}
