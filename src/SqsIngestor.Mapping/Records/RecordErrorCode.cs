namespace SqsIngestor.Mapping.Records;

/// <summary>Why a message could not become rows. The text of a code (<see cref="RecordErrorCodes.ToText"/>) is stable.</summary>
public enum RecordErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The path resolves to nothing and <c>on_missing</c> is fail, or the column is required.</summary>
    Missing,

    /// <summary>The value is JSON null and <c>on_null</c> is fail, or the column is required.</summary>
    Null,

    /// <summary>A value of another kind than the column takes.</summary>
    WrongType,

    /// <summary>The text is not a number.</summary>
    NumberSyntax,

    /// <summary>The number does not fit the column's type.</summary>
    NumberRange,

    /// <summary>An integer column and a number with a fraction.</summary>
    NumberFraction,

    /// <summary>Text that is not well-formed Unicode: invalid UTF-8 or a lone surrogate.</summary>
    TextEncoding,

    /// <summary>Text that is neither base64 nor base64url.</summary>
    Base64,

    /// <summary>A name or number that the enum does not have.</summary>
    EnumValue,

    /// <summary>A null element of an array or null value of a map, which cannot be carried.</summary>
    NullItem,

    /// <summary>Nested deeper than the limit.</summary>
    Depth,

    /// <summary>The record exceeds the size that the service takes.</summary>
    RecordSize,

    /// <summary>The body does not have the form that the mapping asks for.</summary>
    BodySyntax,

    /// <summary>An expression failed on this message: a missing field, an overflow, values that cannot be compared.</summary>
    Expression,

    /// <summary>The condition of a table failed on this message and <c>on_filter_error</c> is fail.</summary>
    Filter,

    /// <summary>No table takes the message.</summary>
    Unrouted,

    /// <summary>An <c>explode</c> would make more rows than <c>max_rows</c>.</summary>
    TooManyRows,

    /// <summary>An <c>explode</c> finds no element and <c>empty</c> is fail.</summary>
    NoRows,
}
