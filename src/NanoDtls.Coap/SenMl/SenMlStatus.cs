// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Coap
{
    /// <summary>State of a <see cref="SenMlWriter"/>. The first error stays until the next pack.</summary>
    public enum SenMlStatus
    {
        /// <summary>No error so far.</summary>
        Ok = 0,

        /// <summary>The pack does not fit into the buffer.</summary>
        BufferTooSmall = 1,

        /// <summary>More than 255 records.</summary>
        TooManyRecords = 2,

        /// <summary>A field occurs twice in a record, or two kinds of value do (RFC 8428 section 4.2).</summary>
        DuplicateField = 3,

        /// <summary>
        /// A name has a character other than letters, digits and "-:./_", or the resolved name starts with one
        /// of the latter (RFC 8428 section 4.5.1).
        /// </summary>
        InvalidName = 4,

        /// <summary>A record has neither a name nor a base name in effect (RFC 8428 section 4.5.1).</summary>
        NameMissing = 5,

        /// <summary>A record has neither a value nor a sum, and no base value or sum is in effect (RFC 8428 section 4.2).</summary>
        ValueMissing = 6,

        /// <summary>A number that is infinite or not a number, or a version other than 1 to 10.</summary>
        InvalidValue = 7,

        /// <summary>The pack has no record (RFC 8428 section 4).</summary>
        Empty = 8,
    }
}
