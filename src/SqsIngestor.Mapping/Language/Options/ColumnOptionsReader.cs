using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Options;

/// <summary>Reads a column's keys other than its source.</summary>
internal static class ColumnOptionsReader
{
    public static readonly Keywords<NullItems> NullItemWords = new(
        ("fail", NullItems.Fail, "The column has the error `null_item`, and follows its `on_error`."),
        ("drop", NullItems.Drop, "The element or entry is left out."),
        ("default", NullItems.Default, "The row holds 0, false, empty text or an empty STRUCT."));

    public static readonly Keywords<DecimalRounding> RoundWords = new(
        ("fail", DecimalRounding.Fail, "Digits other than 0 are the error `decimal_scale`."),
        ("half_even", DecimalRounding.HalfEven, "Rounds to the nearest value, and a tie to the even digit."),
        ("down", DecimalRounding.Down, "Cuts the digits."));

    /// <summary>The value of <c>null_items</c> if the file does not say.</summary>
    public const NullItems DefaultNullItems = NullItems.Fail;

    /// <summary>The value of <c>round</c> if the file does not say.</summary>
    public const DecimalRounding DefaultRounding = DecimalRounding.Fail;

    public static ColumnOptions Read(KeyReader keys)
    {
        var policies = ReadPolicies(keys);
        // Only for the position of the key; the word itself is checked below.
        var foldCase = keys.Peek(ColumnOptionCatalog.FoldCase.Word) as YamlScalar;
        return new()
        {
            As = keys.TakeCall(ColumnOptionCatalog.As.Word, DiagnosticCodes.DecimalForm, ","),
            Formats = keys.TakeScalars(ColumnOptionCatalog.Formats.Word),
            Zone = keys.TakeScalar(ColumnOptionCatalog.Zone.Word),
            NotBefore = keys.TakeScalar(ColumnOptionCatalog.NotBefore.Word),
            NotAfter = keys.TakeScalar(ColumnOptionCatalog.NotAfter.Word),
            Round = keys.TakeScalar(ColumnOptionCatalog.Round.Word),
            Enum = keys.TakeScalar(ColumnOptionCatalog.Enum.Word),
            FoldCase = foldCase,
            FoldsCase = keys.TakeFlag(ColumnOptionCatalog.FoldCase.Word),
            Transform = ReadTransforms(keys),
            StrictPlace = keys.PositionOf(ColumnOptionCatalog.Strict.Word),
            Strict = keys.TakeFlag(ColumnOptionCatalog.Strict.Word),
            NullItemsPlace = keys.PositionOf(ColumnOptionCatalog.NullItems.Word),
            NullItems = keys.TakeWord(ColumnOptionCatalog.NullItems.Word, NullItemWords) ?? DefaultNullItems,
            OnMissingPlace = keys.PositionOf(ColumnOptionCatalog.OnMissing.Word),
            OnNullPlace = keys.PositionOf(ColumnOptionCatalog.OnNull.Word),
            OnErrorPlace = keys.PositionOf(ColumnOptionCatalog.OnError.Word),
            Policies = policies with { Default = keys.TakeScalar(ColumnOptionCatalog.Default.Word) },
        };
    }

    private static IReadOnlyList<YamlScalar> ReadTransforms(KeyReader keys)
    {
        var key = ColumnOptionCatalog.Transform.Word;
        if (keys.Peek(key) is not YamlScalar) return keys.TakeScalars(key);
        return keys.TakeCall(key, DiagnosticCodes.TransformSyntax) is { } one ? [one] : [];
    }

    /// <summary>Reads the policies of a column, or those of <c>defaults</c>.</summary>
    public static PolicySyntax ReadPolicies(KeyReader keys) => new()
    {
        OnMissing = keys.TakeWord(ColumnOptionCatalog.OnMissing.Word, PolicySyntax.Words),
        OnNull = keys.TakeWord(ColumnOptionCatalog.OnNull.Word, PolicySyntax.Words),
        OnError = keys.TakeWord(ColumnOptionCatalog.OnError.Word, PolicySyntax.Words),
    };
}
