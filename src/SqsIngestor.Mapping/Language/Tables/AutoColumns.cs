using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary><c>auto</c>: a column for every field that is neither listed nor ignored.</summary>
/// <param name="auto">The object with the members, and how their names are formed.</param>
/// <param name="types">What the table says of the fields; it gives each its <c>as</c>.</param>
/// <param name="ignored">The fields to leave out, below columns too.</param>
internal sealed class AutoColumns(AutoSyntax auto, FieldTypes types, IgnoredFields ignored)
{
    // Each STRUCT around a field can double the paths to it.
    private const int MostNames = 16;

    private readonly Dictionary<MessageDescriptor, IReadOnlyDictionary<FieldDescriptor, IReadOnlyList<string>>> _names = [];

    public static IReadOnlyList<ColumnSyntax> Add(
        TableSyntax table, MessageDescriptor message, FieldTypes types, IgnoredFields ignored)
    {
        if (table.Auto is not { } auto) return table.Columns;
        var taken = table.Columns.Select(c => c.Name.Value).ToHashSet();
        var columns = new AutoColumns(auto, types, ignored);
        return
        [
            .. table.Columns,
            .. message.Fields.InFieldNumberOrder()
                .Where(f => !taken.Contains(f.Name) && ignored.PlaceOf(f.Name) is null)
                .Select(f => columns.Column(f, f.Name, auto.From)),
        ];
    }

    /// <param name="field">The field.</param>
    /// <param name="name">The name that errors give it.</param>
    /// <param name="owner">The object with its member.</param>
    private ColumnSyntax Column(FieldDescriptor field, string name, SourcePath owner)
    {
        if (!_names.TryGetValue(field.ContainingType, out var fields))
            fields = _names[field.ContainingType] = FieldNames.Of(field.ContainingType, auto.Names);
        // ProtoJSON has two names for a field; the members of the event have one.
        var names = PathRoot.Find(owner.Root) is { IsOfEvent: true } ? [fields[field][0]] : fields[field];
        // Below a column, the column refuses what is not an object.
        var isOfAuto = ReferenceEquals(owner, auto.From);
        var paths = owner.OtherNames.Prepend(owner)
            .SelectMany(path => names.Select(name => path with
            {
                Steps = [.. path.Steps, new PathStep(name, 0)],
                Text = $"{path.Text}.{name}",
                OtherNames = [],
                IsOfAuto = isOfAuto,
            }))
            .Take(MostNames).ToList();
        return new(
            new YamlScalar(field.Name, true, auto.From.Position), Body(field, name, paths[0] with { OtherNames = paths[1..] }));
    }

    private ColumnBody Body(FieldDescriptor field, string name, SourcePath source)
    {
        var message = Struct(field);
        var isMapped = message is not null && (HasMeaning(message, []) || ignored.HasBelow(name));
        if (field.IsMap && (isMapped || Meaning(field.MessageType.FindFieldByNumber(1)) is not null))
        {
            var (key, value) = (Bound("key"), Bound("value"));
            return new(
                new EntriesSourceSyntax(
                    source, Single(field.MessageType.FindFieldByNumber(1), key),
                    isMapped
                        ? Fields(message!, name + ".value", value, null)
                        : Single(field.MessageType.FindFieldByNumber(2), value),
                    auto.From.Position), new());
        }

        // A field without a meaning below it is filled as a whole, by name.
        if (!isMapped) return Single(field, source);
        return field.IsRepeated
            ? new(
                new EachSourceSyntax(
                    source,
                    Fields(message!, name, Bound("item"), null) with { Options = new ColumnOptions { IsElement = true } },
                    auto.From.Position),
                new())
            : Fields(message!, name, source, source);
    }

    /// <summary>A field from one value, with its meaning.</summary>
    private ColumnBody Single(FieldDescriptor field, SourcePath source) => new(
        new PathSourceSyntax([source], auto.From.Position),
        Meaning(field) is { } given
            ? new ColumnOptions { As = new YamlScalar(given, false, auto.From.Position) }
            : ColumnOptions.None);

    private ColumnBody Fields(MessageDescriptor message, string name, SourcePath owner, SourcePath? presence) => new(
        new FieldsSourceSyntax(
            [
                .. message.Fields.InFieldNumberOrder()
                    .Where(f => ignored.PlaceOf($"{name}.{f.Name}") is null)
                    .Select(f => Column(f, $"{name}.{f.Name}", owner)),
            ],
            presence, auto.From.Position, IsOfAuto: presence is not null),
        new());

    private string? Meaning(FieldDescriptor field) => types.Of(field)?.As;

    // The types of a table are finite, so a message that contains itself does not come from a table.
    private bool HasMeaning(MessageDescriptor message, HashSet<MessageDescriptor> around)
    {
        if (!around.Add(message)) return false;
        var found = message.Fields.InFieldNumberOrder().Any(
            field => Meaning(field) is not null
                || (field.IsMap && Meaning(field.MessageType.FindFieldByNumber(1)) is not null)
                || (Struct(field) is { } nested && HasMeaning(nested, around)));
        around.Remove(message);
        return found;
    }

    private SourcePath Bound(string name) => auto.From with { Steps = [new PathStep(name, 0)], Text = $"$.{name}" };

    private static MessageDescriptor? Struct(FieldDescriptor field)
    {
        var single = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return single.FieldType == FieldType.Message ? single.MessageType : null;
    }
}
