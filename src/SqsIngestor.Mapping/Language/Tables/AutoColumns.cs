using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary><c>auto</c>: a column for every field that is neither listed nor ignored.</summary>
/// <param name="auto">The object with the members, and how their names are formed.</param>
/// <param name="meaning">The <c>as</c> of a path, if the table has one; null if no table is known.</param>
internal sealed class AutoColumns(AutoSyntax auto, Func<string, string?>? meaning)
{
    public static IReadOnlyList<ColumnSyntax> Add(TableSyntax table, MessageDescriptor message, Func<string, string?>? meaning)
    {
        if (table.Auto is not { } auto) return table.Columns;
        var taken = table.Columns.Select(c => c.Name.Value).Concat(table.Ignore.Select(i => i.Value)).ToHashSet();
        var columns = new AutoColumns(auto, meaning);
        return
        [
            .. table.Columns,
            .. message.Fields.InFieldNumberOrder()
                .Where(f => !taken.Contains(f.Name))
                .Select(f => columns.Column(f, auto.From, f.Name)),
        ];
    }

    private ColumnSyntax Column(FieldDescriptor field, SourcePath owner, string path)
    {
        var member = auto.Names.Of(field.Name);
        // Below a column, the column refuses what is not an object.
        var source = owner with
        {
            Steps = [.. owner.Steps, new PathStep(member, 0)],
            Text = $"{owner.Text}.{member}",
            Owner = owner == auto.From ? owner : null,
        };
        return new(new YamlScalar(field.Name, true, auto.From.Position), Body(field, source, path));
    }

    private ColumnBody Body(FieldDescriptor field, SourcePath source, string path)
    {
        var position = auto.From.Position;
        var inside = Inside(field, path);
        // A field without a meaning below it is filled as a whole, by name.
        if (Struct(field) is not { } message || !HasMeaning(message, inside, []))
        {
            var options = meaning?.Invoke(inside) is { } given
                ? new ColumnOptions { As = new YamlScalar(given, false, position) }
                : new ColumnOptions();
            return new(new PathSourceSyntax([source], position), options);
        }

        if (field.IsMap)
        {
            return new(new EntriesSourceSyntax(source, null, Fields(message, Bound("value"), inside, null), position), new());
        }
        return field.IsRepeated
            ? new(
                new EachSourceSyntax(
                    source,
                    Fields(message, Bound("item"), inside, null) with { Options = new ColumnOptions { IsElement = true } },
                    position),
                new())
            : Fields(message, source, inside, source);
    }

    private ColumnBody Fields(MessageDescriptor message, SourcePath owner, string path, SourcePath? presence) => new(
        new FieldsSourceSyntax(
            [.. message.Fields.InFieldNumberOrder().Select(f => Column(f, owner, $"{path}.{f.Name}"))], presence,
            auto.From.Position), new());

    // The types of a table are finite, so a message that contains itself does not come from a table.
    private bool HasMeaning(MessageDescriptor message, string path, HashSet<MessageDescriptor> around)
    {
        if (meaning is null || !around.Add(message)) return false;
        var found = message.Fields.InFieldNumberOrder().Any(field =>
        {
            var inside = Inside(field, $"{path}.{field.Name}");
            return meaning(inside) is not null || (Struct(field) is { } nested && HasMeaning(nested, inside, around));
        });
        around.Remove(message);
        return found;
    }

    private SourcePath Bound(string name) => auto.From with { Steps = [new PathStep(name, 0)], Text = $"$.{name}" };

    private static string Inside(FieldDescriptor field, string path) =>
        field.IsMap ? $"{path}.value" : field.IsRepeated ? $"{path}.element" : path;

    private static MessageDescriptor? Struct(FieldDescriptor field)
    {
        var single = field.IsMap ? field.MessageType.FindFieldByNumber(2) : field;
        return single.FieldType == FieldType.Message ? single.MessageType : null;
    }
}
