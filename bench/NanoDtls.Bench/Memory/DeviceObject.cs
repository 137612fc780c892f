// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Bench.Memory
{
    /// <summary>An object on the device's heap.</summary>
    /// <param name="Path">How it is reached, by field names.</param>
    /// <param name="Type">Name of its type.</param>
    /// <param name="Elements">Number of elements of an array, of fields of another object.</param>
    /// <param name="ElementBytes">Bytes of an element of an array; 0 for another object.</param>
    internal sealed record DeviceObject(string Path, string Type, int Elements, int ElementBytes)
    {
        // The interpreter's unit of memory: every heap block is a multiple of it, and so is every field.
        private const int Unit = 12;
        private const int ArrayHeader = 20;

        public bool IsArray => ElementBytes != 0;

        /// <summary>Length in bytes of an array's elements.</summary>
        public int Length => Elements * ElementBytes;

        /// <summary>Bytes on the device's heap: 12 and 12 for each field, whatever its type; an array 20 and its elements, rounded up to 12.</summary>
        public int HeapBytes => IsArray ? (ArrayHeader + Length + Unit - 1) / Unit * Unit : Unit + (Unit * Elements);
    }
}
