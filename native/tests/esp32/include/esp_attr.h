// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#ifndef MODEL_ESP_ATTR_H
#define MODEL_ESP_ATTR_H

// A section of its own, as on the chip, so that a test can find what lies in it.
#define RTC_DATA_ATTR __attribute__((section("model_rtc_data")))

#endif
