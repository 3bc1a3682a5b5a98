using System.Text.Json;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Fills a field from one value: objects by name, arrays element by element.</summary>
/// <param name="reads">Receives the parts that are rescued.</param>
/// <param name="naming">The names of the members.</param>
/// <param name="isAuto">Values have the meaning of the types of their fields.</param>
internal sealed class FieldReading(ReadValues reads, MemberNaming naming, bool isAuto)
{
    /// <summary>The value of the row; null for none, as an ARRAY without elements has none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value of the message, which is not null.</param>
    /// <param name="column">The column; null below a field that is filled by name.</param>
    /// <param name="rescuesParts">A part of a STRUCT that does not fit leaves the other parts in the row.</param>
    public string? Fill(FieldModel field, DocumentValue value, ColumnModel? column, bool rescuesParts)
    {
        if (field.IsMap) return FillMap(field, value, column, rescuesParts);
        if (!field.IsList) return FillSingle(field, value, column, rescuesParts);
        if (value.Kind != JsonValueKind.Array) throw new Refusal("wrong_type");
        var items = new List<string>();
        foreach (var element in value.Elements)
        {
            if (element.Kind != JsonValueKind.Null) items.Add(FillSingle(field, element, column, rescuesParts));
            else if (NullItems(column) == "fail") throw new Refusal("null_item");
            else if (NullItems(column) == "default") items.Add(WireRow.DefaultOf(field));
        }
        return items.Count == 0 ? null : $"[{string.Join(",", items)}]";
    }

    /// <summary>The row has read what has a place in the field.</summary>
    public void Mark(FieldModel field, DocumentValue value, ColumnModel? column)
    {
        if (column?.Transforms.Count > 0 && !value.IsSingle && reads.IsEverything)
        {
            // The rest has all of it, or nothing.
            if (field.Kind != FieldKind.Struct && !column.Transforms.Any(LeavesOut)) reads.Mark(value);
        }
        else if (!reads.IsEverything || field.Kind != FieldKind.Struct || column?.Transforms.Count > 0)
        {
            reads.Mark(value);
        }
        else if (field.IsList || field.IsMap)
        {
            foreach (var child in value.Children) Mark(field.Single, child, null);
        }
        else
        {
            foreach (var part in field.Fields)
            {
                foreach (var member in naming.All(value, part, field.Fields)) Mark(part, member, null);
            }
        }
    }

    private string? FillMap(FieldModel field, DocumentValue value, ColumnModel? column, bool rescuesParts)
    {
        if (value.Kind != JsonValueKind.Object) throw new Refusal("wrong_type");
        var entries = new List<(string Key, string Value)>();
        foreach (var (name, member) in value.Members)
        {
            var isNull = member.Kind == JsonValueKind.Null;
            if (isNull && NullItems(column) == "drop") continue;
            var key = Refusal.In("key", () => ScalarReading.Key(name, field, isAuto));
            if (isNull && NullItems(column) == "fail") throw new Refusal("null_item", ".value");
            var text = Refusal.In(
                "value", () => isNull ? WireRow.DefaultOf(field) : FillSingle(field, member, column, rescuesParts));
            entries.Add((key, text));
        }
        return Map(entries);
    }

    public static string? Map(IReadOnlyList<(string Key, string Value)> entries)
    {
        if (entries.DistinctBy(e => e.Key).Count() < entries.Count) throw new Refusal("duplicate_key");
        return entries.Count == 0 ? null : $"<{string.Join(",", entries.Select(e => $"{e.Key}={e.Value}"))}>";
    }

    private string FillSingle(FieldModel field, DocumentValue value, ColumnModel? column, bool rescuesParts)
    {
        if (field.Kind != FieldKind.Struct) return ScalarReading.Coerce(value, field, column, isAuto);
        if (value.Kind != JsonValueKind.Object) throw new Refusal("wrong_type");
        var parts = new List<(string, string)>();
        var isChosen = false;
        foreach (var part in field.Fields)
        {
            try
            {
                var text = Refusal.In(part.Name, () => reads.Try(() => FillPart(part, value, field.Fields, rescuesParts)));
                if (text is null) continue;
                if (part.IsChoice && isChosen) throw new Refusal("oneof_conflict", $".{part.Name}");
                isChosen |= part.IsChoice;
                parts.Add((part.Name, text));
            }
            catch (Refusal refusal) when (rescuesParts && !part.NeedsValue && refusal.Code != "missing")
            {
                naming.All(value, part, field.Fields).ForEach(reads.Rescue);
            }
        }
        return WireRow.Struct(parts);
    }

    private string? FillPart(FieldModel part, DocumentValue owner, IReadOnlyList<FieldModel> fields, bool rescuesParts)
    {
        var member = naming.Member(owner, part, fields);
        if (member is not (null or { Kind: JsonValueKind.Null })) return Fill(part, member, null, rescuesParts);
        return part.NeedsValue ? throw new Refusal(member is null ? "missing" : "null") : null;
    }

    private static bool LeavesOut(string transform) => transform is "first" or "last" or "distinct" or "keys" or "values";

    private static string NullItems(ColumnModel? column) => column?.NullItems ?? "fail";
}
