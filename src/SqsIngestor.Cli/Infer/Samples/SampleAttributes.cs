using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>The attributes of the messages, by name, in the order in which they came.</summary>
internal sealed class SampleAttributes
{
    /// <summary>The most names that are told apart.</summary>
    private const int MostNames = 100;

    private readonly Dictionary<string, (string Type, long Count)> _seen = [];

    /// <summary>Each attribute: its name, its types, and how many messages have it.</summary>
    public IReadOnlyList<(string Name, string Type, long Count)> Seen =>
        [.. _seen.Select(each => (each.Key, each.Value.Type, each.Value.Count))];

    /// <summary>Adds the attributes of a message.</summary>
    public void Add(IEnumerable<(string Name, string Type)> attributes)
    {
        foreach (var (name, type) in attributes)
        {
            if (!_seen.TryGetValue(name, out var seen) && _seen.Count == MostNames) continue;
            var types = seen.Type is null ? type : seen.Type.Split(" or ").Contains(type) ? seen.Type : $"{seen.Type} or {type}";
            _seen[name] = (types, seen.Count + 1);
        }
    }

    /// <summary>The names and types in a member of a message; empty without it.</summary>
    /// <param name="message">The message of an event or of receive-message, or an envelope of SNS.</param>
    public static IReadOnlyList<(string Name, string Type)> Of(JsonElement message)
    {
        foreach (var member in (ReadOnlySpan<string>)["messageAttributes", "MessageAttributes"])
        {
            if (message.ValueKind == JsonValueKind.Object && JsonMembers.TryFind(message, member, out var attributes)
                && attributes.ValueKind == JsonValueKind.Object)
            {
                return
                [
                    .. attributes.EnumerateObject()
                        .Select(attribute => (JsonMembers.NameOf(attribute), Type(attribute.Value))),
                ];
            }
        }

        return [];
    }

    private static string Type(JsonElement attribute)
    {
        foreach (var member in (ReadOnlySpan<string>)["dataType", "DataType", "Type"])
        {
            if (attribute.ValueKind == JsonValueKind.Object && JsonMembers.TryFind(attribute, member, out var type)
                && type.ValueKind == JsonValueKind.String)
            {
                return JsonMembers.TextOf(type) ?? "";
            }
        }

        return "String";
    }
}
