using System.Buffers;
using System.Diagnostics;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Finds the literals of a <c>concat</c> that no value of the column can contain.</summary>
internal static class ConcatLiterals
{
    private const string Digits = "0123456789";

    private static readonly (SearchValues<char> Allowed, string What) Numbers = Of($"{Digits}-+.eE", "a number");

    private static readonly (SearchValues<char> Allowed, string What) Floats =
        Of($"{Digits}-+.eE" + "NaN" + "Infinity", "a number, NaN or Infinity");

    private static readonly (SearchValues<char> Allowed, string What) Base64 = Of(
        $"{Digits}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/-_= \t\r\n", "base64");

    private static readonly (SearchValues<char> Allowed, string What) Uuids =
        Of($"{Digits}abcdefABCDEF-{{}}" + "urn:uuid:" + "URN:UUID:", "a UUID");

    /// <summary>The first such literal, and why; null for none.</summary>
    public static (TextPosition Position, string Reason)? Misfit(
        ConcatSourceSyntax concat, ColumnOptions options, FieldDescriptor field)
    {
        if (options.Transform.Count > 0 || Content(options, field) is not var (allowed, what)) return null;
        foreach (var (path, literal) in concat.Parts)
        {
            var at = path is null ? literal.Value.AsSpan().IndexOfAnyExcept(allowed) : -1;
            if (at >= 0) return (literal.Position, $"{what} has no '{literal.Value[at]}'");
        }
        return null;
    }

    /// <summary>What the text of a column can contain; null for anything.</summary>
    private static (SearchValues<char> Allowed, string What)? Content(ColumnOptions options, FieldDescriptor field)
    {
        if (options.As is { } meaning)
        {
            return meaning.Value == "uuid" ? Uuids
                : meaning.Value.StartsWith("decimal", StringComparison.Ordinal) ? Numbers
                : null;
        }
        if (options.Enum is not null) return null;
        return field.FieldType switch
        {
            FieldType.Float or FieldType.Double => Floats,
            FieldType.Bytes => Base64,
            FieldType.String or FieldType.Bool or FieldType.Enum or FieldType.Message or FieldType.Group => null,
            FieldType.Int32 or FieldType.SInt32 or FieldType.UInt32 or FieldType.Fixed32 or FieldType.SFixed32
            or FieldType.Int64 or FieldType.SInt64 or FieldType.UInt64 or FieldType.Fixed64 or FieldType.SFixed64 => Numbers,
            _ => throw new UnreachableException(),
        };
    }

    private static (SearchValues<char> Allowed, string What) Of(string characters, string what) =>
        (SearchValues.Create(characters), what);
}
