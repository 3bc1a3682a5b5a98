using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>The meanings of the fields of a message that the descriptor cannot carry, and of those below them.</summary>
internal sealed class FieldMeanings
{
    /// <summary>The number of the field of a MAP's entry that has its value.</summary>
    public const int ValueField = 2;

    private readonly Dictionary<int, FieldMeanings> _fields = [];

    /// <summary>The meaning of the field; null for that of its type.</summary>
    public FieldMeaning? Own { get; set; }

    /// <summary>The mapping says which times are plausible.</summary>
    public bool HasBounds { get; set; }

    /// <summary>The meaning of a field; null if the field, with everything below it, means what its type says.</summary>
    public FieldMeanings? Below(FieldDescriptor field) => _fields.GetValueOrDefault(field.FieldNumber);

    /// <summary>The entry of a field; added if missing.</summary>
    public FieldMeanings GetOrAdd(int fieldNumber)
    {
        if (!_fields.TryGetValue(fieldNumber, out var field)) _fields[fieldNumber] = field = new();
        return field;
    }
}

/// <summary>The meaning of a field that its type cannot carry.</summary>
/// <param name="As">For example <c>decimal(18,2)</c>.</param>
internal sealed record FieldMeaning(string As)
{
    /// <summary>
    /// The time that a number of the record stands for, as text that begins with a year of four digits, or null if the number is
    /// not shown as one; null for meanings that are not times.
    /// </summary>
    public Func<long, string?>? TimeText { get; init; }

    /// <summary>The field holds JSON, which is shown as JSON; text that is not JSON stays text.</summary>
    public bool IsJson { get; init; }
}
