using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Reads one row of a message by the pages of the reference, without any code of the product.</summary>
/// <param name="mapping">The mapping.</param>
/// <param name="body">The body.</param>
/// <param name="line">The element of <c>explode</c>; null without one.</param>
/// <param name="rowIndex">How many rows of the message come before.</param>
internal sealed class ColumnReading(MappingModel mapping, DocumentValue body, DocumentValue? line, int rowIndex)
{
    private readonly ReadValues _reads = new(mapping.Scopes.Contains("all"));

    private readonly BoundNames _names = new(body, line, rowIndex);

    // The columns whose elements are bound, the innermost first.
    private readonly Stack<ColumnModel> _binders = [];

    private FieldReading Fields(ColumnModel column) => new(_reads, new MemberNaming(mapping.IsCamel), column.IsAuto);

    /// <summary>The row, and what is in its rescued column.</summary>
    public (string Row, SortedSet<string> Rescued) ReadRow(DocumentValue? exploded)
    {
        if (exploded is not null) _reads.Mark(exploded);
        var row = ReadFields(mapping.Fields, "");
        foreach (var value in mapping.Excluded.SelectMany(_names.FindEach)) _reads.Exclude(value);
        var roots = mapping.Scopes.SelectMany(s => s == "all" ? ["body", "line"] : new[] { s });
        return (row, _reads.Leaves(roots.Distinct().Select(r => _names.Of(r).Value).OfType<DocumentValue>()));
    }

    private string ReadFields(IReadOnlyList<FieldModel> fields, string prefix)
    {
        var values = new List<(string, string)>();
        var isChosen = false;
        foreach (var field in fields.Where(f => f.Column is not null))
        {
            var before = _reads.Save();
            var value = ReadColumn(field.Column!, field, prefix + field.Name);
            if (value is not null && field.IsChoice && isChosen)
            {
                _reads.Restore(before);
                value = Apply(OnError(field.Column!), "oneof_conflict", field.Column!, field, prefix + field.Name);
            }
            isChosen |= field.IsChoice && value is not null;
            if (value is not null) values.Add((field.Name, value));
        }
        return WireRow.Struct(values);
    }

    private string? ReadColumn(ColumnModel column, FieldModel field, string name) => column.Form switch
    {
        "fields" => ReadStruct(column, field, name),
        "each" or "entries" => ReadContainer(column, field, name),
        _ => ReadValue(column, field, name),
    };

    private string? ReadValue(ColumnModel column, FieldModel field, string name)
    {
        var (state, value) = Source(column);
        if ((state is "missing" or "null") && Sources(column).Select(Obstacle).FirstOrDefault(o => o is not null) is { } obstacle)
            return OverObstacle(column, field, name, obstacle);
        try
        {
            foreach (var transform in column.Transforms)
            {
                if (state != "value") break;
                value = ScalarReading.Transform(value!, transform);
                state = State(value);
            }
            if (state == "missing") return Apply(OnMissing(column), state, column, field, name);
            if (state == "null") return Apply(OnNull(column), state, column, field, name);
            if (state != "value") throw new Refusal(state);
            var rescues = OnError(column) == "rescue" && column.Transforms.Count == 0 && column.Form != "expr";
            var text = _reads.Try(() => Fields(column).Fill(field, value!, column, rescues));
            MarkRead(column, field, value!);
            return text;
        }
        catch (Refusal refusal)
        {
            return Apply(OnError(column), refusal.Code, column, field, name + refusal.Below);
        }
    }

    private (string State, DocumentValue? Value) Source(ColumnModel column)
    {
        switch (column.Form)
        {
            case "const":
                return ("value", DocumentValue.Parse(column.Constant, ""));
            case "expr":
                var found = _names.Find(column.Paths[0]);
                if (found is null) return column.Asks ? ("value", DocumentValue.Computed("none")) : ("expression", null);
                // A text is the text without its escapes; everything else is passed on.
                return (State(found), found.Kind == JsonValueKind.String ? DocumentValue.Computed(found.Text) : found);
            case "concat":
                var text = "";
                var isWrong = false;
                foreach (var (path, literal) in column.Parts)
                {
                    var part = path is null ? DocumentValue.Computed(literal) : _names.Find(path);
                    if (State(part) != "value") return (State(part), null);
                    isWrong |= !part!.IsSingle;
                    text += part.Text;
                }
                return isWrong ? ("wrong_type", null) : ("value", DocumentValue.Computed(text));
            default:
                return Single(column);
        }
    }

    private (string State, DocumentValue? Value) Single(ColumnModel column)
    {
        var all = column.Paths.Select(_names.Find).ToList();
        // The names of one field.
        if (column.IsAuto && all.Count(v => State(v) == "value") > 1) return ("duplicate_key", null);
        var chosen = all.Find(v => State(v) == "value") ?? all.Find(v => v is not null);
        return (State(chosen), chosen);
    }

