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

    /// <summary>Text that none of the column's time formats reads.</summary>
    TimeSyntax,

    /// <summary>A moment that the calendar does not have, or outside the years 1 to 9999.</summary>
    TimeRange,

    /// <summary>Text that is no decimal number.</summary>
    DecimalSyntax,

    /// <summary>More digits before the point than the decimal's precision leaves room for.</summary>
    DecimalPrecision,

    /// <summary>More digits after the point than the decimal's scale, and <c>round</c> is fail.</summary>
    DecimalScale,

    /// <summary>Text that is no UUID.</summary>
    Uuid,

    /// <summary>Text that is neither true nor false in any spelling that <c>to_bool</c> takes.</summary>
    BoolSyntax,

    /// <summary>Text that is not hexadecimal.</summary>
    Hex,

    /// <summary>A percent sign without two hexadecimal digits.</summary>
    UrlEncoding,

    /// <summary>Text that is not JSON.</summary>
    JsonSyntax,

    /// <summary>A transform's result, or the text that a pattern searches, exceeds the limit.</summary>
    ValueSize,
}
