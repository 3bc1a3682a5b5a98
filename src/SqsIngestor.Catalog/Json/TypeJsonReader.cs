using System.Globalization;
using System.Text.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Json;

/// <summary>
/// Reads the catalog's <c>type_json</c>: a field of Spark's schema JSON (name, type, nullable, metadata), or a type alone. Unlike
/// <c>type_text</c> it quotes names, and has NOT NULL, comments, and what fills a column.
/// </summary>
internal sealed class TypeJsonReader
{
    /// <summary>What to use instead of an answer without a part; follows the word "Use".</summary>
    public const string Whole = "the whole answer of GET /tables/{full_name}";

    // A STRUCT inside a STRUCT is three levels of JSON deeper: its type, its fields, and the field.
    private const int MaxJsonDepth = (DeltaTypeParser.MaxDepth + 2) * 3;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxJsonDepth };

    // The first part that is not a type of this program: its name, or what is wrong with it.
    private string? _unknown;
    private TypeProblem? _problem;

    /// <summary>The field that the text describes.</summary>
    /// <param name="text">The value of <c>type_json</c>.</param>
    public static TypeJson Read(string text)
    {
        var reader = new TypeJsonReader();
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return reader.ReadRoot(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair.
            return new TypeJson(null)
            {
                Problem = new TypeProblem("its type_json is not JSON, or is nested too deeply", Whole),
            };
        }
    }

    private TypeJson ReadRoot(JsonElement root)
    {
        var isField = root.ValueKind == JsonValueKind.Object && Member(root, "metadata") is not null;
        isField |= root.ValueKind == JsonValueKind.Object && Member(root, "type") is { ValueKind: JsonValueKind.Object };
        isField |= root.ValueKind == JsonValueKind.Object && Member(root, "name") is not null;
        var metadata = isField ? Metadata(root) : null;
        var type = isField ? ReadType(Member(root, "type"), metadata, 0) : ReadType(root, null, 0);
        return new TypeJson(type)
        {
            Unknown = type is null ? _unknown : null,
            Problem = type is null ? _problem : null,
            Fill = Fill(metadata),
            Comment = Text(metadata, "comment"),
            Nullable = isField ? Flag(root, "nullable") : null,
        };
    }

    private DeltaType? ReadType(JsonElement? element, JsonElement? metadata, int depth)
    {
        if (element is not { } type) return Refuse("its type_json has a part without a type", Whole);
        if (depth > DeltaTypeParser.MaxDepth)
            return Refuse($"its type has more than {DeltaTypeParser.MaxDepth} levels of STRUCT, ARRAY and MAP", "fewer levels");
        if (type.ValueKind == JsonValueKind.String) return ReadName(type.GetString()!, metadata);
        if (type.ValueKind != JsonValueKind.Object) return Refuse("its type_json is not a type", Whole);
        return Text(type, "type") switch
        {
            "array" => ReadType(Member(type, "elementType"), null, depth + 1) is { } item ? new ArrayType(item) : null,
            "map" => ReadType(Member(type, "keyType"), null, depth + 1) is { } key
                && ReadType(Member(type, "valueType"), null, depth + 1) is { } value ? new MapType(key, value) : null,
            "struct" => ReadStruct(type, depth),
            // A type of Spark's programs: its class says more.
            "udt" => Unknown(Text(type, "class") ?? Text(type, "pyClass")),
            { } name => Unknown(name),
            null => Refuse("its type_json has a part without a type", Whole),
        };
    }

    private DeltaType? Unknown(string? name)
    {
        _unknown ??= name;
        return null;
    }

    private DeltaType? Refuse(string reason, string rewrite)
    {
        _problem ??= new TypeProblem(reason, rewrite);
        return null;
    }

    private DeltaType? ReadStruct(JsonElement type, int depth)
    {
        if (Member(type, "fields") is not { ValueKind: JsonValueKind.Array } list)
            return Refuse("its type_json has a STRUCT without fields", Whole);
        var fields = new List<StructField>(list.GetArrayLength());
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in list.EnumerateArray())
        {
            var metadata = Metadata(field);
            if (Text(field, "name") is not { Length: > 0 } name)
                return Refuse("its type_json has a field without a name", Whole);
            if (!names.Add(name))
            {
                return Refuse(
                    $"a STRUCT in it has two fields '{name}', as names are the same in either case",
                    "a name of its own for each");
            }
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
    private DeltaType? ReadName(string name, JsonElement? metadata) =>
        (name == "string" && Text(metadata, "__CHAR_VARCHAR_TYPE_STRING") is { } written ? DeltaTypeText.TryParse(written) : null)
            ?? DeltaTypeText.TryParse(name)
            ?? Unknown(name);

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

    private static bool? Flag(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

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
/// <param name="Type">Null if it has no type that this program knows.</param>
internal sealed record TypeJson(DeltaType? Type)
{
    /// <summary>The name of the part that this program does not know; null if there is none, or if it has no name.</summary>
    public string? Unknown { get; init; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    public TypeProblem? Problem { get; init; }

    /// <summary>What fills the column; null for nothing.</summary>
    public ColumnFill? Fill { get; init; }

    /// <summary>The comment; null for none.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the column takes NULL; null if it does not say.</summary>
    public bool? Nullable { get; init; }
}