    private static string State(DocumentValue? value) =>
        value is null ? "missing" : value.Kind == JsonValueKind.Null ? "null" : "value";

    private static IEnumerable<PathModel> Sources(ColumnModel column) =>
        column.Form == "concat" ? column.Parts.Select(p => p.Path).OfType<PathModel>()
            : column.Form == "expr" ? [] : column.Paths;

    private string? Apply(string policy, string code, ColumnModel column, FieldModel field, string name)
    {
        if (policy == "fail" || (policy is "to_null" or "rescue" && field.NeedsValue)) throw new Failure(code, name);
        if (policy == "skip_row") throw new SkippedRow();
        if (policy == "rescue") Rescue(column);
        // With the scope all, only what the row has counts as read.
        else if (!_reads.IsEverything) MarkRead(column, null, null);
        return policy == "default" ? ScalarReading.Coerce(DocumentValue.Parse(column.Default!, ""), field, column) : null;
    }

    private void MarkRead(ColumnModel column, FieldModel? field, DocumentValue? value)
    {
        var found = Sources(column).Select(_names.Find).OfType<DocumentValue>().ToList();
        if (column.Form == "concat")
        {
            var isComplete = Sources(column).All(p => State(_names.Find(p)) == "value");
            found.RemoveAll(v => !isComplete && State(v) != "null");
        }
        else if (_reads.IsEverything)
        {
            var used = found.Find(v => State(v) == "value");
            found.RemoveAll(v => v != used && State(v) != "null");
            if (field is not null && used is not null)
            {
                // It can be there twice.
                found.RemoveAll(v => v == used);
                Fields(column).Mark(field, used, column);
            }
        }
        foreach (var one in found) _reads.Mark(one);
    }

    private void Rescue(ColumnModel column)
    {
        var found = Sources(column).Select(_names.Find).OfType<DocumentValue>().ToList();
        if (column.Form == "concat" || column.IsAuto)
        {
            found.ForEach(_reads.Rescue);
            return;
        }
        MarkRead(column, null, null);
        if ((found.Find(v => State(v) == "value") ?? found.LastOrDefault()) is { } chosen) _reads.Rescue(chosen);
    }

    private string? ReadStruct(ColumnModel column, FieldModel field, string name)
    {
        if (column.Paths is [var path, ..])
        {
            var (state, value) = Single(column);
            // The columns of its fields read its members; without them, nobody has read it.
            if (state == "duplicate_key" && OnError(column) == "to_null" && !field.NeedsValue) return null;
            if (state == "duplicate_key") return Apply(OnError(column), state, column, field, name);
            if (state != "value" && column.Paths.Select(Obstacle).FirstOrDefault(o => o is not null) is { } obstacle)
                return OverObstacle(column, field, name, obstacle);
            if (state != "value" && column.IsAuto)
                return Apply(state == "null" ? OnNull(column) : OnMissing(column), state, column, field, name);
            if (state != "value") return field.NeedsValue ? throw new Failure(state, name) : null;
            if (!BoundNames.HasShape(value!, column.Inner.Where(p => column.Paths.Any(p.IsBelow)), path.Steps.Length))
            {
                return OverObstacle(column, field, name, value!);
            }
        }
        return ReadFields(column.Fields!, name + ".");
    }

    /// <summary>A value that should be an object or an array is not one.</summary>
    private string? OverObstacle(ColumnModel column, FieldModel field, string name, DocumentValue obstacle)
    {
        var policy = OnError(column);
        if (policy == "skip_row") throw new SkippedRow();
        if (policy == "fail" || field.NeedsValue)
        {
            var isNullElement = obstacle.Kind == JsonValueKind.Null && obstacle == _names.Of("line").Value;
            throw new Failure(isNullElement ? "null" : "wrong_type", name);
        }
        if (policy == "rescue") _reads.Rescue(obstacle);
        return null;
    }

    private string? ReadContainer(ColumnModel column, FieldModel field, string name)
    {
        var (state, value) = Single(column);
        if (state == "duplicate_key") return Apply(OnError(column), state, column, field, name);
        if (state != "value" && column.Paths.Select(Obstacle).FirstOrDefault(o => o is not null) is { } obstacle)
            return OverObstacle(column, field, name, obstacle);
        if (value is null) return Apply(OnMissing(column), "missing", column, field, name);
        if (State(value) == "null") return Apply(OnNull(column), "null", column, field, name);
        _binders.Push(column);
        try
        {
            var text = _reads.Try(() => column.Form == "each"
                ? ReadElements(column, field, name, value) : ReadEntries(column, field, name, value));
            if (!_reads.IsEverything) _reads.Mark(value);
            return text;
        }
        catch (Refusal refusal)
        {
            return Apply(OnError(column), refusal.Code, column, field, name + refusal.Below);
        }
        // What an element refuses is an error of the column around it, if that does not let it through.
        catch (Failure failure) when (OnError(column) != "fail" && !field.NeedsValue)
        {
            return Apply(OnError(column), failure.Code, column, field, name);
        }
        finally
        {
            _binders.Pop();
        }
    }

