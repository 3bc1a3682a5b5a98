using System.Diagnostics;

namespace SqsIngestor.Mapping.Values;

/// <summary>The types that a value can have, as far as they are known without a message.</summary>
[Flags]
internal enum ValueTypes
{
    None = 0,
    Text = 1,
    Number = 2,
    Bool = 4,
    Bytes = 8,
    List = 16,
    Object = 32,
    Instant = 64,

    /// <summary>Any JSON value.</summary>
    Json = Text | Number | Bool | List | Object,

    /// <summary>A single value, as text.</summary>
    Textual = Text | Number | Bool | Bytes,

    /// <summary>Every type that a path can yield.</summary>
    Any = Json | Bytes,
}

/// <summary>The types of each kind of value, and the words for them.</summary>
internal static class ValueTypesText
{
    /// <summary>What can be text: everything but arrays and objects.</summary>
    public const string Single = "text, a number or a bool";

    public static ValueTypes Of(ValueKind? kind) => kind switch
    {
        null => ValueTypes.Any,
        ValueKind.Instant => ValueTypes.Instant,
        ValueKind.Integer or ValueKind.Number => ValueTypes.Number,
        ValueKind.String => ValueTypes.Text,
        ValueKind.True or ValueKind.False => ValueTypes.Bool,
        ValueKind.Bytes => ValueTypes.Bytes,
        ValueKind.Array => ValueTypes.List,
        ValueKind.Object => ValueTypes.Object,
        ValueKind.Missing or ValueKind.Null or ValueKind.Error => ValueTypes.Any,
        _ => throw new UnreachableException(),
    };

    /// <summary>For example "text or a number".</summary>
    public static string Describe(this ValueTypes types)
    {
        var words = new List<string>();
        foreach (var (type, word) in new[]
        {
            (ValueTypes.Text, "text"), (ValueTypes.Number, "a number"), (ValueTypes.Bool, "a bool"), (ValueTypes.Bytes, "bytes"),
            (ValueTypes.List, "an array"), (ValueTypes.Object, "an object"), (ValueTypes.Instant, "a timestamp"),
        })
        {
            if (types.HasFlag(type)) words.Add(word);
        }
        return words.Count > 1 ? $"{string.Join(", ", words[..^1])} or {words[^1]}" : string.Concat(words);
    }
}
