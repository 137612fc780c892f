// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

// The interpreter's header of this name packs structures; the mock needs nothing of it.
