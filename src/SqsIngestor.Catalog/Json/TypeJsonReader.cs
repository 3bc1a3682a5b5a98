using System.Globalization;
using System.Text.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Json;

/// <summary>
/// Reads the catalog's <c>type_json</c>: a field of Spark's schema JSON (name, type, nullable, metadata), or a type alone. Unlike
/// <c>type_text</c> it quotes names, and has NOT NULL, comments, and what fills a column.
/// </summary>
internal static class TypeJsonReader
{
    // A STRUCT inside a STRUCT is three levels of JSON deeper: its type, its fields, and the field.
    private const int MaxJsonDepth = (DeltaTypeParser.MaxDepth + 2) * 3;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxJsonDepth };

    /// <summary>The field that the text describes.</summary>
    /// <param name="text">The value of <c>type_json</c>.</param>
    /// <returns>Null if the text has no type, or one that this program does not know.</returns>
    public static TypeJson? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var root = document.RootElement;
            var isField = root.ValueKind == JsonValueKind.Object && Member(root, "metadata") is not null;
            isField |= root.ValueKind == JsonValueKind.Object && Member(root, "type") is { ValueKind: JsonValueKind.Object };
            isField |= root.ValueKind == JsonValueKind.Object && Member(root, "name") is not null;
            if (!isField) return ReadType(root, null, 0) is { } alone ? new TypeJson(alone, null, null) : null;
            var metadata = Metadata(root);
            return ReadType(Member(root, "type"), metadata, 0) is { } type
                ? new TypeJson(type, Fill(metadata), Text(metadata, "comment"))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, too deep, or half a surrogate pair.
            return null;
        }
    }

    private static DeltaType? ReadType(JsonElement? element, JsonElement? metadata, int depth)
    {
        if (element is not { } type || depth > DeltaTypeParser.MaxDepth) return null;
        if (type.ValueKind == JsonValueKind.String) return ReadName(type.GetString()!, metadata);
        if (type.ValueKind != JsonValueKind.Object) return null;
        return Text(type, "type") switch
        {
            "array" => ReadType(Member(type, "elementType"), null, depth + 1) is { } item ? new ArrayType(item) : null,
            "map" => ReadType(Member(type, "keyType"), null, depth + 1) is { } key
                && ReadType(Member(type, "valueType"), null, depth + 1) is { } value ? new MapType(key, value) : null,
            "struct" => ReadStruct(type, depth),
            _ => null,
        };
    }

    private static StructType? ReadStruct(JsonElement type, int depth)
    {
        if (Member(type, "fields") is not { ValueKind: JsonValueKind.Array } list) return null;
        var fields = new List<StructField>(list.GetArrayLength());
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in list.EnumerateArray())
        {
            var metadata = Metadata(field);
            if (Text(field, "name") is not { Length: > 0 } name || !names.Add(name)) return null;
            if (ReadType(Member(field, "type"), metadata, depth + 1) is not { } inner) return null;
            fields.Add(
                new StructField(name, inner)
                {
                    Nullable = Member(field, "nullable") is not { ValueKind: JsonValueKind.False },
                    Comment = Text(metadata, "comment"),
                });
        }

        return new StructType(fields);
    }

    /// <summary>Spark's names are spellings of SQL. VARCHAR and CHAR are strings whose metadata has their type.</summary>
    private static DeltaType? ReadName(string name, JsonElement? metadata) =>
        (name == "string" && Text(metadata, "__CHAR_VARCHAR_TYPE_STRING") is { } written ? DeltaTypeText.TryParse(written) : null)
            ?? DeltaTypeText.TryParse(name);

    private static ColumnFill? Fill(JsonElement? metadata)
    {
        if (Text(metadata, "delta.generationExpression") is { } expression)
        {
            return new ColumnFill(ColumnFillKind.Generated, expression);
        }
        if (Text(metadata, "delta.identity.start") is { } start)
        {
            var always = Text(metadata, "delta.identity.allowExplicitInsert") != "true";
            return new ColumnFill(always ? ColumnFillKind.IdentityAlways : ColumnFillKind.IdentityByDefault)
            {
                Start = Number(start),
                Step = Number(Text(metadata, "delta.identity.step")),
            };
        }

        return Text(metadata, "CURRENT_DEFAULT") is { } value ? new ColumnFill(ColumnFillKind.Default, value) : null;
    }

    /// <summary>A number of an IDENTITY; 1, which is Delta's default, for none.</summary>
    private static long Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static JsonElement? Metadata(JsonElement field) => Member(field, "metadata");

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } owner && owner.TryGetProperty(name, out var member)
            && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A string, or a number or a flag as it is written; null for anything else.</summary>
    private static string? Text(JsonElement? element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
        _ => null,
    };
}

/// <summary>What <c>type_json</c> says about a column.</summary>
internal sealed record TypeJson(DeltaType Type, ColumnFill? Fill, string? Comment);
