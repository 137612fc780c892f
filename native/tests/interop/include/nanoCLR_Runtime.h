// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

#include "nanoCLR_Interop.h"
