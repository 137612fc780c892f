// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The names of the tests of the chips' back end.

TEST(record_of_64_bytes_takes_11_blocks_in_one_acquisition)
TEST(long_records_keep_to_the_blocks_per_acquisition)
TEST(every_block_that_is_skipped_is_noticed)
TEST(every_key_write_that_is_skipped_is_noticed)
TEST(hash_is_right_when_the_unit_skips_a_block)
TEST(hash_is_right_while_the_unit_is_busy)
TEST(hash_uses_the_unit_where_the_chip_can)
TEST(random_source_that_is_stuck_is_reported)
TEST(slot_lies_in_the_memory_that_deep_sleep_keeps)
TEST(key_state_is_as_small_as_the_chip_allows)
TEST(nothing_is_held_at_the_end)
