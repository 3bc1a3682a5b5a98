using System.Text.Json;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>
/// Finds names that an object of the body has twice, although the mapping reads one value. The others are lost, unless a rescued
/// column has them. Only names of the mapping and of its tables, which say nothing about the content of the message.
/// </summary>
internal sealed class RepeatedNames
{
    private readonly HashSet<string> _known = [];
    private readonly HashSet<MessageDescriptor> _messages = [];
    private readonly string _others;
    private readonly bool _areKept;

    /// <param name="plan">The mapping.</param>
    /// <param name="mapped">The names in its paths.</param>
    public RepeatedNames(MappingPlan plan, IEnumerable<string> mapped)
    {
        _areKept = plan.Tables.All(table => table.Tracking == ReadTracking.Parts);
        // With another scope, the rescued column has the rest of objects only as far as paths lead into them.
        _others = plan.Tables.Any(table => table.Tracking == ReadTracking.None)
            ? "the others are lost"
            : "the others are lost where a column takes the object as a whole";
        _known.UnionWith(mapped);
        _known.UnionWith(plan.BodyNames);
        foreach (var table in plan.Tables) AddNames(table.Message);
    }

    /// <summary>A sentence for each of these names.</summary>
    /// <param name="body">The body; null for one that is not JSON.</param>
    public IEnumerable<string> In(JsonElement? body)
    {
        var names = body is { } value ? Find(value).Distinct().ToList() : [];
        if (names.Count > 0)
        {
            return _areKept
                ? []
                : names.Select(name => $"an object of the body has the name '{name}' twice; its last value is used, {_others}");
        }
        return ["an object, such as one in a text of the body, has a name twice; its last value is used, the others are lost"];
    }

    private IEnumerable<string> Find(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray().SelectMany(Find);
        if (value.ValueKind != JsonValueKind.Object) return [];
        var members = value.EnumerateObject().ToList();
        return members.GroupBy(JsonMembers.NameOf).Where(group => group.Count() > 1 && _known.Contains(group.Key))
            .Select(group => group.Key)
            .Concat(members.SelectMany(member => Find(member.Value)));
    }

    private void AddNames(MessageDescriptor message)
    {
        if (!_messages.Add(message)) return;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _known.UnionWith([field.Name, field.JsonName]);
            if (field.FieldType is FieldType.Message or FieldType.Group) AddNames(field.MessageType);
        }
    }
}
