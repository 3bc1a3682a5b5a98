using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>Compares a value of a row with the value that a test expects, as the meaning of its field says.</summary>
internal static class ValueComparison
{
    /// <param name="expected">As written in the mapping file.</param>
    /// <param name="actual">As its Delta meaning; undefined or null for NULL.</param>
    /// <param name="field">The field of the value.</param>
    /// <param name="meaning">Its meaning; null for that of its type.</param>
    public static bool Matches(YamlNode expected, JsonElement actual, FieldDescriptor field, FieldMeanings? meaning)
    {
        var place = new Place(field, meaning, field.IsRepeated);
        return expected is YamlMapping { Entries: [{ Key.Value: "contains", Value: var part }] }
            ? Compare(part, actual, place, partial: true)
            : Compare(expected, actual, place, partial: false);
    }

    private static bool Compare(YamlNode expected, JsonElement actual, Place place, bool partial)
    {
        if (actual.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return expected is YamlScalar { IsNull: true } || (place.IsArray && IsEmpty(expected));
        if (place.IsJson) return JsonComparison.Matches(expected, actual, partial);
        return expected switch
        {
            // JSON in a string column is compared as JSON if the test writes it as JSON.
            not YamlScalar when actual.ValueKind == JsonValueKind.String =>
                JsonComparison.MatchesText(expected, JsonMembers.TextOf(actual) ?? "", partial),
            YamlMapping mapping => actual.ValueKind == JsonValueKind.Object && CompareMembers(mapping, actual, place, partial),
            YamlSequence sequence => actual.ValueKind == JsonValueKind.Array
                && CompareItems(sequence, [.. actual.EnumerateArray()], place with { IsArray = false }, partial),
            YamlScalar scalar => CompareScalar(scalar, actual, place),
            _ => false,
        };
    }

    /// <summary>An empty ARRAY or MAP, which on the wire is the same as none.</summary>
    private static bool IsEmpty(YamlNode expected) =>
        expected is YamlSequence { Items.Count: 0 } or YamlMapping { Entries.Count: 0 };

    /// <summary>The fields of a STRUCT, of which null is the same as missing, or the entries of a MAP.</summary>
    private static bool CompareMembers(YamlMapping expected, JsonElement actual, Place place, bool partial)
    {
        if (!partial
            && actual.EnumerateObject()
            .Any(m => m.Value.ValueKind != JsonValueKind.Null && expected.Entries.All(e => e.Key.Value != JsonMembers.NameOf(m))))
        {
            return false;
        }
        return expected.Entries.All(
            e => Compare(
                e.Value, JsonMembers.TryFind(actual, e.Key.Value, out var member) ? member : default,
                place.Member(e.Key.Value), partial));
    }

    private static bool CompareItems(YamlSequence expected, JsonElement[] actual, Place place, bool partial) =>
        ListComparison.Matches(
            expected.Items.Count, actual.Length, partial, (i, j) => Compare(expected.Items[i], actual[j], place, partial));

    private static bool CompareScalar(YamlScalar expected, JsonElement actual, Place place) => actual.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False =>
            expected.Value == (actual.ValueKind == JsonValueKind.True ? "true" : "false"),
        JsonValueKind.Number => JsonComparison.SameNumber(expected.Value, actual.GetRawText()),
        JsonValueKind.String =>
            !expected.IsNull && JsonMembers.TextOf(actual) is { } text
                && (expected.Value == text || (place.IsTime && SameMoment(expected.Value, text))),
        _ => false,
    };

    /// <summary>The same timestamp may be written with an offset, or with zeros at its end.</summary>
    private static bool SameMoment(string expected, string actual)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];
        return actual.EndsWith('Z')
            && DateTimeOffset.TryParseExact(expected, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var a)
            && DateTimeOffset.TryParseExact(actual, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var b)
                && a == b;
    }

    /// <summary>The field of a value.</summary>
    /// <param name="Field">Null if there is no field of the name.</param>
    /// <param name="Meaning">Null for that of its type.</param>
    /// <param name="IsArray">The value is all elements, or all entries, and not one of them.</param>
    private readonly record struct Place(FieldDescriptor? Field, FieldMeanings? Meaning, bool IsArray)
    {
        public bool IsJson => !IsArray && Meaning?.Own?.IsJson == true;

        public bool IsTime => Meaning?.Own?.TimeText is not null;

        public Place Member(string name)
        {
            if (Field is not { FieldType: FieldType.Message or FieldType.Group }) return default;
            var member = Field.IsMap
                ? Field.MessageType.FindFieldByNumber(FieldMeanings.ValueField)
                : Field.MessageType.FindFieldByName(name);
            return member is null ? default : new(member, Meaning?.Below(member), member.IsRepeated);
        }
    }
}
