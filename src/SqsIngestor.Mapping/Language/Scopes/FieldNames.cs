using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>
/// The names of the members that fill the fields of a message: the name by the rule of the file, and the two of ProtoJSON, which
/// are the name of the field and its json_name. A name that several fields could have belongs to the field that is called so,
/// then to the one that has it by the rule.
/// </summary>
internal static class FieldNames
{
    /// <summary>For each field its names, the one by the rule first.</summary>
    public static IReadOnlyDictionary<FieldDescriptor, IReadOnlyList<string>> Of(MessageDescriptor message, MemberNames names)
    {
        var fields = message.Fields.InFieldNumberOrder();
        var owners = new Dictionary<string, FieldDescriptor?>();
        Claim(owners, fields, field => field.Name);
        Claim(owners, fields, field => names.Of(field.Name));
        Claim(owners, fields, field => field.JsonName);
        return fields.ToDictionary(
            f => f,
            f => (IReadOnlyList<string>)
            [
                .. new[] { names.Of(f.Name), f.Name, f.JsonName }.Distinct().Where(name => owners[name] == f),
            ]);
    }

    /// <summary>Gives each name that is free to its only claimant; of several, to none.</summary>
    private static void Claim(
        Dictionary<string, FieldDescriptor?> owners, IEnumerable<FieldDescriptor> fields, Func<FieldDescriptor, string> nameOf)
    {
        foreach (var claimants in fields.GroupBy(nameOf).ToList())
            owners.TryAdd(claimants.Key, claimants.Count() == 1 ? claimants.First() : null);
    }
}
