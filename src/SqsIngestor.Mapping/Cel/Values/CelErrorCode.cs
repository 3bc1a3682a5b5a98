namespace SqsIngestor.Mapping.Cel.Values;

/// <summary>Why an evaluation gave no value. The names, in snake case, are stable: see <see cref="CelErrorText"/>.</summary>
internal enum CelErrorCode : byte
{
    None,

    /// <summary>A function or operator met values of types that it does not take.</summary>
    NoMatchingOverload,

    /// <summary>The path leads nowhere, or the map has no such key.</summary>
    NoSuchField,

    /// <summary>A list has no such position.</summary>
    IndexOutOfRange,

    /// <summary>Division or remainder by the integer zero.</summary>
    DivideByZero,

    /// <summary>The result does not fit its type.</summary>
    Overflow,

    /// <summary>A conversion's argument lies outside the target type's range.</summary>
    OutOfRange,

    /// <summary>A conversion's argument is not written as the target type is.</summary>
    NotConvertible,

    /// <summary>Text that is not Unicode: invalid UTF-8, or a lone surrogate in JSON.</summary>
    InvalidText,

    /// <summary>Two equal keys in one map.</summary>
    DuplicateKey,

    /// <summary>A map's key is not a bool, int, uint or string.</summary>
    UnsupportedKey,

    /// <summary>The evaluation cost more than its context allows.</summary>
    CostLimit,

    /// <summary>Values nested too deeply to be compared.</summary>
    DepthLimit,
}
