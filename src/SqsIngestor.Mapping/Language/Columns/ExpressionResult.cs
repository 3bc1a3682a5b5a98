using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>What the type of an expression says about the values of its column.</summary>
internal static class ExpressionResult
{
    /// <summary>The types of value; null if a column takes no result of the type.</summary>
    public static ValueTypes? TypesOf(CelType type) => type.Kind switch
    {
        CelTypeKind.Dyn or CelTypeKind.Null => ValueTypes.Any,
        CelTypeKind.Bool => ValueTypes.Bool,
        CelTypeKind.Int or CelTypeKind.Uint => ValueTypes.Number,
        // NaN and infinities are text, as in ProtoJSON.
        CelTypeKind.Double => ValueTypes.Number | ValueTypes.Text,
        CelTypeKind.String => ValueTypes.Text,
        CelTypeKind.Bytes => ValueTypes.Bytes,
        CelTypeKind.Timestamp => ValueTypes.Instant,
        CelTypeKind.Duration or CelTypeKind.Type or CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Optional
            or CelTypeKind.Record => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether a result of the type can be null.</summary>
    public static bool MayBeNull(CelType type) => type.Kind is CelTypeKind.Dyn or CelTypeKind.Null;

    /// <summary>A result that no column takes, with its article.</summary>
    public static string Describe(CelType type) => type.Kind switch
    {
        CelTypeKind.Duration => "a duration",
        CelTypeKind.Type => "a type",
        CelTypeKind.List => "a list",
        CelTypeKind.Map => "a map",
        CelTypeKind.Optional => "an optional of an optional",
        CelTypeKind.Record => "a record",
        _ => throw new UnreachableException(),
    };

    /// <summary>What to use instead.</summary>
    public static string Hint(CelType type) => type.Kind switch
    {
        CelTypeKind.Duration => "string(…)",
        CelTypeKind.Type => "a comparison, such as type(body.a) == int",
        CelTypeKind.Optional => "value() or orValue(…)",
        _ => "an array or object of the message can be passed on: from with transforms, each, or entries",
    };
}
