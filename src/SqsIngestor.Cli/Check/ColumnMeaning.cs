using System.Diagnostics;
using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Check;

/// <summary>Compares the <c>as</c> of a mapping with the type of the column.</summary>
internal static class ColumnMeaning
{
    private const string Uuid = "uuid";
    private const int UuidLength = 36;

    /// <summary>The problem; null for none.</summary>
    /// <param name="meaning">The value of <c>as</c>; null for none.</param>
    /// <param name="type">The type of the column: a single value, not an ARRAY, MAP or STRUCT.</param>
    public static (DiagnosticCode Code, string Problem)? Check(string? meaning, DeltaType type)
    {
        var wanted = TypeMeaning.Of(type);
        if (meaning is null)
        {
            return wanted is null
                ? null
                : (DiagnosticCodes.ColumnWithoutAs, $"the column is {type}, and the mapping does not say as: {wanted}");
        }
        if (meaning == Uuid && Length(type) < UuidLength)
        {
            return (DiagnosticCodes.TextNeverFits, $"the column is {type}, and a UUID has {UuidLength} characters");
        }

        var given = MappingTypes.Type(meaning);
        if (given is DecimalType from && type is DecimalType to)
        {
            if (!to.Holds(from))
            {
                return (DiagnosticCodes.DecimalTooWide, $"the column is {type}, which does not hold every {meaning}");
            }

            return !from.Holds(to)
                ? (DiagnosticCodes.DecimalTooNarrow, $"the column is {type}, which holds more than {meaning}")
                : null;
        }

        // Text can hold any value. JSON fits both text and VARIANT.
        var fits = given is null ? type.Kind is DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char
            || (LanguageReference.IsJsonText(meaning) && type.Kind == DeltaKind.Variant)
            : given.Kind == type.Kind || (given.Kind is DeltaKind.Variant or DeltaKind.Decimal && type.Kind == DeltaKind.String);
        return fits ? null : (DiagnosticCodes.AsDiffers, $"the column is {type}, and the mapping says as: {meaning}");
    }

    /// <summary>
    /// The problem of a column that does not have the type of the descriptor set, by which the function checks values; null for
    /// none.
    /// </summary>
    /// <param name="meaning">The value of <c>as</c>; null for none.</param>
    /// <param name="described">The type in the descriptor set.</param>
    /// <param name="type">The type of the column.</param>
    public static (DiagnosticCode Code, string Problem)? CheckDescribed(string? meaning, DeltaType described, DeltaType type)
    {
        // The mapping gives the column its type, whatever the descriptor says.
        var isJson = meaning is not null && LanguageReference.IsJsonText(meaning) && type.Kind == DeltaKind.Variant;
        if (isJson || MappingTypes.Type(meaning)?.Kind == type.Kind) return null;
        return TypeFits.Of(described, type) switch
        {
            TypeFit.Refuses => (
                DiagnosticCodes.ColumnNarrower, $"the column is {type}, which does not hold every {described} of the descriptor"),
            TypeFit.OtherMeaning => (DiagnosticCodes.AsDiffers, $"the column is {type}, and the descriptor has {described}"),
            // Another type on the wire is a finding of the descriptor.
            TypeFit.Holds or TypeFit.HoldsAsText or TypeFit.OtherWire => null,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The text to add to the mapping.</summary>
    public static string? Hint(DeltaType type) =>
        TypeMeaning.Of(type) is { } meaning ? $"as: {(type is DecimalType ? $"\"{meaning}\"" : meaning)}" : null;

    /// <summary>The most characters of a text column; null for any number.</summary>
    private static int? Length(DeltaType type) => type switch
    {
        VarcharType varchar => varchar.Length,
        CharType text => text.Length,
        _ => null,
    };
}
