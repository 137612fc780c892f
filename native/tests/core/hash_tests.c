// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanodtls_crypto.h"
#include "vectors.h"

static uint8_t s_data[512];
static mac_case s_mac;

static void check_digest(const char *text, const char *digest)
{
    uint8_t expected[32], actual[32];
    test_hex(digest, expected);
    CHECK(nanodtls_sha256_digest((const uint8_t *)text, strlen(text), actual) == NANODTLS_OK);
    CHECK(memcmp(actual, expected, 32) == 0);
}

void sha256_known_answers(void)
{
    // FIPS 180-4 examples of NIST, and a million times "a".
    nanodtls_sha256 hash;
    uint8_t expected[32], actual[32];
    check_digest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");

    memset(s_data, 'a', sizeof(s_data));
    nanodtls_sha256_init(&hash);
    for (unsigned i = 0; i < 2000; i++)
    {
        CHECK(nanodtls_sha256_update(&hash, s_data, 500) == NANODTLS_OK);
    }

    CHECK(nanodtls_sha256_finish(&hash, actual) == NANODTLS_OK);
    test_hex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", expected);
    CHECK(memcmp(actual, expected, 32) == 0);
    CHECK(test_is_zero(&hash, sizeof(hash)));
}

void sha256_equals_openssl(void)
{
    uint8_t actual[32];
    for (unsigned length = 0; length < VECTOR_SHA_COUNT; length++)
    {
        make_sha_data(s_data, length);
        CHECK_AT(nanodtls_sha256_digest(s_data, length, actual) == NANODTLS_OK, length);
        CHECK_AT(memcmp(actual, vector_sha + 32 * length, 32) == 0, length);

        // Over its own input.
        CHECK_AT(nanodtls_sha256_digest(s_data, length, s_data) == NANODTLS_OK, length);
        CHECK_AT(memcmp(s_data, vector_sha + 32 * length, 32) == 0, length);
    }
}

void sha256_in_any_two_parts(void)
{
    uint8_t actual[32];
    for (unsigned length = 100; length <= 193; length += 31)
    {
        make_sha_data(s_data, length);
        for (unsigned first = 0; first <= length; first++)
        {
            nanodtls_sha256 hash;
            nanodtls_sha256_init(&hash);
            nanodtls_sha256_update(&hash, s_data, first);
            nanodtls_sha256_update(&hash, NULL, 0);
            nanodtls_sha256_update(&hash, s_data + first, length - first);
            nanodtls_sha256_finish(&hash, actual);
            CHECK_AT(memcmp(actual, vector_sha + 32 * length, 32) == 0, first);
        }
    }
}

void sha256_goes_on_from_a_copy(void)
{
    nanodtls_sha256 hash, copy;
    uint8_t actual[32];
    make_sha_data(s_data, 200);
    nanodtls_sha256_init(&hash);
    nanodtls_sha256_update(&hash, s_data, 130);
    copy = hash;
    nanodtls_sha256_update(&copy, s_data, 77);
    nanodtls_sha256_finish(&copy, actual);
    nanodtls_sha256_update(&hash, s_data + 130, 70);
    nanodtls_sha256_finish(&hash, actual);
    CHECK(memcmp(actual, vector_sha + 32 * 200, 32) == 0);
}

void sha256_checks_its_arguments(void)
{
    nanodtls_sha256 hash, before;
    uint8_t digest[32];
    CHECK(nanodtls_sha256_init(NULL) == NANODTLS_ERROR_ARGUMENT);
    nanodtls_sha256_init(&hash);
    nanodtls_sha256_update(&hash, (const uint8_t *)"abc", 3);
    before = hash;
    CHECK(nanodtls_sha256_update(NULL, digest, 1) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_update(&hash, NULL, 1) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_update(&hash, digest, UINT32_MAX) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_update(&hash, digest, SIZE_MAX) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_finish(NULL, digest) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_finish(&hash, NULL) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_digest(NULL, 1, digest) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_sha256_digest(digest, 1, NULL) == NANODTLS_ERROR_ARGUMENT);
    CHECK(memcmp(&hash, &before, sizeof(hash)) == 0);
}

static void check_hmac(const char *secret, size_t secret_count, const char *data, const char *code)
{
    // Secret and data are repeated bytes where RFC 4231 has such.
    static uint8_t s_secret[131];
    nanodtls_hmac_key key;
    uint8_t expected[32], actual[32];
    size_t length = secret_count == 0 ? strlen(secret) : secret_count;
    for (size_t i = 0; i < length; i++)
    {
        s_secret[i] = (uint8_t)(secret_count == 0 ? secret[i] : secret[0]);
    }

    test_hex(code, expected);
    CHECK(nanodtls_hmac_set_key(&key, s_secret, length) == NANODTLS_OK);
    CHECK(nanodtls_hmac(&key, (const uint8_t *)data, strlen(data), NULL, 0, actual) == NANODTLS_OK);
    CHECK(memcmp(actual, expected, 32) == 0);
}

