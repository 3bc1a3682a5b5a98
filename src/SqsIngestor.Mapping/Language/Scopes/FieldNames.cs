using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>
/// The names of the members that fill the fields of a message: the name by the rule of the file, and the two of ProtoJSON, which
/// are the name of the field and its json_name. A name that several fields could have belongs to the field that is called so.
/// </summary>
internal static class FieldNames
{
    /// <summary>For each field its names, the one by the rule first.</summary>
    public static IReadOnlyDictionary<FieldDescriptor, IReadOnlyList<string>> Of(MessageDescriptor message, MemberNames names)
    {
        var fields = message.Fields.InFieldNumberOrder();
        var first = fields.Select(f => names.Of(f.Name)).ToHashSet();
        var own = fields.Select(f => f.Name).ToHashSet();
        var times = fields.SelectMany(f => new[] { f.Name, f.JsonName }.Distinct())
            .GroupBy(n => n).ToDictionary(g => g.Key, g => g.Count());
        return fields.ToDictionary(
            f => f,
            f => (IReadOnlyList<string>)
            [
                names.Of(f.Name),
                .. new[] { f.Name, f.JsonName }.Distinct().Where(
                    n => n != names.Of(f.Name) && !first.Contains(n) && (n == f.Name || (!own.Contains(n) && times[n] == 1))),
            ]);
    }
}
