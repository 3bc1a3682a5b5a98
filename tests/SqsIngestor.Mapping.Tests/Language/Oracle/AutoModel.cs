namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>
/// The columns for which <c>auto</c> stands. What has a meaning below it is filled field by field, as with <c>fields</c>,
/// <c>each</c> and <c>entries</c>; everything else by name.
/// </summary>
/// <param name="isCamel">The rule is <c>snake_to_camel</c>.</param>
internal sealed class AutoModel(bool isCamel)
{
    private readonly MemberNaming _naming = new(isCamel);

    /// <summary>The fields of the table with their columns.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="owner">The object with the members.</param>
    public IEnumerable<FieldModel> Columns(IReadOnlyList<FieldModel> fields, PathModel owner) => fields.Select(field =>
    {
        PathModel[] paths = [.. Paths(field, fields, [owner]).Select(p => p with { AutoSteps = owner.Steps.Length })];
        return Filled(field, paths) with { IsAuto = true, IsChoice = false };
    });

    private IEnumerable<PathModel> Paths(FieldModel field, IReadOnlyList<FieldModel> fields, PathModel[] owners) =>
        owners.SelectMany(owner => _naming.Of(field, fields).Select(name => owner.Then(name, 0) with { AutoSteps = -1 }));

    private FieldModel Filled(FieldModel field, PathModel[] paths)
    {
        var isMapped = field.Kind == FieldKind.Struct && field.Fields.Any(HasMeaning);
        var hasKey = TypeReading.Meaning(field.KeyType) is not null;
        var column = new ColumnModel("from") { Paths = paths, IsAuto = true };
        if (!isMapped && !(field.IsMap && hasKey)) return field with { Column = column };
        column = column with { Form = field.IsMap ? "entries" : field.IsList ? "each" : "fields" };
        var below = isMapped ? Below(field, field.IsMap ? [new("value")] : field.IsList ? [new("item")] : paths) : null;
        return field with
        {
            Fields = below ?? field.Fields,
            Column = column with
            {
                Fields = below,
                Key = field.IsMap ? new ColumnModel("from") { Paths = [new("key")], IsAuto = true } : null,
                Element = isMapped ? null : new ColumnModel("from") { Paths = [new("value")], IsAuto = true },
            },
        };
    }

    private FieldModel[] Below(FieldModel owner, PathModel[] paths) =>
        [.. owner.Fields.Select(field => Filled(field, [.. Paths(field, owner.Fields, paths)]))];

    private static bool HasMeaning(FieldModel field) =>
        TypeReading.Meaning(field.Type) is not null || TypeReading.Meaning(field.KeyType) is not null
        || field.Fields.Any(HasMeaning);
}
