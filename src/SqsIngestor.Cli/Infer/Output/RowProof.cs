using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Compares the values of a row with those of the message that it was made from.</summary>
internal static class RowProof
{
    private const string Start = "1970-01-01";

    /// <summary>The path of the first value that a row does not hold; null if it holds all.</summary>
    /// <param name="fields">The columns and their members.</param>
    /// <param name="source">The object in the message.</param>
    /// <param name="row">The row, as encode prints it.</param>
    public static string? FirstLoss(IEnumerable<InferredField> fields, JsonElement source, JsonElement row)
    {
        var (members, columns) = (Members(source), Members(row));
        // A name twice has two values, and a path finds one.
        var lost = members.Count == source.GetPropertyCount() ? [] : LostNames(source);
        foreach (var field in fields)
        {
            if (lost.Contains(field.Member)) return field.Name;
            var value = members.GetValueOrDefault(field.Member);
            var landed = columns.GetValueOrDefault(field.Name);
            if (Loss(field.Type, field.Type.Delta, value, landed) is { } loss) return field.Name + loss;
        }

        return null;
    }

    // The names with several values that differ.
    private static HashSet<string> LostNames(JsonElement source) =>
        source.EnumerateObject().GroupBy(each => each.Name, each => each.Value.GetRawText())
            .Where(same => same.Distinct().Count() > 1).Select(same => same.Key).ToHashSet();

    /// <summary>The place inside a value that a column does not hold, such as <c>.a</c>; null if it holds all.</summary>
    public static string? Loss(InferredType type, DeltaType delta, JsonElement value, JsonElement landed)
    {
        if (IsNothing(value)) return IsNothing(landed) ? null : "";
        if (IsNothing(landed)) return IsEmpty(value) ? null : "";
        switch (delta)
        {
            case StructType:
                return FirstLoss(type.Fields, value, landed) is { } inner ? $".{inner}" : null;
            case ArrayType array:
                if (value.GetArrayLength() != landed.GetArrayLength()) return "";
                return value.EnumerateArray().Zip(landed.EnumerateArray())
                    .Select(each => Loss(type, array.Element, each.First, each.Second)).FirstOrDefault(loss => loss is not null);
            case MapType map:
                var entries = Members(landed);
                return value.EnumerateObject().Select(
                    each => entries.TryGetValue(each.Name, out var entry) ? Loss(type, map.Value, each.Value, entry) : "")
                    .FirstOrDefault(loss => loss is not null);
            default:
                return IsSame(type, delta, value, landed) ? null : "";
        }
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Protobuf does not tell an empty ARRAY or MAP from none.</summary>
    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static bool IsSame(InferredType type, DeltaType delta, JsonElement value, JsonElement landed)
    {
        if (type.As == InferredType.JsonText || delta.Kind == DeltaKind.Variant) return IsSameDocument(value, landed);
        return delta.Kind switch
        {
            DeltaKind.Boolean => value.ValueKind == landed.ValueKind,
            DeltaKind.BigInt or DeltaKind.Double or DeltaKind.Decimal =>
                ExactNumber.Parse(Text(value)) == ExactNumber.Parse(Text(landed)),
            DeltaKind.Date or DeltaKind.Timestamp or DeltaKind.TimestampNtz =>
                Microseconds(type, value) is { } moment && moment == MomentText.TryParse(Text(landed))?.Microseconds,
            DeltaKind.String => Text(value) == Text(landed),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Compares a value with the JSON of a column, which a STRING has as text.</summary>
    private static bool IsSameDocument(JsonElement value, JsonElement landed)
    {
        if (landed.ValueKind != JsonValueKind.String || IsSameJson(value, landed)) return IsSameJson(value, landed);
        try
        {
            using var parsed = SampleJson.Parse(landed.GetString()!);
            return IsSameJson(value, parsed.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsSameJson(JsonElement value, JsonElement landed)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Number => landed.ValueKind == JsonValueKind.Number
                && ExactNumber.Parse(value.GetRawText()) == ExactNumber.Parse(landed.GetRawText()),
            JsonValueKind.Array => landed.ValueKind == JsonValueKind.Array && value.GetArrayLength() == landed.GetArrayLength()
                && value.EnumerateArray().Zip(landed.EnumerateArray()).All(each => IsSameJson(each.First, each.Second)),
            JsonValueKind.Object => landed.ValueKind == JsonValueKind.Object && HasSameMembers(value, landed),
            JsonValueKind.String => landed.ValueKind == JsonValueKind.String && value.GetString() == landed.GetString(),
            _ => value.ValueKind == landed.ValueKind,
        };
    }

    private static bool HasSameMembers(JsonElement value, JsonElement landed)
    {
        var members = Members(landed);
        var counts = value.EnumerateObject().CountBy(each => each.Name).ToDictionary();
        return value.EnumerateObject().All(
            each => members.TryGetValue(each.Name, out var member)
                && (IsSameJson(each.Value, member) || counts[each.Name] > 1));
    }

    /// <summary>
    /// The members by name; of several, the last. Finding each in the document would take the square of their number.
    /// </summary>
    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>The microseconds since the start of year 1 that a value of the samples means.</summary>
    private static long? Microseconds(InferredType type, JsonElement value)
    {
        var text = Text(value);
        if (type.Formats is [CompactDate.Format])
        {
            return MomentText.TryParse($"{text[..4]}-{text[4..6]}-{text[6..]}")?.Microseconds;
        }

        if (MomentText.TryParse(text) is { } moment) return moment.Microseconds;
        var number = ExactNumber.Parse(text);
        var power = EpochUnit.Of(text) switch
        {
            EpochUnits.Seconds => 6,
            EpochUnits.Milliseconds => 3,
            EpochUnits.Microseconds => 0,
            EpochUnits.Nanoseconds => -3,
            _ => throw new UnreachableException(),
        };
        var shift = (int)number.Exponent + power;
        var digits = BigInteger.Parse(number.Digits, CultureInfo.InvariantCulture);
        var microseconds = shift >= 0 ? digits * BigInteger.Pow(10, shift) : digits / BigInteger.Pow(10, -shift);
        return (long)microseconds + MomentText.TryParse(Start)!.Microseconds;
    }
}