    private string? ReadElements(ColumnModel column, FieldModel field, string name, DocumentValue array)
    {
        if (array.Kind != JsonValueKind.Array) throw new Refusal("wrong_type");
        var items = new List<string>();
        foreach (var element in array.Elements)
        {
            var before = _reads.Save();
            var text = ReadElement(column, field, name, ("item", element, ""));
            if (text is null && column.NullItems == "fail") throw new Refusal("null_item");
            // With the scope all, the row has nothing of an element without a value.
            if (text is null && _reads.IsEverything) _reads.Restore(before);
            if (text is not null || column.NullItems == "default") items.Add(text ?? WireRow.DefaultOf(field));
        }
        return items.Count == 0 ? null : $"[{string.Join(",", items)}]";
    }

    private string? ReadEntries(ColumnModel column, FieldModel field, string name, DocumentValue members)
    {
        if (members.Kind != JsonValueKind.Object) throw new Refusal("wrong_type");
        var entries = new List<(string Key, string Value)>();
        foreach (var (member, value) in members.Members)
        {
            var before = _reads.Save();
            var key = Refusal.In("key", () => _names.With(("value", value, member), () => ReadKey(column, field, name, member)))
                ?? throw new Refusal("map_key", ".key");
            var withKey = _reads.Save();
            var text = Refusal.In("value", () => ReadElement(column, field, name + ".value", ("value", value, member)));
            if (text is null && column.NullItems == "fail") throw new Refusal("null_item", ".value");
            if (text is null && _reads.IsEverything) _reads.Restore(column.NullItems == "drop" ? before : withKey);
            if (text is not null || column.NullItems == "default") entries.Add((key, text ?? WireRow.DefaultOf(field)));
        }
        return FieldReading.Map(entries);
    }

    private string? ReadKey(ColumnModel column, FieldModel field, string name, string member)
    {
        if (column.Key is not null) return ReadColumn(column.Key, field.KeyField, name + ".key");
        return ScalarReading.Key(member, field, isAuto: false);
    }

    private string? ReadElement(
        ColumnModel column, FieldModel field, string name, (string Name, DocumentValue Value, string Key) bound)
    {
        if (bound.Value.Kind == JsonValueKind.Null)
        {
            return column.Element is null
                ? null
                : _names.With(bound, () => ReadColumn(OfNull(column.Element), field.Single, name));
        }
        if (column.Element is not null) return _names.With(bound, () => ReadColumn(column.Element, field.Single, name));
        var ofElement = column.Inner.Where(p => p.Root == bound.Name).ToList();
        var isReadItself = ofElement.Concat(column.Key?.Reads ?? []).Any(p => p.Root == bound.Name && p.Steps.Length == 0);
        if (!isReadItself && !BoundNames.HasShape(bound.Value, ofElement, 0)) throw new Refusal("wrong_type");
        return _names.With(bound, () => ReadFields(column.Fields!, name + "."));
    }

    /// <summary>A null element has its own source and policies, but not the defaults of the file.</summary>
    private static ColumnModel OfNull(ColumnModel element)
    {
        var whenUnset = element.Default is null ? "to_null" : "default";
        return element with
        {
            OnMissing = element.OnMissing ?? whenUnset,
            OnNull = element.OnNull ?? whenUnset,
            OnError = element.OnError ?? "to_null",
        };
    }

    /// <summary>The value over which the path of a missing value cannot lead, where that is an error.</summary>
    private DocumentValue? Obstacle(PathModel path)
    {
        if (path.Steps.Length == 0 || _names.Of(path.Root).Value is not { } root) return null;
        var isElement = path.Root is "item" or "value";
        var readers = isElement ? _binders.First(c => c.Binds == path.Root).OfElement : mapping.Reads;
        var reads = readers.Where(p => p.Root == path.Root).ToList();
        var isRescued = path.Root == "line" && mapping.Scopes.Any(s => s is "line" or "all");
        var takesAll = isRescued || (isElement && root.Kind == JsonValueKind.Null) || reads.Exists(p => p.Steps.Length == 0);
        return takesAll || BoundNames.HasShape(root, reads, 0) ? BoundNames.Obstacle(root, path) : root;
    }

    private string OnMissing(ColumnModel column) =>
        column.OnMissing ?? (column.Default is null ? mapping.DefaultOnMissing ?? "to_null" : "default");

    private string OnNull(ColumnModel column) =>
        column.OnNull ?? (column.Default is null ? mapping.DefaultOnNull ?? "to_null" : "default");

    private string OnError(ColumnModel column) => column.OnError ?? mapping.DefaultOnError ?? "fail";
}
