// Copyright (c) The NanoDtls Authors.
// See the LICENSE file in the project root for full license information.

namespace NanoDtls.Build.Tests.Il
{
    /// <summary>What the IL check looks for. Each rule has samples that it must flag.</summary>
    public enum IlRule
    {
        /// <summary>An array is made outside a constructor.</summary>
        NewArray,

        /// <summary>An object is made outside a constructor, and not to be thrown as an argument or state exception.</summary>
        NewObject,

        /// <summary>A value is boxed.</summary>
        Box,

        /// <summary>A string literal is executed (12 bytes each time) outside a constructor and not for such an exception.</summary>
        StringLiteral,

        /// <summary>A delegate is made, by a lambda or a method group.</summary>
        Delegate,

        /// <summary>A type token is loaded (typeof), which makes an object.</summary>
        TypeToken,

        /// <summary>A platform member that returns a new string or array is called.</summary>
        AllocatingCall,

        /// <summary>A struct other than a primitive or an enum: locals, parameters, returns and fields of it are heap objects.</summary>
        ValueType,

        /// <summary>Generics crash the interpreter or give wrong results.</summary>
        Generic,

        /// <summary>Arrays of more than one dimension are rejected.</summary>
        MultiDimensionalArray,

        /// <summary>Pointers and fixed buffers are rejected.</summary>
        Pointer,

        /// <summary>Volatile fields are rejected.</summary>
        Volatile,

        /// <summary>An opcode that the interpreter throws on.</summary>
        RejectedOpcode,

        /// <summary>Checked arithmetic, which never overflows on the device.</summary>
        CheckedArithmetic,

        /// <summary>A switch of more entries than the interpreter's byte can count.</summary>
        LargeSwitch,

        /// <summary>An unsigned value used as signed without a store in between: the interpreter goes on as unsigned.</summary>
        UnsignedAsSigned,

        /// <summary>Static state that changes after the static constructor, or that objects share as scratch memory.</summary>
        StaticScratch,

        /// <summary>A member that the reference of the device's API does not have.</summary>
        UnknownMember,
    }
}