void hmac_known_answers(void)
{
    // RFC 4231, cases 1, 2, 6 and 7.
    check_hmac("\x0b", 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    check_hmac("Jefe", 0, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    check_hmac("\xaa", 131, "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    check_hmac("\xaa", 131, "This is a test using a larger than block-size key and a larger than block-size data. "
        "The key needs to be hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

void hmac_equals_openssl(void)
{
    const uint8_t *expected = vector_mac;
    for (unsigned i = 0; i < VECTOR_MAC_COUNT; i++)
    {
        nanodtls_hmac_key key;
        uint8_t actual[32];
        make_mac_case(&s_mac, i);
        CHECK_AT(nanodtls_hmac_set_key(&key, s_mac.secret, i) == NANODTLS_OK, i);
        CHECK_AT(nanodtls_hmac(&key, s_mac.seed, s_mac.seed_length, NULL, 0, actual) == NANODTLS_OK, i);
        CHECK_AT(memcmp(actual, expected, 32) == 0, i);
        size_t first = s_mac.seed_length / 3;
        CHECK_AT(nanodtls_hmac(&key, s_mac.seed, first, s_mac.seed + first, s_mac.seed_length - first, actual) == NANODTLS_OK, i);
        CHECK_AT(memcmp(actual, expected, 32) == 0, i);
        expected += 32 + s_mac.output_length;
    }
}

void prf_known_answer(void)
{
    // The vector for TLS 1.2 with SHA-256 from the IETF TLS mailing list.
    nanodtls_hmac_key key;
    uint8_t secret[16], seed[26], expected[100], actual[100];
    test_hex("9bbe436ba940f017b17652849a71db35", secret);
    memcpy(seed, "test label", 10);
    test_hex("a0ba9f936cda311827a6f796ffd5198c", seed + 10);
    test_hex("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7"
        "077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66", expected);
    nanodtls_hmac_set_key(&key, secret, sizeof(secret));
    for (size_t length = 0; length <= 100; length++)
    {
        memset(actual, 0xA5, sizeof(actual));
        CHECK_AT(nanodtls_prf(&key, seed, sizeof(seed), actual, length) == NANODTLS_OK, length);
        CHECK_AT(memcmp(actual, expected, length) == 0, length);
        CHECK_AT(length == 100 || actual[length] == 0xA5, length);
    }
}

void prf_equals_openssl(void)
{
    const uint8_t *expected = vector_mac;
    for (unsigned i = 0; i < VECTOR_MAC_COUNT; i++)
    {
        nanodtls_hmac_key key;
        uint8_t actual[128];
        make_mac_case(&s_mac, i);
        nanodtls_hmac_set_key(&key, s_mac.secret, i);
        expected += 32;
        CHECK_AT(nanodtls_prf(&key, s_mac.seed, s_mac.seed_length, actual, s_mac.output_length) == NANODTLS_OK, i);
        CHECK_AT(memcmp(actual, expected, s_mac.output_length) == 0, i);
        expected += s_mac.output_length;
    }
}

void prf_checks_its_arguments(void)
{
    nanodtls_hmac_key key;
    uint8_t data[8] = { 1 }, output[32] = { 0 };
    CHECK(nanodtls_hmac_set_key(NULL, data, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac_set_key(&key, NULL, 8) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac_set_key(&key, NULL, 0) == NANODTLS_OK);
    CHECK(nanodtls_hmac(NULL, data, 8, NULL, 0, output) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac(&key, NULL, 8, NULL, 0, output) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac(&key, data, 8, NULL, 1, output) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac(&key, data, 8, NULL, 0, NULL) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac(&key, data, UINT32_MAX, data, 8, output) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_hmac(&key, data, 8, data, UINT32_MAX - 64, output) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_prf(NULL, data, 8, output, 32) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_prf(&key, NULL, 8, output, 32) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_prf(&key, data, 8, NULL, 32) == NANODTLS_ERROR_ARGUMENT);
    CHECK(nanodtls_prf(&key, data, UINT32_MAX, output, 32) == NANODTLS_ERROR_ARGUMENT);
    CHECK(test_is_zero(output, sizeof(output)));
}

void zeroize_clears_exactly_its_range(void)
{
    uint32_t memory[20];
    uint8_t *bytes = (uint8_t *)memory;
    for (size_t offset = 0; offset < 8; offset++)
    {
        for (size_t length = 0; length < 64; length++)
        {
            memset(memory, 0xEE, sizeof(memory));
            nanodtls_zeroize(bytes + offset, length);
            for (size_t i = 0; i < sizeof(memory); i++)
            {
                CHECK_AT((bytes[i] == 0) == (i >= offset && i < offset + length), i);
            }
        }
    }

    nanodtls_zeroize(NULL, 0);
}

void equal_finds_every_difference(void)
{
    uint8_t left[33], right[33];
    make_sha_data(left, 33);
    for (size_t length = 0; length <= 33; length++)
    {
        memcpy(right, left, sizeof(left));
        CHECK_AT(nanodtls_equal(left, right, length) == 1, length);
        for (size_t bit = 0; bit < 8 * 33; bit++)
        {
            right[bit / 8] ^= (uint8_t)(1u << bit % 8);
            CHECK_AT(nanodtls_equal(left, right, length) == (bit / 8 >= length), bit);
            right[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
    }
}
