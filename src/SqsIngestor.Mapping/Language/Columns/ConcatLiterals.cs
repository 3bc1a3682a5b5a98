using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Finds the literals of a <c>concat</c> that no value of the column can contain.</summary>
internal static class ConcatLiterals
{
    /// <summary>The first such literal, and why; null for none.</summary>
    public static (TextPosition Position, string Reason)? Misfit(
        ConcatSourceSyntax concat, ColumnOptions options, FieldDescriptor field)
    {
        if (options.Transform.Count > 0 || Content(options, field) is not { } alphabet) return null;
        foreach (var (path, literal) in concat.Parts)
        {
            var at = path is null ? literal.Value.AsSpan().IndexOfAnyExcept(alphabet.Characters) : -1;
            if (at >= 0) return (literal.Position, $"{alphabet.Name} has no '{literal.Value[at]}'");
        }
        return null;
    }

    /// <summary>What the text of a column can contain; null for anything.</summary>
    private static Alphabet? Content(ColumnOptions options, FieldDescriptor field)
    {
        if (options.As is { } meaning) return MeaningCatalog.Of(meaning.Value)?.Alphabet;
        if (options.Enum is not null) return null;
        return field.FieldType switch
        {
            FieldType.Float or FieldType.Double => Alphabet.Float,
            FieldType.Bytes => Alphabet.Base64,
            FieldType.String or FieldType.Bool or FieldType.Enum or FieldType.Message or FieldType.Group => null,
            FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32 or FieldType.Fixed32 or FieldType.SFixed32
                or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64 or FieldType.Fixed64 or FieldType.SFixed64 =>
                Alphabet.Number,
            _ => throw new UnreachableException(),
        };
    }
}
