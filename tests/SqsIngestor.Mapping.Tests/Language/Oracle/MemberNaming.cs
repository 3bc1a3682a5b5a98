using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Which members of an object fill the fields of a message, by the names of ProtoJSON.</summary>
/// <param name="isCamel">The rule of the mapping is <c>snake_to_camel</c>.</param>
internal sealed class MemberNaming(bool isCamel)
{
    /// <summary>The names of a field, without those that belong to another one.</summary>
    public IReadOnlyList<string> Of(FieldModel field, IReadOnlyList<FieldModel> fields) =>
        [.. All(field).Where(name => Owner(name, fields) == field.Name)];

    /// <summary>The member of a field; null if there is none.</summary>
    /// <exception cref="Refusal">Two names of the field have values.</exception>
    public DocumentValue? Member(DocumentValue value, FieldModel field, IReadOnlyList<FieldModel> fields)
    {
        var found = All(value, field, fields);
        return found.Count(v => v.Kind != JsonValueKind.Null) > 1
            ? throw new Refusal("duplicate_key")
            : found.Find(v => v.Kind != JsonValueKind.Null) ?? found.FirstOrDefault();
    }

    /// <summary>The members under all names of a field.</summary>
    public List<DocumentValue> All(DocumentValue value, FieldModel field, IReadOnlyList<FieldModel> fields) =>
        [.. Of(field, fields).Select(name => value.Step(name, 0)).OfType<DocumentValue>()];

    /// <summary>The json_name that protoc gives a field: underscores go, and the letter after one is in upper case.</summary>
    public static string Camel(string name) =>
        string.Concat(
            name.Split('_').Select(
                (part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private IEnumerable<string> All(FieldModel field)
    {
        string[] names = [isCamel ? Camel(field.Name) : field.Name, field.Name, field.JsonName ?? Camel(field.Name)];
        return names.Distinct();
    }

    /// <summary>
    /// The field to which a name belongs: the one that is called so, then the one that has it by the rule, then the only one
    /// that could have it.
    /// </summary>
    private string? Owner(string name, IReadOnlyList<FieldModel> fields)
    {
        var called = fields.Where(f => f.Name == name).ToList();
        if (called.Count == 0) called = [.. fields.Where(f => isCamel && Camel(f.Name) == name)];
        if (called.Count == 0) called = [.. fields.Where(f => All(f).Contains(name))];
        return called.Count == 1 ? called[0].Name : null;
    }
}
